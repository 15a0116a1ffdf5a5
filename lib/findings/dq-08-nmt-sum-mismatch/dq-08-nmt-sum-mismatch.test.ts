import { expect, test } from 'vitest';
import { ask, nmtOf, onlyFinding } from '../testing/build';
import rule from '.';

test('a paste that lost a category is told by its total', () => {
  const finding = onlyFinding(rule, { 'nmt-report': [nmtOf(10_000, { Class: 5_000, GC: 1_000 })] });
  expect(finding.title).toBe("NMT's categories do not add up: 4,000 KiB are missing");
  expect(finding.evidence).toHaveLength(2);
});

test('rounding and omitted small categories are not', () => {
  expect(ask(rule, { 'nmt-report': [nmtOf(6_032, { Class: 5_000, GC: 1_000 })] })).toBe('clear');
  expect(ask(rule, { 'nmt-report': [nmtOf(6_033, { Class: 5_000, GC: 1_000 })] })).not.toBe('clear');
});

test('a fragment without a total says nothing', () => {
  expect(ask(rule, { 'nmt-report': [nmtOf(0, { Class: 5_000 }, { total: null })] })).toBe('clear');
  expect(ask(rule, {})).toBe('not checked');
});
