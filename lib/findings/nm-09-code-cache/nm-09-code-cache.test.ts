import { expect, test } from 'vitest';
import { ask, categoryOf, nmtOf, onlyFinding } from '../testing/build';
import rule from '.';

const facts = (committed: number) => ({
  'nmt-report': [nmtOf(1_000_000, {}, { categories: [categoryOf('Code', { reserved: 245_760, committed })] })],
});

test('more than nine tenths of the reserve', () => {
  expect(onlyFinding(rule, facts(221_185))).toMatchObject({ severity: 'high', title: 'The code cache is 90 % full' });
  expect(ask(rule, facts(221_184))).toBe('clear');
  expect(ask(rule, { 'nmt-report': [nmtOf(1_000, { Code: 5 })] })).toBe('clear');
  expect(ask(rule, {})).toBe('not checked');
});
