import { formatAddress } from '@/lib/base/address';
import type { LineRef } from '@/lib/model/artifact';
import type { Sourced } from '@/lib/model/facts';
import type { DroppedRow } from '@/lib/model/ledger';
import type { Mapping, MemoryMap } from '@/lib/model/memory-map';
import { keepLaterRows } from './keep-rows';

/** The memory map a ledger rests on, its rows freed of overlaps and sorted by address. */
export interface ChosenMap {
  artifactId: string;
  map: MemoryMap;
  rows: Mapping[];
  dropped: DroppedRow[];
  /** Rows kept, and what the printed total knows beyond the rows listed. */
  rssBytes: number;
  listedRssBytes: number;
  hiddenRssBytes: number;
  /** Of what is hidden, the most that can be anonymous memory. Absent where nothing says. */
  hiddenAnonymousBytes?: number;
  rssSource: string;
  rssLines: LineRef | null;
  /** False where rows were cut away. */
  complete: boolean;
}

// pmap -X reads smaps twice, for its rows and for its totals: a live process may differ by this much though nothing was cut.
const TWO_PASS_TOLERANCE = 0.001;

/** False where the tool prints sizes alone (plain pmap, -d, maps): nothing in it says where the resident set went. */
export const showsResidency = (map: MemoryMap): boolean => map.residency !== 'none';

/** Chooses the best of the maps of a snapshot: one that shows residency, lists most of it, and says most about each row. Null without any row. */
export function chooseMap(maps: readonly Sourced<MemoryMap>[]): ChosenMap | null {
  const candidates = maps.filter(({ value }) => value.rows.length > 0).map(measureMap);
  const mostListed = Math.max(0, ...candidates.map((candidate) => candidate.listedRssBytes));
  const merit = (chosen: ChosenMap): number[] => [
    showsResidency(chosen.map) ? 1 : 0,
    chosen.listedRssBytes > 0 ? 1 : 0,
    // A map cut by `head`, or pasted in part, lists visibly less than its neighbour.
    chosen.listedRssBytes >= 0.98 * mostListed ? 1 : 0,
    chosen.complete ? 1 : 0,
    // A proportional share (BusyBox, toybox) is no RSS.
    chosen.map.residency === 'pss' ? 0 : 1,
    chosen.map.rows.some((row) => row.vmFlags !== null) ? 1 : 0,
    chosen.map.rows.some((row) => row.pssBytes !== null) ? 1 : 0,
    chosen.map.kernelNames ? 1 : 0,
    chosen.map.printedTotal ? 1 : 0,
    chosen.rows.length,
    chosen.listedRssBytes,
  ];
  const ranked = candidates.map((chosen) => ({ chosen, merit: merit(chosen) }));
  ranked.sort((a, b) => compareDescending(a.merit, b.merit) || (a.chosen.artifactId < b.chosen.artifactId ? -1 : 1));
  return ranked[0]?.chosen ?? null;
}

function compareDescending(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) {
    const difference = (b[i] ?? 0) - (a[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Sums up one map: its rows freed of overlaps, and what its printed total knows beyond them. */
export function measureMap({ artifactId, value: map }: Sourced<MemoryMap>): ChosenMap {
  const { kept, replaced } = keepLaterRows(map.rows);
  let rawRss = 0;
  let rawSize = 0;
  let firstLine = Number.POSITIVE_INFINITY;
  let lastLine = 0;
  for (const row of map.rows) {
    rawRss += row.rssBytes;
    rawSize += row.sizeBytes;
    firstLine = Math.min(firstLine, row.line);
    lastLine = Math.max(lastLine, row.lastLine);
  }
  let listed = 0;
  for (const row of kept) listed += row.rssBytes;
  const total = map.printedTotal;
  const printedRss = total?.rssBytes ?? null;
  // The total counts rows listed twice as often as they are listed, so it is held against the raw rows.
  const hidden = printedRss === null ? 0 : Math.max(0, printedRss - rawRss);
  const hiddenSize = total ? Math.max(0, total.sizeBytes - rawSize) : 0;
  const tolerance = map.source.startsWith('pmap-ext') ? TWO_PASS_TOLERANCE : 0;
  const usesTotal = total !== null && printedRss !== null && replaced.length === 0 && printedRss >= rawRss;
  const twice = replaced.length === 0 ? '' : ` (${replaced.length} listed twice left out)`;
  return {
    artifactId,
    map,
    rows: kept,
    dropped: replaced.map(({ row, keptLine }) => ({
      artifactId,
      line: row.line,
      start: formatAddress(row.start),
      sizeBytes: row.sizeBytes,
      rssBytes: row.rssBytes,
      keptLine,
    })),
    rssBytes: listed + hidden,
    listedRssBytes: listed,
    hiddenRssBytes: hidden,
    rssSource: usesTotal ? `${map.source} total` : `sum of ${kept.length} ${map.source} rows${twice}`,
    rssLines: usesTotal && total ? { artifactId, firstLine: total.line, lastLine: total.line } : { artifactId, firstLine, lastLine },
    complete: hidden <= tolerance * (printedRss ?? 0) && hiddenSize <= tolerance * (total?.sizeBytes ?? 0),
  };
}
