import fc from 'fast-check';
import { expect, test } from 'vitest';
import { selectLens } from './ledger-lens';

const parts = (...sizes: number[]) => sizes.map((bytes, i) => ({ key: `${i}`, bytes }));

test('the slivers between two large parts are drawn 16 times as wide', () => {
  // deflater-leak at t1, in MiB: heap, GC, class data, code, stacks, malloc, files, unexplained
  const lens = selectLens(parts(512, 18.2, 14.7, 7.4, 5.5, 32.3, 21.2, 1938.7), 2550)!;
  expect(lens.factor).toBe(16);
  expect(lens.parts.map(({ key }) => key)).toEqual(['1', '2', '3', '4', '5', '6']);
  expect(lens.width).toBeCloseTo((99.3 / 2550) * 16, 6);
  expect(lens.from).toBeCloseTo(512 / 2550, 6);
});

test('one sliver alone, or none, needs no lens', () => {
  expect(selectLens(parts(50, 1, 49), 100)).toBeNull();
  expect(selectLens(parts(50, 50), 100)).toBeNull();
  expect(selectLens([], 0)).toBeNull();
  expect(selectLens(parts(0, 0), 100)).toBeNull();
});

test('slivers that are not neighbours are not drawn as if they were', () => {
  expect(selectLens(parts(1, 49, 1, 1, 1, 47), 100)?.parts.map(({ key }) => key)).toEqual(['2', '3', '4']);
});

test('the lens is to scale, in order, and inside the bar', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 40 }), { minLength: 1, maxLength: 10 }), (sizes) => {
      const total = sizes.reduce((sum, bytes) => sum + bytes, 0);
      const lens = selectLens(parts(...sizes), total);
      if (!lens) return;
      expect(lens.left).toBeGreaterThanOrEqual(0);
      expect(lens.left + lens.width).toBeLessThanOrEqual(1);
      let at = lens.left;
      for (const piece of lens.parts) {
        expect(piece.left).toBeCloseTo(at, 9);
        expect(piece.width).toBeCloseTo((sizes[Number(piece.key)]! / total) * lens.factor, 9);
        at += piece.width;
      }
      expect(at).toBeCloseTo(lens.left + lens.width, 9);
    }),
  );
});
