import { formatBytes, formatKib, formatShare } from '@/lib/base/bytes';
import { defineRule } from '../define';
import { citeLines, citeRef, findReport } from '../evidence';
import { findFloor } from '../floor';
import { at } from '../thresholds';

export default defineRule({
  id: 'PN-02',
  title: 'misleading naive gap',
  needs: ['ledger-with-nmt', 'reconciliation'],
  optional: ['nmt-report'],
  condition:
    'RSS minus committed is smaller than the floor by more than {bytes} and more than {share} of RSS, while more than {untouched} of the committed Java heap is not resident.',
  explanation:
    'Committed memory is promised, not used: pages become resident when they are first touched. What NMT has committed is not all in RAM, so subtracting it from RSS subtracts memory that is not there.',
  advice:
    'Take a memory map and an NMT report of the same process: pmap -X {pid} > pmap.txt; jcmd {pid} VM.native_memory detail > nmt.txt.',
  falsePositives: [],
  sources: ['lab: naive gap 290,828 KiB missed 65 % of 835,168'],
  explains: ['PN-01'],
  evaluate({ 'ledger-with-nmt': ledger, reconciliation, 'nmt-report': reports }) {
    const floor = findFloor(ledger);
    const hiddenBytes = floor.floorBytes - ledger.naiveGapBytes;
    const untouched = reconciliation.heapNotResidentBytes;
    if (!untouched || untouched.min <= at('PN-02.untouched')) return [];
    if (hiddenBytes <= Math.max(at('PN-02.bytes'), at('PN-02.share') * ledger.rssBytes)) return [];
    const heap = ledger.buckets.find((bucket) => bucket.key === 'java-heap');
    const times =
      ledger.naiveGapBytes > 0 ? `${(floor.bestBytes / ledger.naiveGapBytes).toFixed(1)} times too small` : 'which is no gap at all';
    const range =
      untouched.max > untouched.min && formatBytes(untouched.min) !== formatBytes(untouched.max)
        ? `${formatBytes(untouched.min)} to ${formatBytes(untouched.max)}`
        : formatBytes(untouched.best);
    const report = findReport(reports, reconciliation);
    const total = report?.value.total ?? null;
    return [
      {
        severity: 'info',
        confidence: 'certain',
        title: 'RSS minus committed hides it',
        summary: `It says ${formatBytes(ledger.naiveGapBytes)}, ${times}. Of the ${heap?.committedBytes ? `${formatBytes(heap.committedBytes)} ` : ''}heap, ${range} are not resident, and memory that is promised but untouched masks the gap.`,
        explanation: `Committed memory is promised, not used: pages become resident when they are first touched. The ${formatKib(ledger.nmt.committedBytes)} KiB that NMT has committed are ${formatShare(ledger.nmt.committedBytes, ledger.rssBytes)} of RSS, but not all of them are in RAM, so subtracting them subtracts memory that is not there.`,
        evidence: [
          ...citeRef(ledger.rssLines, 'RSS'),
          ...citeRef(heap?.sources[0] ?? null, 'heap row'),
          ...(report && total ? [citeLines(report.artifactId, total.line, total.line, 'NMT Total')] : []),
        ],
      },
    ];
  },
});
