import { expect, test } from 'vitest';
import { ask, onlyFinding, profileOf } from '../testing/build';
import rule from '.';

const time = profileOf('main;deflate 9', { event: 'cpu', kind: 'time', recordedSamples: 152 });
const memory = profileOf('main;deflateInit2_ 9', { event: 'nativemem', kind: 'allocation', unit: 'bytes' });

test('a CPU profile is CPU time, not memory', () => {
  const finding = onlyFinding(rule, { 'hot-stacks': [time] });
  expect(finding.title).toBe('CPU time, not memory');
  expect(finding.summary).toBe('The cpu profile, 152 samples, shows who computes. It cannot show who allocates or who keeps memory.');
  expect(finding.nextSteps[0]?.command).toContain('nativemem');
});

test('several are told together; an allocation profile beside them is preferred', () => {
  const finding = onlyFinding(rule, { 'hot-stacks': [time, { ...time, event: 'wall' }, memory] });
  expect(finding.summary).toMatch(/^2 profiles \(cpu and wall\) show who computes\. They cannot/);
  expect(finding.explanation).toContain('prefer it');
  expect(finding.nextSteps).toEqual([]);
});

test('clear for allocation and for unknown events', () => {
  expect(ask(rule, { 'hot-stacks': [memory, { ...memory, kind: null }] })).toBe('clear');
  expect(ask(rule, {})).toBe('not checked');
});
