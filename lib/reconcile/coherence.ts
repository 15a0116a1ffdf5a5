import type { Address } from '@/lib/base/address';
import { formatBytes, formatShare, MIB } from '@/lib/base/bytes';
import { type Interval, sortIntervals } from '@/lib/base/interval-sweep';
import type { Mapping } from '@/lib/model/memory-map';
import type { NmtRange } from '@/lib/model/nmt';
import type { ChosenMap } from './choose-map';
import type { MergedNmt } from './merge-nmt';
import { summaryCategory } from './nmt-amounts';
import { isContainerPair } from './same-process';

/** Whether the map and the NMT report can belong together. */
export interface Coherence {
  /** False: another process or another run; addresses and totals must not be combined silently. */
  trusted: boolean;
  /** False where the map ends long before the NMT ranges do: a paste cut short, though no total says so. */
  mapWhole: boolean;
  /** Committed bytes of NMT ranges that lie inside mapped rows, by summary category. */
  committedInside: Map<string, number>;
  doubts: string[];
}

interface Committed extends Interval {
  category: string;
}

// The JVM asks for fixed addresses below 64 GiB (compressed heap, CDS, class space): they are alike in every run.
const FIXED_BELOW: Address = 64n << 30n;
const COHERENT_SHARE = 0.9;

/** DQ-01 and DQ-02: other pid, a heap that no row holds, committed memory outside every row. */
export function judgeCoherence(chosen: ChosenMap, nmt: MergedNmt): Coherence {
  const committed = committedIntervals(nmt.printedRanges);
  const inside = overlapWithRows(committed, chosen.rows);
  const committedInside = new Map<string, number>();
  committed.forEach((interval, i) => {
    committedInside.set(interval.category, (committedInside.get(interval.category) ?? 0) + (inside[i] ?? 0));
  });
  const share = (take: (interval: Committed) => boolean): Share => {
    const sum = { bytes: 0, inside: 0 };
    committed.forEach((interval, i) => {
      if (!take(interval)) return;
      sum.bytes += Number(interval.end - interval.start);
      sum.inside += inside[i] ?? 0;
    });
    return sum;
  };
  const doubts: string[] = [];
  let mapWhole = true;
  let fits = true;

  const all = share(() => true);
  // A stray range of a few KiB may have been unmapped since; it must not discredit a whole snapshot.
  if (all.bytes > 0 && (nmt.rangesComplete || all.bytes >= MIB)) {
    if (chosen.complete) {
      const last = chosen.rows.at(-1);
      const within = share((interval) => last !== undefined && interval.start < last.end);
      if (
        !isCoherent(all) &&
        chosen.map.printedTotal === null &&
        isCoherent(within) &&
        within.bytes > 0 &&
        heapIsMapped(nmt.printedRanges, chosen.rows)
      ) {
        mapWhole = false;
        doubts.push(
          `The memory map ends before the NMT ranges do (${formatBytes(all.bytes - within.bytes)} committed beyond its last row): it seems to be cut.`,
        );
      } else {
        fits = fitsTogether(all, share(isTelling), nmt.printedRanges, chosen.rows, doubts);
      }
    } else if (all.inside === 0 && chosen.listedRssBytes >= 0.5 * chosen.rssBytes) {
      fits = false;
      doubts.push(
        'None of the rows shown touches an NMT range, though they hold most of the resident memory: map and NMT seem to be of different runs. Addresses were not matched.',
      );
    }
  }

  const mapPid = chosen.map.pid;
  const pidsDiffer = mapPid !== null && nmt.pid !== null && mapPid !== nmt.pid;
  if (!pidsDiffer) return { trusted: fits, mapWhole, committedInside, doubts };
  const proven = fits && nmt.rangesComplete && committed.length > 0 && (namesPid(chosen.rows, nmt.pid) || isContainerPair(mapPid, nmt.pid));
  doubts.unshift(
    proven
      ? `The map is of pid ${mapPid}, NMT of pid ${nmt.pid}; their addresses agree, so this is taken for one process seen from inside and outside its container.`
      : `The map is of pid ${mapPid}, NMT of pid ${nmt.pid}: different processes. Addresses were not matched.`,
  );
  return { trusted: proven, mapWhole, committedInside, doubts };
}

interface Share {
  bytes: number;
  inside: number;
}

const isCoherent = ({ bytes, inside }: Share) => inside >= COHERENT_SHARE * bytes;

/** Ranges whose address chance decides (ASLR) and that live as long as the JVM: neither fixed places nor stacks of threads that come and go. */
const isTelling = (interval: Committed) =>
  interval.start >= FIXED_BELOW && interval.category !== 'Thread' && interval.category !== 'Java Heap';

function fitsTogether(all: Share, telling: Share, ranges: readonly NmtRange[], rows: readonly Mapping[], doubts: string[]): boolean {
  if (!heapIsMapped(ranges, rows)) {
    doubts.push(
      'No row of the map touches the Java heap that NMT names: same service perhaps, but another run. Addresses were not matched.',
    );
    return false;
  }
  const worst = isCoherent(all) ? telling : all;
  if (isCoherent(worst)) return true;
  doubts.push(
    `Only ${formatShare(worst.inside, worst.bytes)} of what NMT committed lies inside rows of the map: map and NMT are of different runs, or far apart in time. Addresses were not matched.`,
  );
  return false;
}

function heapIsMapped(ranges: readonly NmtRange[], rows: readonly Mapping[]): boolean {
  const heap = sortIntervals(ranges.filter((range) => range.category === 'Java Heap'));
  return heap.length === 0 || overlapWithRows(heap, rows).some((bytes) => bytes > 0);
}

/** The JVM's perf data file is named for the pid it sees itself: /tmp/hsperfdata_app/1, in `pmap -x` only "1". */
function namesPid(rows: readonly Mapping[], pid: number | null): boolean {
  return rows.some((row) => row.sizeBytes === 32768 && row.name.split('/').at(-1) === String(pid));
}

/** Committed parts of the ranges, sorted by address. */
function committedIntervals(ranges: readonly NmtRange[]): Committed[] {
  const intervals: Committed[] = [];
  for (const range of ranges) {
    const category = summaryCategory(range.category);
    for (const { start, end } of range.committed) intervals.push({ start, end, category });
    if (range.committed.length === 0 && range.committedBytes === range.sizeBytes)
      intervals.push({ start: range.start, end: range.end, category });
  }
  return sortIntervals(intervals);
}

/** Bytes of each interval that lie inside rows. Both sorted by start, rows disjoint; intervals may nest. */
function overlapWithRows(intervals: readonly Interval[], rows: readonly Mapping[]): number[] {
  const inside: number[] = [];
  let from = 0;
  for (const interval of intervals) {
    for (let row = rows[from]; row && row.end <= interval.start; row = rows[from]) from++;
    let bytes = 0n;
    for (let i = from; i < rows.length; i++) {
      const row = rows[i];
      if (!row || row.start >= interval.end) break;
      const start = row.start > interval.start ? row.start : interval.start;
      const end = row.end < interval.end ? row.end : interval.end;
      bytes += end - start;
    }
    inside.push(Number(bytes));
  }
  return inside;
}
