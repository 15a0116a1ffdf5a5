import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OWNERS, REGION_KINDS, type Region, toRegionView } from './region';
import { findRegion, queryRegions, REGION_COLUMNS, type RegionQuery } from './region-query';

const region = (start: bigint, sizeBytes: number, best: number, extra: Partial<Region> = {}): Region => ({
  start,
  end: start + BigInt(sizeBytes),
  sizeBytes,
  rssBytes: best,
  residentBytes: { min: best, best, max: best },
  mode: 'rw-p',
  name: '',
  owner: 'unmatched',
  category: null,
  kind: 'anonymous',
  grade: 'guess',
  reasons: [],
  artifactId: 'map',
  line: 1,
  nmt: null,
  ...extra,
});

const REGIONS = [
  region(0x10_0000n, 0x1000, 64, { owner: 'nmt', category: 'GC', kind: 'gc', grade: 'proven' }),
  region(0x7f40_9800_0000n, 0x400_0000, 900, { kind: 'glibc-arena-heap', grade: 'consistent' }),
  region(0x7f40_9c00_0000n, 0x400_0000, 900, { kind: 'glibc-arena-heap', grade: 'proven' }),
  region(0x7f41_0000_0000n, 0x2000, 8, { owner: 'file', kind: 'library', mode: 'r-xp', name: '/usr/lib/libz.so.1' }),
  region(0xffff_ffff_ff60_0000n, 0x1000, 0, { owner: 'kernel', kind: 'kernel', mode: 'r-xp', name: '[vsyscall]' }),
];
const starts = (query: RegionQuery) => queryRegions(REGIONS, query).rows.map(({ start }) => `0x${start.toString(16)}`);

test('several keys count in their order, and what is equal in all of them stays in address order', () => {
  expect(starts({ sort: '-rss,grade' })[0]).toBe('0x7f409c000000');
  expect(starts({ sort: '-rss,-grade' })[0]).toBe('0x7f4098000000');
  expect(starts({ sort: '-rss' }).slice(0, 2)).toEqual(['0x7f4098000000', '0x7f409c000000']);
  expect(starts({ sort: 'rss' }).slice(-2)).toEqual(['0x7f4098000000', '0x7f409c000000']);
});

test('addresses sort as numbers', () => {
  expect(starts({ sort: '-start' })[0]).toBe('0xffffffffff600000');
  expect(starts({ sort: 'start' })[0]).toBe('0x100000');
});

test('kinds sort by the words on the page, not by their ids', () => {
  expect(queryRegions(REGIONS, { sort: 'kind' }).rows.map(({ kind }) => kind)).toEqual([
    'gc',
    'glibc-arena-heap',
    'glibc-arena-heap',
    'kernel',
    'library',
  ]);
});

test('filters: an address finds the region it lies in, words find what the page prints', () => {
  expect(starts({ text: '0x7f4099234567' })).toEqual(['0x7f4098000000']);
  expect(starts({ text: '0x7f40' })).toEqual(['0x7f4098000000', '0x7f409c000000']);
  expect(starts({ text: ' Arena Heap ' })).toHaveLength(2);
  expect(starts({ text: 'r-x' })).toHaveLength(2);
  expect(starts({ text: 'LIBZ' })).toEqual(['0x7f4100000000']);
  expect(starts({ grade: 'proven' })).toEqual(['0x7f409c000000', '0x100000']);
  expect(starts({ minSizeBytes: 0x2000, owner: 'file' })).toEqual(['0x7f4100000000']);
  expect(starts({ owner: 'martian' })).toEqual([]);
});

test('groups follow one another, the largest residency first', () => {
  const { rows, groups, totals } = queryRegions(REGIONS, { group: 'owner', sort: 'size' });
  expect(groups.map(({ key, count, rssBytes }) => `${key} ${count} ${rssBytes}`)).toEqual([
    'unmatched 2 1800',
    'nmt 1 64',
    'file 1 8',
    'kernel 1 0',
  ]);
  expect(rows.map(({ owner }) => owner)).toEqual(['unmatched', 'unmatched', 'nmt', 'file', 'kernel']);
  expect(totals.rssBytes).toBe(1872);
});

test('the browser and the server give the same answer, in whatever order the regions come', () => {
  const views = REGIONS.map(toRegionView);
  const query = fc.record({
    sort: fc
      .array(fc.tuple(fc.constantFrom('', '-'), fc.constantFrom(...REGION_COLUMNS)), { maxLength: 4 })
      .map((keys) => keys.map((key) => key.join('')).join(',')),
    owner: fc.option(fc.constantFrom(...OWNERS), { nil: undefined }),
    kind: fc.option(fc.constantFrom(...REGION_KINDS), { nil: undefined }),
    group: fc.constantFrom(undefined, 'kind' as const, 'owner' as const),
    text: fc.constantFrom('', '0x7f', 'lib', '0x7f4098000001'),
  });
  fc.assert(
    fc.property(query, fc.shuffledSubarray(views, { minLength: 0 }), (asked, some) => {
      const inside = REGIONS.filter((candidate) => some.some((view) => BigInt(view.start) === candidate.start));
      expect(queryRegions(some, asked)).toEqual({
        ...queryRegions(inside, asked),
        rows: queryRegions(inside, asked).rows.map(toRegionView),
      });
    }),
  );
});

test('the place of a region, or none', () => {
  const { rows } = queryRegions(REGIONS, { sort: '-start' });
  expect(findRegion(rows, '0x100000')).toBe(4);
  expect(findRegion(rows.map(toRegionView), '0x7f4100000000')).toBe(1);
  expect(findRegion(rows, '0x5')).toBeNull();
});
