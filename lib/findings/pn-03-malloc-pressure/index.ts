import { formatBytes, formatKib } from '@/lib/base/bytes';
import { defineRule } from '../define';
import { citeLargest, citeLines, citeRef, findReport } from '../evidence';
import { findFloor } from '../floor';
import { readCHeap, readMallocInfo } from '../next-steps';
import { exceeds } from '../thresholds';

const EXPLANATION = "malloc memory has no NMT range, so large unmatched blocks are normal as long as NMT's own malloc explains them.";
const LIVE_OR_SLACK = 'Tells live malloc memory from slack that glibc keeps.';

export default defineRule({
  id: 'PN-03',
  title: 'malloc pressure',
  needs: ['ledger-with-nmt', 'reconciliation'],
  optional: ['regions', 'nmt-report'],
  condition: 'Anonymous memory outside every NMT range is more than {times} what NMT counts as malloc, and more than {bytes}.',
  explanation: EXPLANATION,
  advice:
    'Take a memory map and an NMT report of the same process: pmap -X {pid} > pmap.txt; jcmd {pid} VM.native_memory detail > nmt.txt.',
  falsePositives: ['A library that maps memory by itself, without malloc, is counted here too.'],
  sources: [],
  explains: ['PN-01'],
  nextSteps: (pid) => [readCHeap(pid), readMallocInfo(pid, LIVE_OR_SLACK)],
  evaluate({ 'ledger-with-nmt': ledger, reconciliation, regions, 'nmt-report': reports }, context) {
    const { pid } = context;
    if (reconciliation.matching === 'none' && reconciliation.nmt?.hasRanges) return []; // captures of two processes say nothing about one allocator
    const side = reconciliation.mallocSide;
    const floor = findFloor(ledger);
    const nmtMallocBytes = side?.nmtMallocBytes ?? ledger.nmt.mallocBytes;
    // A cut listing shows few of these regions: what lies outside NMT besides its own malloc is their lower bound.
    const allocatorBytes = Math.max(floor.atLeast ? floor.floorBytes + nmtMallocBytes : 0, side?.anonymousBytes.min ?? 0);
    const large = exceeds(context, 'PN-03.bytes', allocatorBytes);
    if (!exceeds(context, 'PN-03.times', nmtMallocBytes > 0 ? allocatorBytes / nmtMallocBytes : Number.POSITIVE_INFINITY) || !large)
      return [];
    const report = findReport(reports, reconciliation);
    const total = report?.value.totalMalloc ?? report?.value.total ?? null;
    const unmatched = regions?.filter((region) => region.owner === 'unmatched' && region.residentBytes.best > 0) ?? [];
    const least = floor.atLeast ? 'at least ' : '';
    const times = nmtMallocBytes > 0 ? `${least}${(allocatorBytes / nmtMallocBytes).toFixed(1)} times` : 'all of';
    return [
      {
        severity: 'high',
        confidence: 'high',
        title: `The allocator holds ${times} what the JVM asked malloc for`,
        summary: `Memory outside every NMT range: ${least}${formatKib(allocatorBytes)} KiB. NMT counts ${formatKib(nmtMallocBytes)} KiB of malloc, arenas and its own tracking, less than half of it.`,
        explanation: `${EXPLANATION} Here it does not: somebody else calls malloc in this process (${formatBytes(allocatorBytes - nmtMallocBytes)} beyond the JVM), or the allocator keeps what was freed.`,
        evidence: [
          ...citeRef(ledger.rssLines, 'total'),
          ...(report && total ? [citeLines(report.artifactId, total.line, total.line, 'NMT Total')] : []),
          ...citeLargest(unmatched, () => 'unmatched', 3),
        ],
        nextSteps:
          reconciliation.allocator !== null ? [] : [report?.value.jdkFamily === 8 ? readMallocInfo(pid, LIVE_OR_SLACK) : readCHeap(pid)],
      },
    ];
  },
});
