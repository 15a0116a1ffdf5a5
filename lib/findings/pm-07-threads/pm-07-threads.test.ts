import { expect, test } from 'vitest';
import { ask, categoryOf, nmtOf, onlyFinding, regionOf, statusOf } from '../testing/build';
import rule from '.';

const nmt = (threads: number) => ({ 'nmt-report': [nmtOf(1, {}, { categories: [categoryOf('Thread', { committed: 1, threads })] })] });

test('a thousand threads, whoever counts them', () => {
  expect(onlyFinding(rule, nmt(2_474))).toMatchObject({ severity: 'high', confidence: 'high', title: '2,474 threads' });
  expect(onlyFinding(rule, { 'process-status': [statusOf(1, 1_001)] }).summary).toContain('The status of the process counts 1,001 threads');
  expect(ask(rule, nmt(1_000))).toBe('clear');
  const stacks = Array.from({ length: 1_001 }, (_, at) =>
    regionOf(0x7f0000000000n + BigInt(at) * 0x200000n, 100, { kind: 'thread-stack', owner: 'nmt' }),
  );
  expect(onlyFinding(rule, { regions: stacks }).summary).toContain('1,001 stacks hold 100,100 KiB');
});

test('few threads with a gigabyte of stacks', () => {
  const stacks = [1n, 2n].map((at) => regionOf(at << 40n, 600_000, { kind: 'thread-stack', owner: 'nmt' }));
  expect(onlyFinding(rule, { regions: stacks }).explanation).toContain('the stacks alone are 1.14 GiB');
  expect(ask(rule, { regions: stacks.slice(1) })).toBe('clear');
  expect(ask(rule, {})).toBe('not checked');
});
