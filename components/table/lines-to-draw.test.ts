import { expect, test } from 'vitest';
import { linesToDraw } from './lines-to-draw';

const range = { startIndex: 50, endIndex: 53, overscan: 1, count: 100 };

test('lines that stay are drawn in their place, once', () => {
  expect(linesToDraw(range, [])).toEqual([49, 50, 51, 52, 53, 54]);
  expect(linesToDraw(range, [51, 49])).toEqual([49, 50, 51, 52, 53, 54]);
  expect(linesToDraw(range, [99, 3])).toEqual([3, 49, 50, 51, 52, 53, 54, 99]);
  expect(linesToDraw(range, [7, 7])).toEqual([7, 49, 50, 51, 52, 53, 54]);
});

test('a line that a filter has taken away does not stay', () => {
  expect(linesToDraw({ startIndex: 0, endIndex: 1, overscan: 4, count: 2 }, [40, -1])).toEqual([0, 1]);
});
