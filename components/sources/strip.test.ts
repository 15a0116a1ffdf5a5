import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layoutBlocks, layoutStrip, lineAt } from './strip';

test('lines are drawn to scale', () => {
  expect(
    layoutBlocks(
      [
        { first: 1, last: 50 },
        { first: 101, last: 200 },
      ],
      200,
      400,
    ),
  ).toEqual([
    { top: 0, height: 99 },
    { top: 200, height: 199 },
  ]);
});

test('one line of a million is still seen, also the last', () => {
  expect(layoutStrip([{ first: 1_000_000, last: 1_000_000 }], 1_000_000, 400)).toEqual([{ top: 398, height: 2 }]);
});

test('there are never more pieces than pixels, and none leaves the strip', () => {
  const range = fc
    .tuple(fc.integer({ min: 1, max: 100_000 }), fc.nat(5_000))
    .map(([first, more]) => ({ first, last: Math.min(100_000, first + more) }));
  fc.assert(
    fc.property(fc.array(range, { maxLength: 2_000 }), fc.integer({ min: 10, max: 900 }), (ranges, height) => {
      const pieces = layoutStrip(ranges, 100_000, height);
      expect(pieces.length).toBeLessThanOrEqual(height);
      for (const [i, { top, height: size }] of pieces.entries()) {
        expect(top).toBeGreaterThanOrEqual(i === 0 ? 0 : pieces[i - 1]!.top + pieces[i - 1]!.height);
        expect(top + size).toBeLessThanOrEqual(height + 1e-6);
      }
    }),
  );
});

test('a point of the strip is a line, and the line is drawn at that point', () => {
  expect([lineAt(-5, 278, 400), lineAt(0, 278, 400), lineAt(400, 278, 400)]).toEqual([1, 1, 278]);
  for (const line of [1, 77, 278]) {
    const [piece] = layoutStrip([{ first: line, last: line }], 278, 4_000);
    expect(lineAt(piece!.top + 1, 278, 4_000)).toBe(line);
  }
  expect(layoutStrip([{ first: 1, last: 2 }], 0, 400)).toEqual([]);
});
