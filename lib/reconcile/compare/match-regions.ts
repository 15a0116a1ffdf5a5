import { groupBy } from '@/lib/base/group-by';
import type { Region } from '@/lib/model/region';

/** A region and what it was, or became; null where it is in only one of the snapshots. */
export interface RegionPair {
  from: Region | null;
  to: Region | null;
}

type Found = [from: Region, to: Region];

/**
 * Pairs the regions of one process at two moments: those that begin at the same address, then those that end at the same
 * (a stack grows downward), then those that overlap most. A pair has one owner. Every region is in exactly one pair.
 */
export function matchByAddress(from: readonly Region[], to: readonly Region[]): RegionPair[] {
  const open = new OpenEnds(from, to);
  open.pairByKey((region) => `${region.owner} ${region.start}`);
  open.pairByKey((region) => `${region.owner} ${region.end}`);
  open.pairAll(overlaps(open.from(), open.to()));
  return open.finish();
}

/**
 * Pairs the regions of two runs, where no address means anything: same owner, kind, category, mode and file; among those the
 * ones of one size, then by rank of residency. Which arena is which cannot be known: the sums are what counts.
 */
export function matchByShape(from: readonly Region[], to: readonly Region[]): RegionPair[] {
  const open = new OpenEnds(from, to);
  const role = ({ owner, kind, category, mode, name }: Region) => `${owner} ${kind} ${category} ${mode} ${name}`;
  open.pairByKey((region) => `${role(region)} ${region.sizeBytes}`);
  open.pairByKey(role);
  return open.finish();
}

/** Regions of two snapshots that have no partner yet. */
class OpenEnds {
  private readonly left: Set<Region>;
  private readonly right: Set<Region>;
  private readonly pairs: RegionPair[] = [];

  constructor(from: readonly Region[], to: readonly Region[]) {
    this.left = new Set(from);
    this.right = new Set(to);
  }

  from = (): Region[] => [...this.left];
  to = (): Region[] => [...this.right];

  /** Within a key, the k-th largest goes with the k-th largest. */
  pairByKey(key: (region: Region) => string): void {
    // Smallest first, so that the largest left is the last: taking it from the end costs nothing.
    const candidates = groupBy(
      [...this.right].sort((a, b) => byResidency(b, a)),
      key,
    );
    for (const region of [...this.left].sort(byResidency)) {
      const partner = candidates.get(key(region))?.pop();
      if (partner) this.pair([region, partner]);
    }
  }

  pairAll(found: readonly Found[]): void {
    for (const pair of found) if (this.left.has(pair[0]) && this.right.has(pair[1])) this.pair(pair);
  }

  private pair([from, to]: Found): void {
    this.left.delete(from);
    this.right.delete(to);
    this.pairs.push({ from, to });
  }

  finish(): RegionPair[] {
    return [
      ...this.pairs,
      ...[...this.left].map((from): RegionPair => ({ from, to: null })),
      ...[...this.right].map((to): RegionPair => ({ from: null, to })),
    ];
  }
}

/** Largest residency first. */
function byResidency(a: Region, b: Region): number {
  return b.residentBytes.best - a.residentBytes.best || b.sizeBytes - a.sizeBytes || byStart(a, b);
}

const byStart = (a: Region, b: Region) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0);

/** Pairs of one owner that share addresses, the largest overlap first. Regions of a snapshot are disjoint, so one sweep finds all. */
function overlaps(from: Region[], to: Region[]): Found[] {
  const found: { pair: Found; bytes: bigint; start: bigint }[] = [];
  const left = from.sort(byStart);
  const right = to.sort(byStart);
  let first = 0;
  for (const a of left) {
    while (first < right.length && (right[first]?.end ?? 0n) <= a.start) first++;
    for (let i = first; i < right.length; i++) {
      const b = right[i];
      if (!b || b.start >= a.end) break;
      if (a.owner !== b.owner) continue;
      const start = a.start > b.start ? a.start : b.start;
      const end = a.end < b.end ? a.end : b.end;
      found.push({ pair: [a, b], bytes: end - start, start });
    }
  }
  found.sort((a, b) => (a.bytes === b.bytes ? (a.start < b.start ? -1 : 1) : a.bytes > b.bytes ? -1 : 1));
  return found.map(({ pair }) => pair);
}
