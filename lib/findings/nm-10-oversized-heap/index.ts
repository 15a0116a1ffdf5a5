import { formatBytes, formatKib, formatShare } from '@/lib/base/bytes';
import { findCategory } from '@/lib/model/nmt';
import { defineRule } from '../define';
import { citeLines, findReport } from '../evidence';
import { at, exceeds } from '../thresholds';

const ADVICE = 'Add how much of the heap is in use: jcmd {pid} GC.heap_info (JDK 8: jmap -heap {pid}).';

export default defineRule({
  id: 'NM-10',
  title: 'heap larger than needed',
  needs: [],
  optional: ['nmt-report', 'heap-usage', 'class-histogram', 'reconciliation'],
  condition:
    'The committed heap is larger than {bytes}, and less than {share} of it is in use, by heap info or by a whole class histogram.',
  explanation:
    'The heap keeps the memory it was once given, up to -Xmx, whether objects need it or not. If the load never needs more than what is used now, a smaller -Xmx frees more memory than any search for a leak.',
  advice: ADVICE,
  falsePositives: ['A heap soon after a collection: the load may need it all at its peak. Watch the used heap for a day first.'],
  sources: ['the sample incident: a dump of 0.7 GB from a heap of 72 GiB'],
  nextSteps: (pid) => [
    {
      command: `jstat -gc ${pid} 60s 60`,
      why: 'An hour of the used heap: its peak after a collection, with half as much again, is a fair -Xmx.',
      risk: 'none, reads the performance data file',
    },
    {
      command: '-XX:G1PeriodicGCInterval=300000',
      why: 'With G1 (JDK 12 and later), an idle JVM gives unused heap back to the system every five minutes, down to -Xms.',
      risk: 'needs a restart; one concurrent collection every five minutes while idle',
    },
  ],
  blocked(facts) {
    return (facts['nmt-report'] || facts['heap-usage']) && (facts['heap-usage'] || facts['class-histogram']) ? null : ADVICE;
  },
  evaluate(facts, context) {
    const report = findReport(facts['nmt-report'], facts.reconciliation);
    const heap = report && findCategory(report.value, 'Java Heap');
    const usage = facts['heap-usage']?.find(({ value }) => value.used !== null);
    // A histogram of the whole heap, and not of the few rows that grep left, ends in a total.
    const histogram = facts['class-histogram']?.find(({ value }) => value.total !== null);
    const committed = heap ?? null;
    const committedBytes = committed?.committedBytes ?? usage?.value.committed?.bytes ?? 0;
    const used = [
      ...(usage?.value.used ? [{ ...usage.value.used, artifactId: usage.artifactId, text: 'heap used' }] : []),
      ...(histogram?.value.total
        ? [
            {
              line: histogram.value.total.line,
              bytes: histogram.value.total.bytes,
              artifactId: histogram.artifactId,
              text: 'objects counted',
            },
          ]
        : []),
    ].sort((a, b) => a.bytes - b.bytes)[0];
    if (!used || !exceeds(context, 'NM-10.bytes', committedBytes)) return [];
    context.measure?.('NM-10.share', used.bytes / committedBytes);
    if (used.bytes >= at('NM-10.share') * committedBytes) return [];
    const whole = heap && report ? citeLines(report.artifactId, heap.line, heap.lastLine, 'Java Heap') : null;
    return [
      {
        severity: 'medium',
        confidence: 'high',
        title: `${formatBytes(committedBytes - used.bytes)} of the Java heap are committed and not in use`,
        summary: `${formatKib(used.bytes)} of ${formatKib(committedBytes)} KiB of heap hold objects, ${formatShare(used.bytes, committedBytes)}.`,
        evidence: [citeLines(used.artifactId, used.line, used.line, used.text), ...(whole ? [whole] : [])],
      },
    ];
  },
});
