import { formatBytes, formatKib, formatShare } from '@/lib/base/bytes';
import type { Sourced } from '@/lib/model/facts';
import type { Evidence, NextStep } from '@/lib/model/finding';
import type { MemoryMap } from '@/lib/model/memory-map';
import { defineRule, type RuleFacts } from '../define';
import { citeLargest, citeLines, citeRef, findMap, findReport } from '../evidence';
import { type Floor, findFloor, floorThreshold, type LedgerWithNmt } from '../floor';
import { captureFullMap, profileNativeMemory, readCHeap, readMallocInfo, restartWithNmt, runCollection, trimHeap } from '../next-steps';
import { at } from '../thresholds';

const REGIONS_CITED = 3;

type Facts = Pick<RuleFacts, 'reconciliation'> & Partial<Pick<RuleFacts, 'memory-map' | 'nmt-report' | 'regions' | 'c-heap'>>;

const EXPLANATION =
  'NMT counts what the JVM itself maps and mallocs. What remains was taken by native libraries through JNI, or was freed and is kept by the allocator.';
const WHOLE_LISTING = 'The whole listing names mapped files and counts the 64 MiB arena heaps.';
const LIVE_OR_SLACK = 'Tells live malloc memory from slack that glibc keeps; JDK 8 has no VM.info.';

export default defineRule({
  id: 'PN-01',
  title: 'unexplained floor',
  needs: ['ledger-with-nmt', 'reconciliation'],
  optional: ['memory-map', 'nmt-report', 'regions', 'c-heap'],
  condition:
    'What lies outside everything NMT counts is more than {bytes} and more than {share} of RSS; of a cut listing the lower bound is used. It is critical above {critical} of RSS, high below.',
  explanation: EXPLANATION,
  advice:
    'Take a memory map and an NMT report of the same process: pmap -X {pid} > pmap.txt; jcmd {pid} VM.native_memory detail > nmt.txt. NMT must be on since start (-XX:NativeMemoryTracking=detail).',
  falsePositives: [
    'ZGC before generational mode counts the heap up to three times in RSS.',
    'Captures of different moments or processes (DQ-01, DQ-03): growth between them is inside the figure.',
    'Mapped files in rows that were cut away.',
  ],
  sources: ['lab: floor 835,168 KiB where glibc itself counted 841,616'],
  nextSteps: (pid) => [
    captureFullMap(pid, WHOLE_LISTING),
    readMallocInfo(pid, LIVE_OR_SLACK),
    readCHeap(pid),
    runCollection(pid),
    trimHeap(pid),
    profileNativeMemory(pid),
    restartWithNmt(),
  ],
  evaluate(facts, context) {
    const { pid } = context;
    const ledger = facts['ledger-with-nmt'];
    const floor = findFloor(ledger);
    context.measure?.('PN-01.bytes', floor.floorBytes);
    context.measure?.('PN-01.share', floor.floorBytes / Math.max(1, ledger.rssBytes));
    if (floor.floorBytes <= floorThreshold(ledger)) return [];
    const critical = floor.floorBytes > at('PN-01.critical') * ledger.rssBytes;
    return [
      {
        severity: critical ? 'critical' : 'high',
        confidence: facts.reconciliation.matching === 'address' ? 'high' : 'medium',
        title: floor.atLeast
          ? `At least ${formatBytes(floor.floorBytes)} that NMT cannot explain`
          : `${formatBytes(floor.bestBytes)} that no JVM subsystem asked for`,
        summary: floor.atLeast ? summariseCut(ledger, floor) : summariseWhole(ledger, facts, floor),
        explanation: `${EXPLANATION} ${
          floor.atLeast
            ? sayFiles(ledger, findMap(facts['memory-map'], facts.reconciliation))
            : 'Mapped files, shared memory and stacks are already taken out.'
        } RSS − committed would say ${formatBytes(ledger.naiveGapBytes)}.`,
        evidence: cite(ledger, facts),
        nextSteps: advise(facts, floor, pid),
      },
    ];
  },
});

function summariseWhole(ledger: LedgerWithNmt, facts: Facts, floor: Floor): string {
  const side = facts.reconciliation.mallocSide;
  const range = floor.floorBytes < floor.maxBytes ? ` (between ${formatKib(floor.floorBytes)} and ${formatKib(floor.maxBytes)})` : '';
  const start = side
    ? `After every NMT range, file and stack is taken out, ${formatKib(side.anonymousBytes.best)} KiB of anonymous memory remain. NMT counts ${formatKib(side.nmtMallocBytes)} KiB of malloc that may live there. `
    : '';
  return `${start}${formatKib(floor.bestBytes)} KiB${range}, ${formatShare(floor.bestBytes, ledger.rssBytes)} of RSS, ${start ? 'are left' : 'have no owner in NMT'}.`;
}

function summariseCut(ledger: LedgerWithNmt, floor: Floor): string {
  return `Of ${formatKib(ledger.rssBytes)} KiB RSS, NMT can account for at most ${formatKib(ledger.rssBytes - floor.floorBytes)}: the rows shown in its ranges, all else it has committed, and ${formatKib(ledger.nmt.mallocBytes)} of malloc. ${formatKib(floor.floorBytes)} KiB are left, ${formatShare(floor.floorBytes, ledger.rssBytes)} of RSS.`;
}

/** pmap -x counts dirty pages: what is dirty is not the clean page cache of a file. */
function sayFiles(ledger: LedgerWithNmt, map: Sourced<MemoryMap> | undefined): string {
  const dirtyBytes = map?.value.printedTotal?.dirtyBytes ?? null;
  const hint = 'The listing is cut: mapped files among the hidden rows would lower the figure';
  if (dirtyBytes === null || dirtyBytes > ledger.rssBytes) return `${hint}.`;
  return `${hint}. But the total line counts ${formatKib(dirtyBytes)} KiB as dirty, so clean file pages can be at most ${formatBytes(ledger.rssBytes - dirtyBytes)} of all.`;
}

function cite(ledger: LedgerWithNmt, facts: Facts): Evidence[] {
  const report = findReport(facts['nmt-report'], facts.reconciliation);
  const total = report?.value.total ?? null;
  const heap = ledger.buckets.find((bucket) => bucket.key === 'java-heap')?.sources[0];
  const unmatched = facts.regions?.filter((region) => region.owner === 'unmatched' && region.residentBytes.best > 0) ?? [];
  return [
    ...citeRef(ledger.rssLines, 'total'),
    ...citeRef(heap ?? null, 'heap row'),
    ...(report && total ? [citeLines(report.artifactId, total.line, total.line, 'NMT Total')] : []),
    ...citeLargest(unmatched, (region) => `${region.kind.replaceAll('-', ' ')}, ${formatBytes(region.residentBytes.best)}`, REGIONS_CITED),
  ];
}

function advise(facts: Facts, floor: Floor, pid: string): NextStep[] {
  const steps: NextStep[] = [];
  const family = findReport(facts['nmt-report'], facts.reconciliation)?.value.jdkFamily ?? null;
  const glibc = facts.reconciliation.allocator === null;
  if (floor.atLeast) steps.push(captureFullMap(pid, WHOLE_LISTING));
  if (glibc && family === 8) steps.push(readMallocInfo(pid, LIVE_OR_SLACK));
  else if (glibc) {
    if (!facts['c-heap']?.some(({ value }) => value.outstandingBytes > 0)) steps.push(readCHeap(pid));
    steps.push(runCollection(pid), trimHeap(pid));
  }
  if (facts.reconciliation.allocator !== 'jemalloc') steps.push(profileNativeMemory(pid));
  if (facts.reconciliation.matching === 'size') steps.push(restartWithNmt());
  return steps;
}
