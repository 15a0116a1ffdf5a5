import { expect, test } from 'vitest';
import { readUndashed } from './typeset-dashes';

const readMode = (text: string) => /^[r-][w-][x-][s-][R-]$/.exec(text)?.[0] ?? null;

test.each([
  ['rw—', 'rw---'], // WordPress: three dashes are an em dash
  ['r-x–', 'r-x--'], // and two an en dash
  ['—–', '-----'],
  ['rw—-', 'rw---'], // SmartyPants: two dashes are an em dash
  ['——-', '-----'],
  ['–x–', '--x--'],
])('%s was %s', (typeset, printed) => {
  expect(readUndashed(typeset, readMode)).toBe(printed);
});

test('what has no long dash, or makes no sense without, stays', () => {
  expect(readUndashed('rw---', readMode)).toBeNull();
  expect(readUndashed('—', readMode)).toBeNull();
});
