import type { Address } from '@/lib/base/address';
import type { Bounds } from '@/lib/base/bounds';
import { reconcile } from '../reconcile';
import { type AddressSpace, bucketOf, makeFacts, makeReport } from './address-space';

/** What any way of matching answers, in a form that can be held against the truth. */
export interface Outcome {
  rssBytes: number;
  regions: { start: Address; end: Address; line: number; bucket: string; resident: Bounds }[];
  /** By bucket, `anonymous` for what is neither NMT's nor backed. */
  buckets: Map<string, Bounds>;
}

export type Matcher = (space: AddressSpace) => Outcome;

/** The real thing. */
export const reconcileSpace: Matcher = (space) => {
  const { reconciliation, regions } = reconcile(makeFacts(space.rows, makeReport(space.ranges, space.nmtMallocBytes)));
  const { ledger, mallocSide } = reconciliation;
  if (!ledger || !mallocSide) throw new Error('no ledger');
  const buckets = new Map<string, Bounds>();
  for (const { key, residentBytes } of ledger.buckets) if (key !== 'malloc-nmt' && key !== 'unexplained') buckets.set(key, residentBytes);
  buckets.set('anonymous', mallocSide.anonymousBytes);
  return {
    rssBytes: ledger.rssBytes,
    buckets,
    regions: regions.map(({ start, end, line, owner, category, residentBytes }) => ({
      start,
      end,
      line,
      bucket: category ? bucketOf(category) : owner === 'file' ? 'file-mapped' : owner === 'shared' ? 'shared-memory' : 'anonymous',
      resident: residentBytes,
    })),
  };
};

/** Everything that is wrong with an answer, by name; empty where it is right. */
export function findFaults(space: AddressSpace, outcome: Outcome): Set<string> {
  const faults = new Set<string>();
  const rss = space.rows.reduce((bytes, row) => bytes + row.rssBytes, 0);
  const all = [...outcome.buckets.values()];
  const sum = (bounds: readonly Bounds[], key: keyof Bounds) => bounds.reduce((bytes, entry) => bytes + entry[key], 0);
  if (outcome.rssBytes !== rss) faults.add('rss');
  if (sum(all, 'best') !== rss) faults.add('buckets do not balance');
  if (sum(all, 'min') > rss || sum(all, 'max') < rss) faults.add('bounds do not hold the rss');
  if (all.some(({ min, best, max }) => min > best || best > max || min < 0)) faults.add('best outside its bounds');

  const expected = expectBounds(space);
  for (const bucket of new Set([...expected.keys(), ...outcome.buckets.keys()])) {
    const is = outcome.buckets.get(bucket) ?? { min: 0, best: 0, max: 0 };
    const right = expected.get(bucket) ?? { min: 0, max: 0, truth: 0 };
    if (is.min > right.truth || is.max < right.truth) faults.add('truth outside its bounds');
    if (is.max - is.min > right.max - right.min) faults.add('bounds wider than the rows force');
    if (is.min !== right.min || is.max !== right.max) faults.add('bounds differ from what one RSS per row says');
  }
  for (const fault of findRegionFaults(space, outcome)) faults.add(fault);
  return faults;
}

/** Per bucket, from pages alone: truth, and what can be known when each row has one RSS. */
function expectBounds(space: AddressSpace): Map<string, { min: number; max: number; truth: number }> {
  const expected = new Map<string, { min: number; max: number; truth: number }>();
  for (const row of space.rows) {
    const pages = space.pages.filter(({ line }) => line === row.line);
    for (const bucket of new Set(pages.map((page) => page.bucket))) {
      const own = pages.filter((page) => page.bucket === bucket);
      const others = (pages.length - own.length) * 4096;
      const entry = expected.get(bucket) ?? { min: 0, max: 0, truth: 0 };
      entry.min += Math.max(0, row.rssBytes - others);
      entry.max += Math.min(row.rssBytes, own.length * 4096);
      entry.truth += own.filter((page) => page.resident).length * 4096;
      expected.set(bucket, entry);
    }
  }
  return expected;
}

function findRegionFaults(space: AddressSpace, { regions }: Outcome): Set<string> {
  const faults = new Set<string>();
  const sorted = [...regions].sort((a, b) => (a.start < b.start ? -1 : 1));
  sorted.forEach((region, i) => {
    const next = sorted[i + 1];
    if (next && next.start < region.end) faults.add('regions overlap');
    const { min, best, max } = region.resident;
    if (min > best || best > max || min < 0 || best > Number(region.end - region.start)) faults.add('region: best outside its bounds');
  });
  const byLine = new Map<number, Outcome['regions']>();
  for (const region of sorted) byLine.set(region.line, [...(byLine.get(region.line) ?? []), region]);
  for (const row of space.rows) {
    const own = byLine.get(row.line) ?? [];
    let at = row.start;
    for (const region of own) {
      if (region.start !== at) faults.add('row not covered exactly');
      at = region.end;
    }
    if (at !== row.end) faults.add('row not covered exactly');
    if (own.reduce((bytes, region) => bytes + region.resident.best, 0) !== row.rssBytes)
      faults.add('regions of a row do not sum up to its RSS');
  }
  for (const page of space.pages) {
    const region = byLine.get(page.line)?.find(({ start, end }) => start <= page.address && page.address < end);
    if (region && region.bucket !== page.bucket) faults.add('page has another owner');
  }
  return faults;
}
