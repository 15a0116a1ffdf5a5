import { expect, test } from 'vitest';
import { KIB } from '@/lib/base/bytes';
import { ask, onlyFinding } from '../testing/build';
import rule from '.';

const trim = (before: number, after: number) => ({
  'trim-response': [{ artifactId: 'trim', value: { line: 2, pid: 4711, beforeBytes: before * KIB, afterBytes: after * KIB } }],
});

test('what goes was slack', () => {
  const finding = onlyFinding(rule, trim(879_576, 118_020));
  expect(finding).toMatchObject({ severity: 'medium', confidence: 'high', title: 'A trim gave back 743.7 MiB: allocator slack' });
  expect(finding.summary).toContain('from 879,576 to 118,020 KiB, 87 % less');
  expect(finding.nextSteps.map(({ command }) => command)).toEqual(['-XX:TrimNativeHeapInterval=60000']);
});

test('what stays is in use, or late: the next step tells which', () => {
  const finding = onlyFinding(rule, trim(974_848, 973_776));
  expect(finding).toMatchObject({ severity: 'info', title: 'A trim gave back next to nothing: no slack' });
  expect(finding.nextSteps[0]?.command).toContain('GC.run');
  // RSS may grow meanwhile.
  expect(onlyFinding(rule, trim(1_000_000, 1_000_500)).summary).toContain('0 % less');
});

test('between the two it says nothing, and without an answer it is not checked', () => {
  expect(ask(rule, trim(1_000_000, 801_000))).toBe('clear');
  expect(onlyFinding(rule, trim(1_000_000, 799_000)).subject).toBe('slack');
  expect(ask(rule, trim(1_000_000, 979_000))).toBe('clear');
  // A gibibyte of a large process is worth it, whatever its share.
  expect(onlyFinding(rule, trim(80_000_000, 78_900_000)).subject).toBe('slack');
  expect(ask(rule, {})).toBe('not checked');
});
