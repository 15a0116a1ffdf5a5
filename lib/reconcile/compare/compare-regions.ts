import { formatAddress } from '@/lib/base/address';
import { addBounds, type Bounds, ZERO_BOUNDS } from '@/lib/base/bounds';
import type { Comparison, RegionChange, RegionEnd, RoleChange } from '@/lib/model/comparison';
import { REGION_KINDS, type Region, type RegionKind } from '@/lib/model/region';
import { boundsChange, change } from './difference';
import { matchByAddress, matchByShape, type RegionPair } from './match-regions';

/** Regions listed; the counts are of all. */
const MOST_REGIONS = 200;

interface RoleSum {
  count: number;
  sizeBytes: number;
  residentBytes: Bounds;
}

const NOTHING: RoleSum = { count: 0, sizeBytes: 0, residentBytes: ZERO_BOUNDS };

function sumByKind(regions: readonly Region[]): Map<RegionKind, RoleSum> {
  const sums = new Map<RegionKind, RoleSum>();
  for (const { kind, sizeBytes, residentBytes } of regions) {
    const sum = sums.get(kind) ?? NOTHING;
    sums.set(kind, {
      count: sum.count + 1,
      sizeBytes: sum.sizeBytes + sizeBytes,
      residentBytes: addBounds(sum.residentBytes, residentBytes),
    });
  }
  return sums;
}

/** Count and residency of every kind that is in either, in the order of growth. `heaps`: glibc arena heaps of each, as counted by whole heaps. */
export function compareRoles(
  from: readonly Region[],
  to: readonly Region[],
  heaps: { from: number; to: number } | null,
  shared: boolean,
): RoleChange[] {
  const before = sumByKind(from);
  const after = sumByKind(to);
  return REGION_KINDS.filter((kind) => before.has(kind) || after.has(kind))
    .map((kind): RoleChange => {
      const was = before.get(kind) ?? NOTHING;
      const is = after.get(kind) ?? NOTHING;
      const count = kind === 'glibc-arena-heap' && heaps ? change(heaps.from, heaps.to) : change(was.count, is.count);
      return {
        kind,
        count,
        sizeBytes: change(was.sizeBytes, is.sizeBytes),
        residentBytes: boundsChange({ ...was.residentBytes }, { ...is.residentBytes }, shared),
      };
    })
    .sort((a, b) => Math.abs(b.residentBytes.delta.best) - Math.abs(a.residentBytes.delta.best) || largest(b) - largest(a));
}

const largest = ({ residentBytes: { from, to } }: RoleChange) => Math.max(from.best, to.best);

/** Every region with what it was, the largest change first. */
export function compareRegions(
  from: readonly Region[],
  to: readonly Region[],
  matchedBy: Comparison['matchedBy'],
  shared: boolean,
): Pick<Comparison, 'regions' | 'regionCounts'> {
  const pairs = matchedBy === 'address' ? matchByAddress(from, to) : matchByShape(from, to);
  const counts = { grown: 0, shrunk: 0, appeared: 0, vanished: 0, unchanged: 0 };
  const changed: RegionPair[] = [];
  for (const pair of pairs) {
    const delta = residentOf(pair.to).best - residentOf(pair.from).best;
    const what = pair.from === null ? 'appeared' : pair.to === null ? 'vanished' : delta > 0 ? 'grown' : delta < 0 ? 'shrunk' : 'unchanged';
    counts[what]++;
    if (delta !== 0) changed.push(pair);
  }
  const moved = (pair: RegionPair) => Math.abs(residentOf(pair.to).best - residentOf(pair.from).best);
  changed.sort((a, b) => moved(b) - moved(a) || (placeOf(a) < placeOf(b) ? -1 : 1));
  return { regions: changed.slice(0, MOST_REGIONS).map((pair) => toChange(pair, shared)), regionCounts: counts };
}

const residentOf = (region: Region | null): Bounds => region?.residentBytes ?? ZERO_BOUNDS;

/** The lower of its starts, whichever snapshot that is: the same list in either direction. */
function placeOf({ from, to }: RegionPair): bigint {
  const [was, is] = [from?.start ?? to?.start ?? 0n, to?.start ?? from?.start ?? 0n];
  return was < is ? was : is;
}

function toChange({ from, to }: RegionPair, shared: boolean): RegionChange {
  const known = to ?? from;
  return {
    owner: known?.owner ?? 'unmatched',
    kind: known?.kind ?? 'anonymous',
    category: known?.category ?? null,
    name: known?.name ?? '',
    from: from && toEnd(from),
    to: to && toEnd(to),
    delta: boundsChange(residentOf(from), residentOf(to), shared).delta,
  };
}

const toEnd = ({ start, sizeBytes, residentBytes, artifactId, line }: Region): RegionEnd => ({
  start: formatAddress(start),
  sizeBytes,
  residentBytes,
  artifactId,
  line,
});
