import type { CrossCheck, HeapState, PrintedFigure } from '@/lib/model/beside';
import type { Sourced } from '@/lib/model/facts';
import type { Ledger } from '@/lib/model/ledger';
import type { Mapping, MemoryMap } from '@/lib/model/memory-map';
import { type ChosenMap, measureMap } from './choose-map';
import { agree, type WholeProcess } from './known-total';
import { maybeSameProcess } from './same-process';

const VSYSCALL = 0xffffffffff600000n;

/**
 * Holds every total that another capture prints against the ledger: totals of the kernel, other maps of the same process, and
 * the heap that the JVM says it has committed. Sizes and parts are compared for whole listings only.
 */
export function crossCheck(
  ledger: Ledger,
  chosen: ChosenMap,
  maps: readonly Sourced<MemoryMap>[],
  totals: readonly WholeProcess[],
  heap: HeapState | null,
): CrossCheck[] {
  const checks: CrossCheck[] = [];
  const add = (what: CrossCheck['what'], label: string, printed: PrintedFigure | null, ledgerBytes: number | null) => {
    if (printed && ledgerBytes !== null) checks.push({ what, label, printed, ledgerBytes, agrees: agree(printed.bytes, ledgerBytes) });
  };
  // A proportional share is no RSS.
  if (chosen.map.residency === undefined) {
    for (const total of totals) if (!isTotalOf(chosen, total)) add('rss', `RSS by ${total.source}`, total.rss, ledger.rssBytes);
    for (const { label, figure } of otherMaps(chosen, maps)) add('rss', label, figure, ledger.rssBytes);
  }
  if (ledger.listingComplete) {
    // VmSize leaves the page out that the kernel shows to everybody.
    const sizeBytes = sumOf(chosen.rows, (row) => (row.start === VSYSCALL ? 0 : row.sizeBytes));
    for (const { source, size, pss, anonymous } of totals) {
      add('size', `Address space by ${source}`, size, sizeBytes);
      add(
        'pss',
        `Pss by ${source}`,
        pss,
        sumOf(chosen.rows, (row) => row.pssBytes),
      );
      add(
        'anonymous',
        `Anonymous memory by ${source}`,
        anonymous,
        sumOf(chosen.rows, (row) => row.anonymousBytes),
      );
    }
  }
  const committed = ledger.nmt ? (ledger.buckets.find(({ key }) => key === 'java-heap')?.committedBytes ?? null) : null;
  add('heap-committed', 'Committed heap by the JVM', heap?.committed ?? null, committed);
  return checks;
}

const isTotalOf = (chosen: ChosenMap, { rss }: WholeProcess) =>
  rss !== null && chosen.rssLines?.artifactId === rss.lines.artifactId && chosen.rssLines.firstLine === rss.lines.firstLine;

/** Sum over all rows; null where a row does not say (0 for one without residency). */
function sumOf(rows: readonly Mapping[], of: (row: Mapping) => number | null): number | null {
  let sum = 0;
  for (const row of rows) {
    const bytes = of(row);
    if (bytes === null && row.rssBytes > 0) return null;
    sum += bytes ?? 0;
  }
  return sum;
}

function otherMaps(chosen: ChosenMap, maps: readonly Sourced<MemoryMap>[]): { label: string; figure: PrintedFigure }[] {
  return maps
    .filter(
      ({ artifactId, value }) =>
        artifactId !== chosen.artifactId &&
        value.rows.length > 0 &&
        value.residency === undefined &&
        maybeSameProcess(value.pid, chosen.map.pid),
    )
    .sort((a, b) => (a.artifactId < b.artifactId ? -1 : 1))
    .flatMap((other) => {
      const measured = measureMap(other);
      if (!measured.rssLines || measured.listedRssBytes === 0) return [];
      // A part of a listing without a total has no sum of the process.
      if (other.value.printedTotal === null && measured.listedRssBytes < 0.9 * chosen.listedRssBytes) return [];
      return [{ label: `RSS by ${other.value.source}`, figure: { bytes: measured.rssBytes, lines: measured.rssLines } }];
    });
}
