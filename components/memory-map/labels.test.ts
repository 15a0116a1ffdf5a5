import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PlacedSlot, placeLabels } from './labels';

const WIDTH = 88;
const slot = (start: number, left: number, afterFold = false, bottom = 88): PlacedSlot => ({
  start: `0x${start.toString(16)}`,
  left,
  bottom,
  afterFold,
});
const place = (slots: readonly PlacedSlot[], width = 400) =>
  placeLabels(slots, width, () => WIDTH).map(({ start, left, tick }) => `${start} at ${left}${tick ? ` tick ${tick}` : ''}`);

test('what begins a run comes first, others fill the room that is left', () => {
  expect(place([slot(1, 0, true), slot(2, 20), slot(3, 120, true), slot(4, 140), slot(5, 390)])).toEqual([
    '0x1 at 0',
    '0x3 at 120',
    '0x5 at 312 tick 78',
  ]);
  expect(
    place(
      Array.from({ length: 40 }, (_, i) => slot(i, i * 15, i === 0)),
      600,
    ),
  ).toEqual(['0x0 at 0', '0xc at 180', '0x18 at 360']);
});

test('a long run is named before a short one beside it', () => {
  const row = [slot(1, 0, true), slot(2, 100, true), slot(3, 130, true), slot(4, 145), slot(5, 160)];
  expect(place(row)).toEqual(['0x1 at 0', '0x3 at 130']);
});

test('each row has its own first address', () => {
  expect(placeLabels([slot(1, 0, true), slot(2, 0, false, 200)], 400, () => WIDTH).map(({ top }) => top)).toEqual([88, 200]);
});

test('a strip narrower than an address has none', () => {
  expect(place([slot(1, 0, true)], 80)).toEqual([]);
});

test('no two labels of a row overlap, and none leaves the strip', () => {
  const slots = fc.array(fc.record({ step: fc.integer({ min: 10, max: 60 }), fold: fc.boolean() }), { minLength: 1, maxLength: 120 });
  fc.assert(
    fc.property(slots, fc.integer({ min: 90, max: 1500 }), (steps, width) => {
      let left = 0;
      const row = steps.map(({ step, fold }, i) => {
        const made = slot(i, Math.min(left, width - 10), fold || i === 0);
        left += step;
        return made;
      });
      const labels = placeLabels(row, width, () => WIDTH);
      expect(labels[0]?.start).toBe('0x0');
      for (const [i, label] of labels.entries()) {
        expect(label.left).toBeGreaterThanOrEqual(0);
        expect(label.left + WIDTH).toBeLessThanOrEqual(width);
        const before = labels[i - 1];
        if (before) expect(label.left - (before.left + WIDTH)).toBeGreaterThanOrEqual(10);
        expect(label.tick).toBeGreaterThanOrEqual(0);
      }
    }),
  );
});
