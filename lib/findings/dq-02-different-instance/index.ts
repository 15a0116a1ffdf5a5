import { formatAddress } from '@/lib/base/address';
import { formatKib } from '@/lib/base/bytes';
import type { MemoryMap } from '@/lib/model/memory-map';
import type { NmtReport } from '@/lib/model/nmt';
import { defineRule } from '../define';
import { citeLines, citeRows, findMap } from '../evidence';
import { captureTogether } from '../next-steps';

export default defineRule({
  id: 'DQ-02',
  title: 'different instance',
  needs: ['memory-map', 'nmt-report', 'reconciliation', 'findings'],
  condition:
    'The NMT report lists address ranges, and where the kernel places memory at random none of them begins where a row of the map does. Not asked where both name the same pid, nor with too few rows up there.',
  explanation:
    'None of the address ranges that the JVM reports begins where a row of the map does (the Java heap may lie at a fixed place in every run). That happens when the service was restarted between the two captures: each start lays out its memory anew.',
  advice:
    'Add a memory map and an NMT report of one process, detail for its address ranges: pmap -X {pid}; jcmd {pid} VM.native_memory detail.',
  falsePositives: ['A 32-bit process, or a listing of which the heap rows were cut away.'],
  sources: ['ASLR: every start of a process lays out its memory anew'],
  nextSteps: (pid) => [captureTogether(pid)],
  evaluate({ 'memory-map': maps, 'nmt-report': reports, reconciliation, findings }) {
    // matching is "none" in spite of ranges where reconciliation found that they lie outside every mapped row.
    if (reconciliation.matching !== 'none' || !reconciliation.nmt?.hasRanges || !reconciliation.map) return [];
    if (findings.some((finding) => finding.ruleId === 'DQ-01')) return [];
    const map = findMap(maps, reconciliation);
    const report = reports.find(({ value }) => value.ranges.length > 0);
    const range = report?.value.ranges.filter((one) => one.start >= RANDOMISED).toSorted((a, b) => b.sizeBytes - a.sizeBytes)[0];
    if (!map || !report || !range) return [];
    const samePid = map.value.pid !== null && map.value.pid === report.value.pid && map.value.pid > CONTAINER_PIDS;
    if (samePid || sharesAddresses(map.value, report.value)) return [];
    const nearest = map.value.rows.reduce((best, row) =>
      distance(row.start, range.start) < distance(best.start, range.start) ? row : best,
    );
    return [
      {
        severity: 'high',
        confidence: 'high',
        title: 'Map and NMT are of two runs of the service',
        summary: `NMT has its ${range.category} of ${formatKib(range.sizeBytes)} KiB at ${formatAddress(range.start)}; the nearest row of the map starts at ${formatAddress(nearest.start)}. Addresses are not matched.`,
        evidence: [
          citeLines(report.artifactId, range.line, range.lastLine, range.category),
          { ...citeLines(map.artifactId, nearest.line, nearest.lastLine, 'nearest row'), address: formatAddress(nearest.start) },
          ...citeRows(map, 'map'),
        ],
      },
    ];
  },
});

/** Where the kernel places what has no fixed address: the Java heap below it is at the same place in every run. */
const RANDOMISED = 0x7000_0000_0000n;
/** In a container every run has the same small pid; beyond, one pid is one process. */
const CONTAINER_PIDS = 64;
/** With fewer rows up there, chance may keep them apart. */
const FEWEST_ROWS = 5;

/** A row and a range of one process start at one address here and there; in two runs never, above the fixed part. */
function sharesAddresses(map: MemoryMap, report: NmtReport): boolean {
  const rows = map.rows.filter((row) => row.start >= RANDOMISED && row.name === '');
  const starts = new Set(report.ranges.flatMap((range) => [range.start, ...range.committed.map((part) => part.start)]));
  return rows.length < FEWEST_ROWS || rows.some((row) => starts.has(row.start));
}

const distance = (a: bigint, b: bigint) => (a > b ? a - b : b - a);
