import { expect, test } from 'vitest';
import { lineLabel, linesWindow } from './lines-window';

test('five lines of context on both sides, within the document', () => {
  expect(linesWindow(20, 20, 278)).toEqual({ from: 15, to: 25, cut: 0 });
  expect(linesWindow(2, 4, 278)).toEqual({ from: 1, to: 9, cut: 0 });
  expect(linesWindow(276, 278, 278)).toEqual({ from: 271, to: 278, cut: 0 });
});

test('a whole listing is cut, and says by how much', () => {
  expect(linesWindow(10, 3_009, 5_000)).toEqual({ from: 5, to: 409, cut: 2_600 });
});

test('lines are named as chips name them', () => {
  expect(lineLabel(20, 20)).toBe('L20');
  expect(lineLabel(119, 121)).toBe('L119–121');
});
