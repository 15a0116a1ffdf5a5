import { expect, test } from 'vitest';
import { KIB } from '@/lib/base/bytes';
import { ask, historyOf, ledgerFacts, onlyFinding } from '../testing/build';
import rule from '.';

const two = (before: number, after: number, name = 'Other') => ({
  history: historyOf([{ nmt: { [name]: before } }, { nmt: { [name]: after } }]),
});

test('more than 64 MiB, and more than a tenth of what was there', () => {
  const finding = onlyFinding(rule, two(62_272, 984_496));
  expect(finding).toMatchObject({ severity: 'medium', confidence: 'medium', title: 'Other grew by 900.6 MiB' });
  expect(finding.summary).toBe('Other went from 62,272 to 984,496 KiB, 900.6 MiB per hour (measured over 60 min).');
  expect(finding.evidence.map((one) => one.artifactId)).toEqual(['nmt-t0', 'nmt-t1']);
  expect(ask(rule, two(1_000, 66_536))).toBe('clear');
  expect(ask(rule, two(1_000_000, 1_100_000))).toBe('clear');
});

test('the Java heap grows by design', () => {
  expect(ask(rule, two(1_000, 900_000, 'Java Heap'))).toBe('clear');
});

test('four points that rise are more than two', () => {
  const rising = { history: historyOf([1, 2, 3, 4].map((at) => ({ nmt: { Metaspace: at * 100_000 } }))) };
  expect(onlyFinding(rule, rising).confidence).toBe('high');
  const falling = { history: historyOf([1, 5, 3, 4].map((at) => ({ nmt: { Metaspace: at * 100_000 } }))) };
  expect(onlyFinding(rule, falling).confidence).toBe('medium');
});

test('high where the limit of the container is met within a day', () => {
  const container = (limit: number) => ({
    'container-memory': [
      {
        artifactId: 'cgroup',
        value: {
          version: 2 as const,
          currentBytes: { line: 1, bytes: 1_000_000 * KIB },
          limit: { line: 2, bytes: limit * KIB },
          stat: {},
          events: {},
        },
      },
    ],
  });
  const growth = { ...two(100_000, 200_000), ...ledgerFacts({ rss: 900_000 }) };
  expect(onlyFinding(rule, { ...growth, ...container(3_300_000) }).severity).toBe('high');
  expect(onlyFinding(rule, { ...growth, ...container(3_500_000) }).severity).toBe('medium');
});

test('another process, or one report alone, tells nothing', () => {
  const [first, second] = historyOf([{ nmt: { Other: 1 } }, { nmt: { Other: 900_000 } }]);
  if (!first || !second) throw new Error('two moments');
  expect(ask(rule, { history: [{ ...first, pid: 1 }, second] })).toBe('not checked');
  expect(ask(rule, {})).toBe('not checked');
});
