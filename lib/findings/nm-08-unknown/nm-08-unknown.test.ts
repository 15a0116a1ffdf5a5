import { expect, test } from 'vitest';
import { ask, categoryOf, nmtOf, onlyFinding } from '../testing/build';
import rule from '.';

const facts = (committed: number) => ({
  'nmt-report': [nmtOf(1_000_000, {}, { categories: [categoryOf('Unknown', { reserved: 900_000, committed })] })],
});

test('committed, not reserved', () => {
  expect(onlyFinding(rule, facts(65_537)).severity).toBe('low');
  expect(ask(rule, facts(65_536))).toBe('clear');
  expect(ask(rule, facts(0))).toBe('clear');
  expect(ask(rule, {})).toBe('not checked');
});
