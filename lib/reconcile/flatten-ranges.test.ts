import fc from 'fast-check';
import { expect, test } from 'vitest';
import { flattenRanges, type OwnedRange } from './flatten-ranges';
import { chanceFrom, shuffle } from './testing/address-space';

const range = (start: number, end: number, category: string, line = 1): OwnedRange => ({
  start: BigInt(start),
  end: BigInt(end),
  category,
  artifactId: 'nmt',
  line,
});
const shown = (ranges: readonly OwnedRange[]) => flattenRanges(ranges).map(({ start, end, category }) => `${start}-${end} ${category}`);

test('a nested range owns its place, the one around it the rest', () => {
  expect(shown([range(0, 100, 'Class', 1), range(20, 40, 'Shared class space', 2)])).toEqual([
    '0-20 Class',
    '20-40 Shared class space',
    '40-100 Class',
  ]);
});

test('of two that overlap in part the narrower owns the overlap', () => {
  expect(shown([range(0, 50, 'GC', 1), range(40, 60, 'Code', 2)])).toEqual(['0-40 GC', '40-60 Code']);
});

test('neighbours stay two, the same range printed twice becomes one', () => {
  expect(shown([range(10, 20, 'GC', 2), range(0, 10, 'GC', 1), range(0, 10, 'GC', 1)])).toEqual(['0-10 GC', '10-20 GC']);
});

test('addresses beyond 2^63 are exact', () => {
  const top = { ...range(0, 1, 'GC'), start: 0xffffffffff600000n, end: 0xffffffffff601000n };
  expect(flattenRanges([top])).toEqual([top]);
});

const overlapping = fc.array(
  fc
    .tuple(fc.nat(60), fc.nat(20), fc.constantFrom('Java Heap', 'GC', 'Class'))
    .map(([start, size, category]) => ({ start, size, category })),
  { maxLength: 15 },
);

test('every unit has the narrowest range that covers it, whatever the order', () => {
  fc.assert(
    fc.property(overlapping, fc.integer(), (drawn, seed) => {
      const ranges = drawn.map(({ start, size, category }, line) => range(start, start + size, category, line));
      const flat = flattenRanges(shuffle(ranges, chanceFrom(seed)));
      expect(flat).toEqual(flattenRanges(ranges));
      flat.forEach((piece, i) => {
        expect(piece.start < piece.end).toBe(true);
        expect(i === 0 || (flat[i - 1]?.end ?? 0n) <= piece.start).toBe(true);
      });
      for (let unit = 0n; unit < 80n; unit++) {
        const covering = ranges.filter(({ start, end }) => start <= unit && unit < end);
        const owner = flat.find(({ start, end }) => start <= unit && unit < end);
        expect(owner !== undefined).toBe(covering.length > 0);
        if (!owner) continue;
        const narrowest = covering.reduce((least, { start, end }) => (end - start < least ? end - start : least), 1000n);
        expect(covering.some(({ line, start, end }) => line === owner.line && end - start === narrowest)).toBe(true);
      }
    }),
  );
});
