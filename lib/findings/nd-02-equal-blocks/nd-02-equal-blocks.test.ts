import { expect, test } from 'vitest';
import { ask, historyOf, onlyFinding } from '../testing/build';
import rule from '.';

const facts = (before: [number, number], after: [number, number]) => ({
  history: historyOf([{ nmt: { Other: before } }, { nmt: { Other: after } }]),
});

test('blocks of one size, only more of them', () => {
  const finding = onlyFinding(rule, facts([65_536, 64], [943_104, 921]));
  expect(finding).toMatchObject({ severity: 'high', confidence: 'high', title: '857 more blocks of 1.0 MiB each' });
  expect(finding.summary).toContain('the size of a direct buffer of 1 MiB');
});

test('other sizes, few blocks, or little growth are no pile', () => {
  expect(ask(rule, facts([65_536, 64], [943_104, 800]))).toBe('clear');
  expect(ask(rule, facts([20_000, 10], [50_000, 25]))).toBe('clear');
  expect(ask(rule, facts([6_400, 100], [22_784, 356]))).toBe('clear');
  expect(ask(rule, facts([6_400, 100], [22_848, 357]))).not.toBe('clear');
  expect(ask(rule, {})).toBe('not checked');
});
