import { formatBytes, formatKib } from '@/lib/base/bytes';
import { findCategory } from '@/lib/model/nmt';
import { defineRule } from '../define';
import { citeLines, findReport } from '../evidence';
import { exceeds } from '../thresholds';

export default defineRule({
  id: 'NM-08',
  title: 'untyped memory',
  needs: ['nmt-report'],
  optional: ['reconciliation'],
  condition: 'Category Unknown has more than {bytes} committed.',
  explanation:
    "Every piece of JVM memory should carry a label. Some code paths of older releases forget it. The memory is the JVM's own; only its use cannot be told from the summary.",
  advice: 'Add an NMT report: jcmd {pid} VM.native_memory summary (NMT must be on since start).',
  falsePositives: ['Reserved memory under Unknown costs nothing: only committed memory is counted here.'],
  sources: [],
  nextSteps: (pid) => [
    {
      command: `jcmd ${pid} VM.native_memory detail | grep -A6 'Unknown'`,
      why: 'With detail, the functions that reserved it stand below each range.',
      risk: 'little: jcmd attaches for some milliseconds',
    },
  ],
  evaluate({ 'nmt-report': reports, reconciliation }, context) {
    const report = findReport(reports, reconciliation);
    const unknown = report && findCategory(report.value, 'Unknown');
    if (!report || !unknown || !exceeds(context, 'NM-08.bytes', unknown.committedBytes)) return [];
    return [
      {
        severity: 'low',
        confidence: 'medium',
        title: `${formatBytes(unknown.committedBytes)} that the JVM took without saying what for`,
        summary: `Category Unknown has ${formatKib(unknown.committedBytes)} KiB committed.`,
        evidence: [citeLines(report.artifactId, unknown.line, unknown.lastLine, 'Unknown')],
      },
    ];
  },
});
