import { expect, test } from 'vitest';
import { ask, ledgerFacts, onlyFinding } from '../testing/build';
import rule from '.';

const stated = (value: number, part: object = {}) => ({
  ...ledgerFacts({ rss: 86_763_996 }),
  'stated-figure': [
    { artifactId: 'map', value: { line: 4, text: `${value}G`, value, unit: 'G' as const, binary: false, of: 'rss' as const, ...part } },
  ],
});

test('KiB read as powers of ten', () => {
  const finding = onlyFinding(rule, stated(86.7));
  expect(finding).toMatchObject({ severity: 'low', confidence: 'medium', title: '"86.7G" is 82.74 GiB' });
  expect(finding.evidence[0]).toMatchObject({ lines: [4, 4], text: 'stated' });
});

test('a right figure, another amount, or one that says GiB is none', () => {
  expect(ask(rule, stated(82.7))).toBe('clear');
  expect(ask(rule, stated(72))).toBe('clear');
  expect(ask(rule, stated(86.7, { binary: true }))).toBe('clear');
  expect(ask(rule, stated(86.7, { of: 'other' }))).toBe('clear');
  expect(ask(rule, ledgerFacts({ rss: 1 }))).toBe('not checked');
});
