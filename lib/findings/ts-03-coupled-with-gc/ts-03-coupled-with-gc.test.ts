import { expect, test } from 'vitest';
import { ask, historyOf, onlyFinding } from '../testing/build';
import rule from '.';

const facts = (outstanding: [number, number], used: [number, number]) => ({
  history: historyOf([0, 1].map((at) => ({ outstanding: outstanding[at] ?? 0, used: used[at] ?? 0 }))),
});

test('live malloc falls together with the Java heap in use', () => {
  // Lab: unreferenced Deflaters before and after GC.run.
  const finding = onlyFinding(rule, facts([850_335, 11_938], [120_000, 4_000]));
  expect(finding).toMatchObject({ severity: 'high', title: 'Native memory waits for the garbage collector' });
  expect(finding.summary).toContain('from 850,335 to 11,938 KiB, by 99 %');
  expect(finding.evidence).toHaveLength(4);
});

test('only one of both, or little, is no coupling', () => {
  expect(ask(rule, facts([850_335, 11_938], [120_000, 119_000]))).toBe('clear');
  expect(ask(rule, facts([850_335, 845_000], [120_000, 4_000]))).toBe('clear');
  expect(ask(rule, facts([70_000, 10_000], [120_000, 4_000]))).toBe('clear');
  expect(ask(rule, facts([0, 0], [120_000, 4_000]))).toBe('not checked');
});
