import { expect, test } from 'vitest';
import type { NmtSheetCategory, NmtSheetChange } from '@/lib/model/nmt-sheet';
import { barOf, callerOf, divergeOf, filterSites, meanBlockBytes, roleOf, scaleOf } from './select';

const lines = { artifactId: 'a', firstLine: 1, lastLine: 2 };
const category = (given: Partial<NmtSheetCategory>): NmtSheetCategory => ({
  key: 'nmt-class',
  name: 'Class',
  lines,
  reservedBytes: 1000,
  committedBytes: 200,
  mmap: null,
  residentBytes: null,
  mallocBytes: 0,
  mallocCount: null,
  arenaBytes: 0,
  arenaCount: null,
  threadCount: null,
  classCount: null,
  meaning: '',
  ...given,
});

test('bars share one scale; without the heap what is committed fits and the reserved is cut', () => {
  const heap = category({ name: 'Java Heap', key: 'java-heap', reservedBytes: 10_000, committedBytes: 8_000 });
  const small = category({ residentBytes: { min: 50, best: 100, max: 120 }, mallocBytes: 20, arenaBytes: 5 });
  const whole = scaleOf([heap, small], true);
  expect(barOf(heap, whole)).toEqual({ reserved: 100, committed: 80, resident: null, malloc: 0, cut: false });
  expect(barOf(small, whole)).toEqual({ reserved: 10, committed: 2, resident: 1, malloc: 0.25, cut: false });
  const fine = scaleOf([heap, small], false);
  expect(barOf(small, fine).committed).toBeCloseTo(100 / 1.05);
  expect(barOf(small, fine).cut).toBe(true);
  expect(barOf(heap, fine)).toMatchObject({ reserved: 100, committed: 100, cut: true });
  expect(barOf(small, 0)).toMatchObject({ reserved: 0, committed: 0 });
});

test('a mean needs a count', () => {
  expect(meanBlockBytes({ mallocBytes: 1000, mallocCount: 3 })).toBe(333);
  expect(meanBlockBytes({ mallocBytes: 1000, mallocCount: null })).toBeNull();
  expect(meanBlockBytes({ mallocBytes: 0, mallocCount: 0 })).toBeNull();
});

test('a category has the colour of what most of it is', () => {
  expect(roleOf(category({ key: 'nmt-gc' }))).toBe('gc');
  expect(roleOf(category({ mmap: { reservedBytes: 900, committedBytes: 150 } }))).toBe('meta');
  expect(roleOf(category({ key: 'nmt-other' }))).toBe('malloc');
});

test('a site is named by who called the allocator, and found by any of its words', () => {
  const frames = ['os::malloc(unsigned long, MEMFLAGS)+0x1a2', 'Unsafe_AllocateMemory0+0x7c', '[0x00007f]'];
  expect(callerOf(frames)).toBe('Unsafe_AllocateMemory0+0x7c');
  expect(callerOf(['os::malloc(unsigned long)'])).toBe('os::malloc(unsigned long)');
  expect(callerOf([])).toBe('no frame printed');
  const site = { lines, category: 'Other', frames, mallocBytes: 1, mallocCount: 1, reservedBytes: 0, committedBytes: 0 };
  expect(filterSites([site], ' unsafe OTHER ')).toEqual([site]);
  expect(filterSites([site], 'unsafe class')).toEqual([]);
  expect(filterSites([site], '')).toEqual([site]);
});

test('changes diverge from the middle, to the scale of the largest', () => {
  const change = (deltaBytes: number): NmtSheetChange => ({
    lines,
    category: 'GC',
    frames: [],
    committedBytes: 0,
    deltaBytes,
    count: null,
    deltaCount: null,
  });
  const all = [change(400), change(-100), change(0)];
  expect(all.map((one) => divergeOf(one, all))).toEqual([
    { percent: 50, grew: true },
    { percent: 12.5, grew: false },
    { percent: 0, grew: true },
  ]);
});
