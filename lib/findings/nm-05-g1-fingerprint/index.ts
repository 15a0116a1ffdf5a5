import { formatBytes, formatKib } from '@/lib/base/bytes';
import { defineRule } from '../define';
import { citeLines } from '../evidence';

export default defineRule({
  id: 'NM-05',
  title: 'G1 fingerprint',
  needs: ['reconciliation', 'nmt-report'],
  condition: 'The mmap of GC is what the formula of G1 gives for the heap that NMT reports.',
  explanation:
    'G1 keeps side tables whose sizes are fixed shares of the maximum heap: mark bitmaps of 1/64, card and offset tables of 1/512. Their sum is a fingerprint of collector, heap size and JDK family, so this part of GC is normal and no sign of trouble.',
  advice: 'Add an NMT report: jcmd {pid} VM.native_memory detail (NMT must be on since start).',
  falsePositives: [],
  sources: ['JDK-8210708: one mark bitmap since 20', 'cloudfoundry/java-buildpack #512'],
  evaluate({ reconciliation }) {
    const fit = reconciliation.g1Fit;
    if (!fit) return [];
    return [
      {
        severity: 'info',
        confidence: 'certain',
        title: `The collector is G1 with a ${formatBytes(fit.heapBytes)} heap`,
        summary: `GC's mmap of ${formatKib(fit.gcMmapBytes)} KiB is what G1 needs for a heap of ${formatKib(fit.heapBytes)} KiB (${formatKib(fit.formulaBytes)} by formula): ${fit.layout}.`,
        evidence: [citeLines(fit.artifactId, fit.line, fit.line, 'GC mmap')],
      },
    ];
  },
});
