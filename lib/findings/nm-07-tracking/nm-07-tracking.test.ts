import { expect, test } from 'vitest';
import { ask, nmtOf, onlyFinding } from '../testing/build';
import rule from '.';

const facts = (total: number, own: number) => ({ 'nmt-report': [nmtOf(total, { 'Native Memory Tracking': own })] });

test('more than a twentieth of all, and worth a restart', () => {
  expect(onlyFinding(rule, facts(1_000_000, 50_001))).toMatchObject({ severity: 'low', title: 'Tracking costs 48.8 MiB' });
  expect(ask(rule, facts(1_000_000, 50_000))).toBe('clear');
  expect(ask(rule, facts(100_000, 16_384))).toBe('clear');
  expect(ask(rule, {})).toBe('not checked');
});
