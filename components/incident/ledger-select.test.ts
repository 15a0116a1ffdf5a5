import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seedView } from '@/components/testing/seed-view';
import { axisTicks, balance, boundsWords, selectLedgerRows, splitUnseen } from './ledger-select';

const snapshot = seedView().analysis.snapshots[0]!;
const ledger = snapshot.reconciliation.ledger!;
const rows = selectLedgerRows(ledger, snapshot.tree);

test('the seed, line by line, in the order of the bar', () => {
  expect(rows.map((row) => `${row.label} | ${boundsWords(row.residentBytes)} | ${row.residentBytes.best / 1024}`)).toEqual([
    'Java heap | 60,931,252 – 61,078,708 | 60959646',
    'GC structures | 2,537,116 – 2,684,572 | 2656178',
    'Code cache |  | 114164',
    'malloc known to NMT | at most | 2298808',
    'Not shown, NMT may own | at most | 3817902',
    'Not shown, outside NMT | at least | 16917298',
    'Unexplained |  | 0',
  ]);
});

test('parts of which nothing was seen need no line of their own', () => {
  const { seen, unseen } = splitUnseen(rows);
  expect(unseen.map((row) => row.label)).toEqual(['Unexplained']);
  expect(balance(ledger, seen).balanced).toBe(true);
});

test('bounds are words where one end is the figure itself, else both ends', () => {
  const words = (min: number, best: number, max: number) => boundsWords({ min: min * 1024, best: best * 1024, max: max * 1024 });
  expect(words(5, 5, 5)).toBe('');
  expect(words(5, 5, 9)).toBe('at least');
  expect(words(0, 9, 9)).toBe('at most');
  expect(words(0, 0, 9)).toBe('0 – 9');
  expect(words(4, 9, 9)).toBe('4 – 9');
  expect(words(4, 6, 9)).toBe('4 – 9');
});

test('the rows add up to the RSS to the byte', () => {
  expect(balance(ledger, rows)).toEqual({ sumBytes: ledger.rssBytes, balanced: true });
  expect(balance({ ...ledger, rssBytes: ledger.rssBytes + 1024 }, rows).balanced).toBe(false);
});

test('without NMT nothing is said to be outside of it', () => {
  const bare = { ...ledger, nmt: null, buckets: ledger.buckets.filter((bucket) => bucket.kind === 'not-shown') };
  expect(selectLedgerRows(bare, null).map((row) => `${row.label} ${row.residentBytes.best / 1024}`)).toEqual(['Not shown 20735200']);
});

test('without NMT anonymous memory is not called known to NMT', () => {
  const anonymous = { ...ledger.buckets[3]!, label: 'Anonymous memory' };
  expect(selectLedgerRows({ ...ledger, nmt: null, buckets: [anonymous] }, null).map((row) => row.label)).toEqual(['Anonymous memory']);
});

test('small JVM categories share a row, and their committed memory is added', () => {
  const bucket = (key: string, kib: number) => ({
    ...ledger.buckets[2]!,
    key,
    label: key,
    residentBytes: { min: kib * 1024, best: kib * 1024, max: kib * 1024 },
    committedBytes: 2 * kib * 1024,
  });
  const [row] = selectLedgerRows({ ...ledger, buckets: [bucket('nmt-class', 5), bucket('nmt-metaspace', 7)] }, null);
  expect(row).toMatchObject({ role: 'meta', committedBytes: 24 * 1024 });
  expect(row!.residentBytes.best).toBe(12 * 1024);
  expect(row!.buckets).toHaveLength(2);
});

test('ticks are round, ascending, within the axis, and the last names the unit', () => {
  expect(axisTicks(ledger.rssBytes).map((tick) => tick.label)).toEqual(['0', '20', '40', '60 GiB']);
  expect(axisTicks(2.49 * 1024 ** 3).map((tick) => tick.label)).toEqual(['0', '0.5', '1.0', '1.5', '2.0 GiB']);
  expect(axisTicks(348.9 * 1024 ** 2).map((tick) => tick.label)).toEqual(['0', '100', '200', '300 MiB']);
  expect(axisTicks(0)).toEqual([]);
  fc.assert(
    fc.property(fc.integer({ min: 4096, max: 2 ** 45 }), (rssBytes) => {
      const ticks = axisTicks(rssBytes);
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(6);
      for (const tick of ticks) expect(tick.bytes).toBeLessThanOrEqual(rssBytes);
      expect(new Set(ticks.map((tick) => tick.label)).size).toBe(ticks.length);
    }),
  );
});
