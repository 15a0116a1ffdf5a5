import { formatBytes, formatKib, formatShare } from '@/lib/base/bytes';
import { findCategory } from '@/lib/model/nmt';
import { defineRule } from '../define';
import { citeLines, findReport } from '../evidence';
import { at, exceeds } from '../thresholds';

export default defineRule({
  id: 'NM-04',
  title: 'GC overhead',
  needs: ['nmt-report'],
  optional: ['reconciliation'],
  condition: 'malloc under GC and GCCardSet is more than {bytes} and more than {share} of the committed heap.',
  explanation:
    'G1 remembers for every region of the heap who points into it (remembered sets). Their tables are malloc memory and grow with references between regions: large caches and long lists that change make them large. They are counted, so they are no leak, but they can be several percent of the heap.',
  advice: 'Add an NMT report: jcmd {pid} VM.native_memory summary (NMT must be on since start).',
  falsePositives: ['Parallel and Serial keep other tables: the share is meant for G1.'],
  sources: ['JDK-8017163: remembered sets take less since 18'],
  nextSteps: () => [
    {
      command: '-Xlog:gc+remset*=trace',
      why: 'Prints the size of the remembered sets after each collection. Larger heap regions (-XX:G1HeapRegionSize=16m) and JDK 18 or later make them smaller.',
      risk: 'needs a restart; a few lines of log per collection',
    },
  ],
  evaluate({ 'nmt-report': reports, reconciliation }, context) {
    const report = findReport(reports, reconciliation);
    const heap = report && findCategory(report.value, 'Java Heap');
    if (!report || !heap || heap.committedBytes === 0) return [];
    // From 18 on the remembered sets have a category of their own.
    const parts = ['GC', 'GCCardSet'].flatMap((name) => findCategory(report.value, name) ?? []);
    const mallocBytes = parts.reduce((sum, category) => sum + (category.malloc?.bytes ?? 0) + (category.arena?.bytes ?? 0), 0);
    const large = exceeds(context, 'NM-04.share', mallocBytes / heap.committedBytes);
    if (!exceeds(context, 'NM-04.bytes', mallocBytes) || !large) return [];
    return [
      {
        severity: 'medium',
        confidence: 'medium',
        title: `The collector has ${formatBytes(mallocBytes)} of malloc`,
        summary: `${parts.map((category) => category.name).join(' and ')}: ${formatKib(mallocBytes)} KiB of malloc for a heap of ${formatKib(heap.committedBytes)} KiB, ${formatShare(mallocBytes, heap.committedBytes)} of it; up to ${formatShare(at('NM-04.share'), 1)} is usual.`,
        evidence: [...parts, heap].map((category) => citeLines(report.artifactId, category.line, category.lastLine, category.name)),
      },
    ];
  },
});
