import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toAddressColumns } from './address-columns';

const PAGE = 4096n;
const TOP = 1n << 64n;

test('pages at both ends of the address space are told exactly', () => {
  const columns = toAddressColumns([
    { start: 0n, end: PAGE },
    { start: 0xffffffffff600000n, end: 0xffffffffff601000n },
    { start: TOP - PAGE, end: TOP },
  ]);
  expect(columns && [...columns.starts].map(BigInt)).toEqual([0n, 0xffffffffff600000n, TOP - PAGE]);
  expect(columns && [...columns.ends].map(BigInt)).toEqual([PAGE, 0xffffffffff601000n, TOP]);
});

test.each([
  ['an odd address above 2^53', 2n ** 60n, 2n ** 60n + 1n],
  ['an odd start above 2^53', 2n ** 60n + 1n, 2n ** 60n + 4096n],
  ['below zero', -PAGE, PAGE],
  ['beyond 64 bits', TOP, TOP + PAGE],
  ['an end before its start', PAGE, 0n],
])('%s is nothing that a column can hold', (_, start, end) => {
  expect(toAddressColumns([{ start, end }])).toBeNull();
});

test('whatever comes back is what went in', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.bigInt({ min: 0n, max: TOP }), { maxLength: 12 }), fc.boolean(), (addresses, pages) => {
      const sorted = addresses.map((address) => (pages ? address & ~0xfffn : address)).sort((a, b) => (a < b ? -1 : 1));
      const intervals = sorted.slice(1).map((end, i) => ({ start: sorted[i] ?? 0n, end }));
      const columns = toAddressColumns(intervals);
      if (columns) expect([...columns.starts].map(BigInt)).toEqual(intervals.map(({ start }) => start));
      if (columns) expect([...columns.ends].map(BigInt)).toEqual(intervals.map(({ end }) => end));
      if (pages && sorted.at(-1) !== TOP) expect(columns).not.toBeNull();
    }),
  );
});
