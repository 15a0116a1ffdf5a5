import { expect, test } from 'vitest';
import type { Sourced } from '@/lib/model/facts';
import type { Mapping, MemoryMap } from '@/lib/model/memory-map';
import { chooseMap } from './choose-map';
import { makeRow } from './testing/address-space';

const KB = 1024;
const row = (line: number, startKb: number, sizeKb: number, rssKb: number) =>
  makeRow(line, BigInt(startKb * KB), BigInt((startKb + sizeKb) * KB), rssKb * KB);
const map = (artifactId: string, rows: Mapping[], extra: Partial<MemoryMap> = {}): Sourced<MemoryMap> => ({
  artifactId,
  value: { source: 'pmap-x', pid: 1, rows, printedTotal: null, ascending: true, kernelNames: false, ...extra },
});
const total = (sizeKb: number, rssKb: number) => ({ line: 99, sizeBytes: sizeKb * KB, rssBytes: rssKb * KB, dirtyBytes: null });

test('a heap listed twice while it grew keeps its later row, and the total is no longer believed', () => {
  const rows = [row(1, 0, 100, 90), row(2, 1000, 100, 100), row(3, 1000, 140, 130), row(4, 2000, 10, 10)];
  const chosen = chooseMap([map('a', rows, { printedTotal: total(350, 330) })]);
  expect(chosen?.rows.map(({ line }) => line)).toEqual([1, 3, 4]);
  expect(chosen?.dropped).toEqual([{ artifactId: 'a', line: 2, start: '0xfa000', sizeBytes: 100 * KB, rssBytes: 100 * KB, keptLine: 3 }]);
  expect(chosen?.rssBytes).toBe(230 * KB);
  expect(chosen?.rssSource).toBe('sum of 3 pmap-x rows (1 listed twice left out)');
  expect(chosen?.complete).toBe(true);
});

test('a later row replaces every earlier one it overlaps, also where it begins lower', () => {
  const rows = [row(1, 0, 10, 1), row(2, 100, 50, 2), row(3, 150, 50, 3), row(4, 90, 200, 4), row(5, 400, 1, 1)];
  expect(chooseMap([map('a', rows)])?.rows.map(({ line }) => line)).toEqual([1, 4, 5]);
});

test('in a listing sorted by size the row that reaches further stays', () => {
  const rows = [row(1, 5000, 500, 500), row(2, 1000, 140, 130), row(3, 1000, 100, 100), row(4, 0, 10, 10)];
  const chosen = chooseMap([map('a', rows, { ascending: false })]);
  expect(chosen?.rows.map(({ line }) => line)).toEqual([4, 2, 1]);
  expect(chosen?.dropped[0]).toMatchObject({ line: 3, keptLine: 2 });
});

test('what the total has beyond the rows is hidden', () => {
  const chosen = chooseMap([map('a', [row(1, 0, 100, 60)], { printedTotal: total(300, 100) })]);
  expect(chosen).toMatchObject({
    rssBytes: 100 * KB,
    listedRssBytes: 60 * KB,
    hiddenRssBytes: 40 * KB,
    complete: false,
    rssSource: 'pmap-x total',
  });
});

test('rows cut away that held nothing resident make a listing incomplete all the same', () => {
  const chosen = chooseMap([map('a', [row(1, 0, 100, 60)], { printedTotal: total(300, 60) })]);
  expect(chosen).toMatchObject({ hiddenRssBytes: 0, complete: false });
});

test('pmap -X, which sums in a second pass, may differ a little', () => {
  const rows = [row(1, 0, 100_000, 100_000)];
  expect(chooseMap([map('a', rows, { source: 'pmap-ext-x', printedTotal: total(100_000, 100_050) })])?.complete).toBe(true);
  expect(chooseMap([map('a', rows, { source: 'pmap-x', printedTotal: total(100_000, 100_050) })])?.complete).toBe(false);
});

test('of several maps the whole one wins over the cut one, then the one that says more', () => {
  const whole = [row(1, 0, 100, 60), row(2, 200, 100, 40)];
  const detailed = whole.map((entry) => ({ ...entry, vmFlags: ['rd', 'wr'], pssBytes: 1 }));
  const cut = map('cut', whole.slice(0, 1), { printedTotal: total(200, 100) });
  const plain = map('plain', whole, { printedTotal: total(200, 100) });
  const smaps = map('smaps', detailed, { source: 'smaps', kernelNames: true });
  const pasted = map('pasted', detailed.slice(0, 1), { source: 'smaps', kernelNames: true });
  const sizesOnly = map(
    'sizes',
    whole.map((entry) => ({ ...entry, rssBytes: 0 })),
    { source: 'pmap' },
  );
  expect(chooseMap([cut, plain])?.artifactId).toBe('plain');
  expect(chooseMap([plain, smaps, cut])?.artifactId).toBe('smaps');
  expect(chooseMap([pasted, plain])?.artifactId).toBe('plain');
  expect(chooseMap([sizesOnly, cut])?.artifactId).toBe('cut');
  expect(chooseMap([])).toBeNull();
});

test('sizes alone never beat residency, not even of a cut listing; PSS gives way to an RSS as good', () => {
  const rows = [row(1, 0, 100, 60), row(2, 200, 100, 40)];
  const withPss = rows.map((entry) => ({ ...entry, pssBytes: entry.rssBytes }));
  const unknown = rows.map((entry) => ({ ...entry, rssBytes: 0 }));
  const sizes = map('sizes', unknown, { source: 'pmap', residency: 'none', printedTotal: { ...total(200, 0), rssBytes: null } });
  const idle = map('idle', unknown.slice(0, 1), { source: 'smaps', kernelNames: true });
  const busyBox = map('busybox', withPss, { residency: 'pss', kernelNames: true });
  const rss = map('rss', rows);
  expect(chooseMap([sizes, idle])?.artifactId).toBe('idle');
  expect(chooseMap([sizes, busyBox])?.artifactId).toBe('busybox');
  expect(chooseMap([busyBox, rss])?.artifactId).toBe('rss');
  expect(chooseMap([sizes])?.artifactId).toBe('sizes');
});
