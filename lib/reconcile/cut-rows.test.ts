import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatAddress } from '@/lib/base/address';
import { cutExactly, cutRows, type Piece } from './cut-rows';
import { flattenRanges, type OwnedRange } from './flatten-ranges';
import { makeRow } from './testing/address-space';

const PAGE = 4096;
const tell = ({ start, end, sizeBytes, row, range, whole, adjoins }: Piece) =>
  [formatAddress(start), formatAddress(end), sizeBytes, `row ${row.line}`, range?.category ?? '-', whole, adjoins].join(' ');

/** Rows and ranges from lengths in pages: gap, length, gap, length, … Both begin at `base`. */
function lay(base: bigint, rowPages: readonly number[], rangePages: readonly number[], unit: number) {
  const place = (pages: readonly number[]) => {
    let at = base;
    return Array.from({ length: pages.length >> 1 }, (_, i) => {
      const start = at + BigInt((pages[2 * i] ?? 0) * unit);
      at = start + BigInt((pages[2 * i + 1] ?? 0) * unit);
      return { start, end: at };
    });
  };
  const rows = place(rowPages).map(({ start, end }, i) => makeRow(i + 1, start, end, 0));
  const ranges = place(rangePages).map(({ start, end }, i): OwnedRange => ({ start, end, category: `c${i}`, artifactId: 'nmt', line: i }));
  return { rows, ranges: flattenRanges(ranges) };
}

const pages = fc.array(fc.nat(6), { maxLength: 24 });

test('numbers and bigints cut the same pieces, wherever in the address space', () => {
  const bases = fc.constantFrom(0n, 0x7f0000000000n, 2n ** 53n - 0x8000n, 0xffffffffff600000n);
  fc.assert(
    fc.property(bases, pages, pages, (base, rowPages, rangePages) => {
      const { rows, ranges } = lay(base, rowPages, rangePages, PAGE);
      expect(cutRows(rows, ranges).map(tell)).toEqual(cutExactly(rows, ranges).map(tell));
    }),
    { numRuns: 500 },
  );
});

test('addresses that a number cannot hold are cut where they are', () => {
  const { rows, ranges } = lay(2n ** 60n, [0, 5], [2, 2], 1);
  expect(cutRows(rows, ranges).map(tell)).toEqual([
    '0x1000000000000000 0x1000000000000002 2 row 1 - false false',
    '0x1000000000000002 0x1000000000000004 2 row 1 c0 false true',
    '0x1000000000000004 0x1000000000000005 1 row 1 - false true',
  ]);
});

test('a row of size zero keeps its line', () => {
  const { rows, ranges } = lay(0n, [1, 0, 0, 2], [0, 3], PAGE);
  expect(cutRows(rows, ranges).map(({ row }) => row.line)).toEqual([1, 2]);
});
