import { expect, test } from 'vitest';
import { lineForKey } from './keys';

test('keys move within the lines', () => {
  const to = (key: string, at = 5) => lineForKey(key, at, 100, 10);
  expect(['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End'].map((key) => to(key))).toEqual([6, 4, 15, 0, 0, 99]);
  expect([to('ArrowDown', 99), to('PageDown', 95), to('ArrowUp', 0)]).toEqual([99, 99, 0]);
  expect([to('a'), to('Enter'), lineForKey('End', 0, 0, 10)]).toEqual([null, null, null]);
});
