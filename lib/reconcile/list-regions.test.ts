import { expect, test } from 'vitest';
import type { Region } from '@/lib/model/region';
import { listRegions } from './list-regions';

const region = (start: bigint, sizeBytes: number, best: number, extra: Partial<Region> = {}): Region => ({
  start,
  end: start + BigInt(sizeBytes),
  sizeBytes,
  rssBytes: best * 2,
  residentBytes: { min: 0, best, max: best * 2 },
  mode: 'rw-p',
  name: '',
  owner: 'unmatched',
  category: null,
  kind: 'anonymous',
  grade: 'guess',
  reasons: [],
  artifactId: 'map',
  line: Number(start),
  nmt: null,
  ...extra,
});

const regions = [
  region(1n, 100, 50, { owner: 'nmt', category: 'GC', kind: 'gc' }),
  region(2n, 400, 80, { kind: 'glibc-arena-heap' }),
  region(3n, 300, 80, { name: '/lib/libz.so.1', owner: 'file', kind: 'library' }),
  region(4n, 200, 0, { kind: 'glibc-arena-heap' }),
];
const lines = (query: Parameters<typeof listRegions>[1]) => listRegions(regions, query).regions.map(({ line }) => line);

test('sorts by the residency of the piece, ties by address', () => {
  expect(lines({})).toEqual([2, 3, 1, 4]);
  expect(lines({ sort: 'rss' })).toEqual([4, 1, 2, 3]);
  expect(lines({ sort: '-size' })).toEqual([2, 3, 4, 1]);
  expect(lines({ sort: 'size' })).toEqual([1, 4, 3, 2]);
  expect(lines({ sort: 'start' })).toEqual([1, 2, 3, 4]);
  expect(lines({ sort: '-start' })).toEqual([4, 3, 2, 1]);
  expect(lines({ sort: 'nonsense' })).toEqual([2, 3, 1, 4]);
  expect(lines({ sort: 'kind,-size' })).toEqual([1, 2, 4, 3]);
});

test('filters, and sums up all that fits, not only the page', () => {
  expect(listRegions(regions, { kind: 'glibc-arena-heap', limit: 1 })).toMatchObject({
    total: 2,
    totals: { sizeBytes: 600, rssBytes: 80 },
    regions: [{ line: 2 }],
    nextOffset: 1,
  });
  expect(lines({ owner: 'nmt' })).toEqual([1]);
  expect(lines({ minRssBytes: 80 })).toEqual([2, 3]);
  expect(lines({ text: 'LIBZ' })).toEqual([3]);
  expect(lines({ text: 'gc' })).toEqual([1]);
  expect(lines({ owner: 'martian' })).toEqual([]);
});

test('pages follow one another to the end', () => {
  const first = listRegions(regions, { limit: 3 });
  expect(first.nextOffset).toBe(3);
  expect(listRegions(regions, { limit: 3, offset: 3 })).toMatchObject({ regions: [{ line: 4 }], nextOffset: null });
});

test('tells where a region stands in the order asked for', () => {
  expect(listRegions(regions, { sort: 'start', find: '0x3' }).foundAt).toBe(2);
  expect(listRegions(regions, { owner: 'nmt', find: '0x3' }).foundAt).toBeNull();
});

test('groups keep their sums whatever the page', () => {
  const { groups } = listRegions(regions, { group: 'kind', limit: 1 });
  expect(groups.map(({ key, count, rssBytes }) => `${key} ${count} ${rssBytes}`)).toEqual([
    'glibc-arena-heap 2 80',
    'library 1 80',
    'gc 1 50',
  ]);
});
