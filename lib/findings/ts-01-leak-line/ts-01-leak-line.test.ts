import { expect, test } from 'vitest';
import { KIB } from '@/lib/base/bytes';
import { ask, historyOf, onlyFinding } from '../testing/build';
import rule from '.';

const series = (values: readonly number[], hours = 1) => ({ history: historyOf(values.map((rss, at) => ({ rss, hour: at * hours }))) });
const LINE = [1_000_000, 1_100_000, 1_200_000, 1_300_000, 1_400_000, 1_500_000, 1_600_000];
const container = (limit: number) => ({
  'container-memory': [
    {
      artifactId: 'cgroup',
      value: { version: 2 as const, currentBytes: null, limit: { line: 2, bytes: limit * KIB }, stat: {}, events: {} },
    },
  ],
});

test('a line over six hours', () => {
  const finding = onlyFinding(rule, series(LINE));
  expect(finding).toMatchObject({ severity: 'high', confidence: 'high', title: 'RSS without the Java heap rises by 97.7 MiB per hour' });
  expect(finding.evidence).toHaveLength(7);
});

test('the limit of the container decides how bad it is', () => {
  const soon = onlyFinding(rule, { ...series(LINE), ...container(2_600_000) });
  expect(soon.severity).toBe('critical');
  expect(soon.summary).toContain('the limit of the container is reached in 10 h');
  expect(onlyFinding(rule, { ...series(LINE), ...container(9_000_000) }).severity).toBe('medium');
});

test('up and down, flat, or falling is no line', () => {
  expect(ask(rule, series([5, 1, 4, 2, 3, 6, 1].map((at) => at * 100_000)))).toBe('clear');
  expect(ask(rule, series(LINE.map(() => 1_000_000)))).toBe('clear');
  expect(ask(rule, series([...LINE].reverse()))).toBe('clear');
});

test('few points, a short time, or no times cannot tell', () => {
  expect(ask(rule, series(LINE.slice(0, 5)))).toBe('not checked');
  expect(ask(rule, series(LINE, 0.9))).toBe('not checked');
  expect(ask(rule, { history: historyOf(LINE.map((rss) => ({ rss, hour: null }))) })).toBe('not checked');
});
