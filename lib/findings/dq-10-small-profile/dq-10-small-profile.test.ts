import { expect, test } from 'vitest';
import { ask, onlyFinding, profileOf } from '../testing/build';
import rule from '.';

const deep = (leaf: string, depth: number) =>
  Array.from({ length: depth - 1 }, (_, at) => `f${at}`)
    .join(';')
    .concat(`;${leaf}`);

test('152 samples give a wide interval, and the finding prints it', () => {
  const profile = profileOf('main;deflate;longest_match 120', {
    event: 'cpu',
    unit: 'ns',
    kind: 'time',
    recordedSamples: 152,
    recordedWeight: 1_520,
  });
  const finding = onlyFinding(rule, { 'hot-stacks': [profile] });
  expect(finding).toMatchObject({ severity: 'low', confidence: 'certain', title: 'The cpu profile is rough' });
  expect(finding.summary).toBe('152 samples; longest_match has 7.9 % with a 95 % interval of 4.6 % to 13 %.');
});

test('ten thousand samples of many depths are enough', () => {
  expect(ask(rule, { 'hot-stacks': [profileOf('main;a 5000\nmain;b;c 5000')] })).toBe('clear');
});

test('499 are few, 500 of a rare frame are not', () => {
  const of = (n: number) => [profileOf(Array.from({ length: 20 }, (_, at) => `main;f${at} ${n / 20}`).join('\n'))];
  expect(ask(rule, { 'hot-stacks': of(500) })).toBe('clear');
  expect(ask(rule, { 'hot-stacks': of(499) })).not.toBe('clear');
});

test('frames without names, and stacks of one length, are doubts', () => {
  expect(onlyFinding(rule, { 'hot-stacks': [profileOf('main;[unknown] 2100\nmain;a;b 7900')] }).summary).toContain(
    '21 % of it ends in frames without a name',
  );
  expect(ask(rule, { 'hot-stacks': [profileOf('main;[unknown] 2000\nmain;a;b 8000')] })).toBe('clear');
  const capped = Array.from({ length: 10 }, (_, at) => `${deep(`leaf${at}`, 16)} 1000`).join('\n');
  expect(onlyFinding(rule, { 'hot-stacks': [profileOf(capped)] }).summary).toContain('All stacks are 16 frames deep');
});

test('bytes are not samples', () => {
  expect(ask(rule, { 'hot-stacks': [profileOf('main;a 12', { unit: 'bytes', kind: 'allocation' })] })).toBe('clear');
  expect(ask(rule, {})).toBe('not checked');
});
