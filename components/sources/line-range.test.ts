import { expect, test } from 'vitest';
import { isInside, printLines, rangeBetween, readRange, writeRange } from './line-range';

test('what the address names is read and written back', () => {
  for (const text of ['214-250', '7']) expect(writeRange(readRange(text, 278)!)).toBe(text);
  expect(readRange(' 28 – 19 ', 278)).toEqual({ first: 19, last: 28 });
  expect(readRange('270-900', 278)).toEqual({ first: 270, last: 278 });
  expect(readRange('900', 278)).toEqual({ first: 278, last: 278 });
});

test('nonsense is no range', () => {
  for (const text of [null, '', '0', '-3', '1-2-3', 'L19', '1e3', '19-']) expect(readRange(text, 278)).toBeNull();
  expect(readRange('1', 0)).toBeNull();
});

test('a range holds both of its ends', () => {
  const range = rangeBetween(9, 4);
  expect([3, 4, 9, 10].map((line) => isInside(range, line))).toEqual([false, true, true, false]);
  expect(isInside(null, 4)).toBe(false);
});

test('lines are copied with their numbers in a column', () => {
  expect(
    printLines([
      { line: 9, text: 'total kB 106752092' },
      { line: 10, text: '\tindented' },
    ]),
  ).toBe(' 9  total kB 106752092\n10  \tindented');
  expect(printLines([])).toBe('');
});
