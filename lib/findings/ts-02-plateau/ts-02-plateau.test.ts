import { expect, test } from 'vitest';
import { ask, historyOf, onlyFinding } from '../testing/build';
import rule from '.';

const series = (values: readonly number[]) => ({ history: historyOf(values.map((rss, at) => ({ rss, hour: at * 4 }))) });

test('a step, then flat', () => {
  const finding = onlyFinding(rule, series([1_000_000, 1_200_000, 1_600_000, 1_600_100, 1_600_000, 1_600_050, 1_600_000]));
  expect(finding).toMatchObject({ severity: 'low', confidence: 'medium' });
  expect(finding.title).toBe('A high-water mark, not a line: 586.0 MiB more, then flat');
});

test('a line goes on, a quiet process never stepped', () => {
  expect(ask(rule, series([10, 11, 12, 13, 14, 15, 16].map((at) => at * 100_000)))).toBe('clear');
  expect(ask(rule, series([10, 10, 10, 10, 10, 10, 10].map((at) => at * 100_000)))).toBe('clear');
  expect(ask(rule, series([1, 2, 2]))).toBe('not checked');
});
