import { expect, test } from 'vitest';
import type { Sourced } from '@/lib/model/facts';
import type { NmtRange, NmtReport } from '@/lib/model/nmt';
import { mergeNmt } from './merge-nmt';
import { bucketOfCategory } from './nmt-amounts';
import { makeCategory, makeReport } from './testing/address-space';

const MB = 1024 * 1024;
const range = (startMb: number, sizeMb: number, category: string): NmtRange => ({
  start: BigInt(startMb * MB),
  end: BigInt((startMb + sizeMb) * MB),
  line: startMb,
  lastLine: startMb,
  category,
  sizeBytes: sizeMb * MB,
  committedBytes: sizeMb * MB,
  committed: [],
  frames: [],
});
const heap = range(1000, 900, 'Java Heap');
const gc = range(3000, 50, 'GC');
const stack = range(4000, 1, 'Thread Stack');
const detail = (...ranges: NmtRange[]) => makeReport(ranges, 7 * MB);
const from = (artifactId: string, value: NmtReport): Sourced<NmtReport> => ({ artifactId, value });
const fragmentOf = (...ranges: NmtRange[]): NmtReport => ({ ...makeReport(ranges, 0, null), total: null, categories: [] });

test('a summary gets the ranges of the fragments beside it', () => {
  const summary: NmtReport = { ...detail(heap, gc), ranges: [], level: 'summary' };
  const merged = mergeNmt([from('f', fragmentOf(gc)), from('s', summary), from('g', fragmentOf(heap))], null);
  expect(merged).toMatchObject({ artifactId: 's', rangesComplete: true });
  expect(merged?.ranges.map(({ category, artifactId }) => `${category} ${artifactId}`)).toEqual(['Java Heap g', 'GC f']);
});

test('the heap alone is not all: every category is asked for', () => {
  const summary: NmtReport = { ...detail(heap, gc), ranges: [], level: 'summary' };
  expect(mergeNmt([from('s', summary), from('f', fragmentOf(heap))], null)?.rangesComplete).toBe(false);
  expect(mergeNmt([from('f', fragmentOf(heap, gc))], null)).toMatchObject({ rangesComplete: false, mallocKnown: false });
});

test('another full report does not bring back threads that have ended', () => {
  const before = detail(heap, gc, stack);
  const after = makeReport([heap, gc], 9 * MB);
  // The later one has grown: it gives totals and ranges.
  for (const category of after.categories) category.committedBytes += category.name === 'GC' ? 3 * MB : 0;
  if (after.total) after.total.committedBytes += 3 * MB;
  const merged = mergeNmt([from('before', before), from('after', after)], null);
  expect(merged?.artifactId).toBe('after');
  expect(merged?.ranges.map(({ category }) => category)).toEqual(['Java Heap', 'GC']);
});

test('fine figures before coarse ones, whole reports before cut ones', () => {
  const coarse: NmtReport = { ...detail(heap, gc), unitBytes: MB };
  const headless: NmtReport = { ...detail(heap, gc), total: null };
  expect(mergeNmt([from('a', coarse), from('b', detail(heap, gc))], null)?.artifactId).toBe('b');
  expect(mergeNmt([from('a', headless), from('b', coarse)], null)?.artifactId).toBe('b');
  const merged = mergeNmt([from('a', coarse)], null);
  expect(merged?.malloc).toEqual({ min: 6.5 * MB, best: 7 * MB, max: 7.5 * MB });
  expect(merged?.doubts[0]).toContain('rounded');
});

test('a Total beyond its categories leaves the malloc side open by as much', () => {
  const cut = detail(heap, gc);
  if (cut.total) cut.total.committedBytes += 40 * MB;
  const merged = mergeNmt([from('a', cut)], null);
  expect(merged?.malloc).toEqual({ min: 7 * MB, best: 7 * MB, max: 47 * MB });
  expect(merged?.doubts[0]).toContain('do not add up');
});

test('a category of which only the head was pasted keeps its mmap side', () => {
  const report = detail(heap);
  report.categories.push({ ...makeCategory('Metaspace', 500, 64 * MB, 3 * MB, 0), mmap: null });
  expect(mergeNmt([from('a', report)], null)?.amounts).toContainEqual({
    category: 'Metaspace',
    reservedBytes: 64 * MB,
    committedBytes: 3 * MB,
    line: 500,
  });
});

test('nothing but words is nothing', () => {
  expect(mergeNmt([], null)).toBeNull();
  expect(mergeNmt([from('a', fragmentOf())], null)).toBeNull();
});

test('buckets are named as the contract says', () => {
  expect(['Java Heap', 'Thread Stack', 'Thread', 'Shared class space', 'Native Memory Tracking', 'GC'].map(bucketOfCategory)).toEqual([
    'java-heap',
    'nmt-thread',
    'nmt-thread',
    'nmt-shared-class-space',
    'nmt-native-memory-tracking',
    'nmt-gc',
  ]);
});
