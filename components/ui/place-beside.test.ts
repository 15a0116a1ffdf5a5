import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findPlace } from './place-beside';

const room = { width: 1000, height: 800 };
const panel = { width: 300, height: 100 };

test('below the word, in line with it', () => {
  expect(findPlace({ left: 200, top: 100, bottom: 118 }, panel, room)).toEqual({ left: 200, top: 122 });
});

test('above where there is no room below, and moved in from the right edge', () => {
  expect(findPlace({ left: 900, top: 740, bottom: 758 }, panel, room)).toEqual({ left: 692, top: 636 });
});

test('inside the window wherever the word stands', () => {
  fc.assert(
    fc.property(fc.integer({ min: -50, max: 1050 }), fc.integer({ min: -50, max: 850 }), (left, top) => {
      const place = findPlace({ left, top, bottom: top + 18 }, panel, room);
      expect(place.left).toBeGreaterThanOrEqual(8);
      expect(place.left + panel.width).toBeLessThanOrEqual(992);
      expect(place.top).toBeGreaterThanOrEqual(8);
      expect(place.top + panel.height).toBeLessThanOrEqual(792);
    }),
  );
});

test('a panel taller than the window begins at its top', () => {
  expect(findPlace({ left: 0, top: 10, bottom: 28 }, { width: 300, height: 900 }, room).top).toBe(8);
});
