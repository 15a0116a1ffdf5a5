import { formatBytes, formatKib, formatShare } from '@/lib/base/bytes';
import { findCategory } from '@/lib/model/nmt';
import { defineRule } from '../define';
import { citeLines, findReport } from '../evidence';
import { exceeds } from '../thresholds';

export default defineRule({
  id: 'NM-07',
  title: 'NMT itself',
  needs: ['nmt-report'],
  optional: ['reconciliation'],
  condition: 'Native Memory Tracking has more than {bytes} for itself, and more than {share} of all that NMT has committed.',
  explanation:
    'NMT writes a small header in front of every block and, with detail, keeps a table of who asked. With very many small blocks the account costs more than it is worth day by day.',
  advice: 'Add an NMT report: jcmd {pid} VM.native_memory summary (NMT must be on since start).',
  falsePositives: [],
  sources: ['HotSpot: 16 bytes in front of every malloc, and with detail a table of call sites'],
  nextSteps: () => [
    {
      command: '-XX:NativeMemoryTracking=summary',
      why: 'Keeps the amounts per category without call sites, once the search is over.',
      risk: 'needs a restart; address ranges and call sites are no longer there',
    },
  ],
  evaluate({ 'nmt-report': reports, reconciliation }, context) {
    const report = findReport(reports, reconciliation);
    const own = report && findCategory(report.value, 'Native Memory Tracking');
    const totalBytes = report?.value.total?.committedBytes ?? 0;
    if (!report || !own || totalBytes === 0) return [];
    const large = exceeds(context, 'NM-07.share', own.committedBytes / totalBytes);
    if (!exceeds(context, 'NM-07.bytes', own.committedBytes) || !large) return [];
    return [
      {
        severity: 'low',
        confidence: 'certain',
        title: `Tracking costs ${formatBytes(own.committedBytes)}`,
        summary: `Native Memory Tracking holds ${formatKib(own.committedBytes)} KiB for itself, ${formatShare(own.committedBytes, totalBytes)} of all it counts.`,
        evidence: [citeLines(report.artifactId, own.line, own.lastLine, 'NMT itself')],
      },
    ];
  },
});
