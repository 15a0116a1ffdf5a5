import type { Bounds } from '@/lib/base/bounds';
import type { Mapping } from '@/lib/model/memory-map';
import type { NmtRange } from '@/lib/model/nmt';
import { type AddressSpace, bucketOf } from './address-space';
import { type Matcher, type Outcome, reconcileSpace } from './check-outcome';

// Ways of matching that look right on tame captures, and are wrong. The suite must catch every one of them.

const overlap = (row: Mapping, range: NmtRange): bigint => {
  const start = row.start > range.start ? row.start : range.start;
  const end = row.end < range.end ? row.end : range.end;
  return end > start ? end - start : 0n;
};

const backing = (row: Mapping) => (row.name === '' ? 'anonymous' : row.mode.endsWith('s') ? 'shared-memory' : 'file-mapped');

/** Gives each whole row to one owner. */
function matchWholeRows(space: AddressSpace, choose: (row: Mapping) => NmtRange | undefined): Outcome {
  const buckets = new Map<string, Bounds>();
  const regions = space.rows.map((row) => {
    const range = choose(row);
    const bucket = range ? bucketOf(range.category) : backing(row);
    const resident = { min: row.rssBytes, best: row.rssBytes, max: row.rssBytes };
    const sum = buckets.get(bucket) ?? { min: 0, best: 0, max: 0 };
    buckets.set(bucket, { min: sum.min + resident.min, best: sum.best + resident.best, max: sum.max + resident.max });
    return { start: row.start, end: row.end, line: row.line, bucket, resident };
  });
  return { rssBytes: space.rows.reduce((bytes, row) => bytes + row.rssBytes, 0), regions, buckets };
}

const byAnyOverlap: Matcher = (space) => matchWholeRows(space, (row) => space.ranges.find((range) => overlap(row, range) > 0n));

const byLargestOverlap: Matcher = (space) =>
  matchWholeRows(space, (row) => {
    const [largest] = [...space.ranges].sort((a, b) => Number(overlap(row, b) - overlap(row, a)));
    return largest && overlap(row, largest) > 0n ? largest : undefined;
  });

const byRowStart: Matcher = (space) =>
  matchWholeRows(space, (row) => space.ranges.find((range) => range.start <= row.start && row.start < range.end));

/** Cuts as it should, and shrugs at residency. */
const withIdleBounds: Matcher = (space) => {
  const outcome = reconcileSpace(space);
  const buckets = new Map([...outcome.buckets].map(([key, bounds]) => [key, { ...bounds, min: 0, max: outcome.rssBytes }]));
  return { ...outcome, buckets };
};

export const mutants: [name: string, matcher: Matcher][] = [
  ['match by any overlap', byAnyOverlap],
  ['match by largest overlap', byLargestOverlap],
  ['match by row start', byRowStart],
  ['bounds [0, RSS]', withIdleBounds],
];
