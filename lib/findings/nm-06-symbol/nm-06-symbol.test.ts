import { expect, test } from 'vitest';
import { ask, nmtOf, onlyFinding } from '../testing/build';
import rule from '.';

test('more than 300 MiB of names', () => {
  expect(onlyFinding(rule, { 'nmt-report': [nmtOf(9_000_000, { Symbol: 307_201 })] }).title).toBe('300.0 MiB of names');
  expect(ask(rule, { 'nmt-report': [nmtOf(9_000_000, { Symbol: 307_200 })] })).toBe('clear');
  expect(ask(rule, {})).toBe('not checked');
});
