import { formatBytes, formatKib, formatShare } from '@/lib/base/bytes';
import { defineRule } from '../define';
import { citeLines } from '../evidence';
import { runCollection, trimRegularly } from '../next-steps';
import { at, exceeds } from '../thresholds';

export default defineRule({
  id: 'TS-04',
  title: 'response to a trim',
  needs: ['trim-response'],
  condition:
    'A trim of the native heap gave back more than {share} of RSS and swap, or more than {bytes}: slack. Less than {small}: in use, or waiting for the collector.',
  explanation:
    'A trim makes glibc give the pages of freed blocks back to the system, and of nothing else. What goes was freed and only kept; what stays is in use, or belongs to Java objects that were not collected yet.',
  advice:
    'Trim once, and keep the answer: jcmd {pid} System.trim_native_heap (JDK 18 and later, and updates of 11 and 17; malloc calls wait meanwhile).',
  falsePositives: ['Another allocator than glibc: it has nothing to trim for this command.'],
  sources: ['JDK-8268893', 'lab: 952 to 951 MiB where 3,200 Deflaters were in use; 859 to 115 MiB where they had been freed'],
  explains: ['PN-01', 'PM-02', 'PM-01'],
  nextSteps: (pid) => [trimRegularly(), runCollection(pid)],
  evaluate({ 'trim-response': responses }, context) {
    const last = responses.at(-1);
    if (!last) return [];
    const { beforeBytes, afterBytes, line } = last.value;
    const fell = beforeBytes - afterBytes;
    const share = fell / Math.max(1, beforeBytes);
    const large = exceeds(context, 'TS-04.bytes', fell);
    const much = exceeds(context, 'TS-04.share', share);
    context.measure?.('TS-04.small', share);
    const amounts = `RSS and swap went from ${formatKib(beforeBytes)} to ${formatKib(afterBytes)} KiB, ${formatShare(Math.max(0, fell), beforeBytes)} less`;
    const evidence = [citeLines(last.artifactId, line, line, 'trim')];
    if (large || much)
      return [
        {
          subject: 'slack',
          severity: 'medium',
          confidence: 'high',
          title: `A trim gave back ${formatBytes(fell)}: allocator slack`,
          summary: `${amounts}. The program had freed that memory, and glibc kept it.`,
          evidence,
          nextSteps: [trimRegularly()],
        },
      ];
    if (share >= at('TS-04.small')) return [];
    return [
      {
        subject: 'live',
        severity: 'info',
        confidence: 'high',
        title: 'A trim gave back next to nothing: no slack',
        summary: `${amounts}. What malloc holds is in use, or waits for the garbage collector.`,
        evidence,
        nextSteps: [runCollection(context.pid)],
      },
    ];
  },
});
