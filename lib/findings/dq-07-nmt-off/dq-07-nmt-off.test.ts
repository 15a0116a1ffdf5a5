import { expect, test } from 'vitest';
import type { NmtReply } from '@/lib/model/nmt-diff';
import { ask, nmtOf, onlyFinding } from '../testing/build';
import rule from '.';

const reply = (kind: NmtReply['reply']) => ({ 'nmt-reply': [{ artifactId: 'nmt', value: { line: 2, pid: 1, reply: kind, text: '' } }] });

test('off: the answer of jcmd', () => {
  const finding = onlyFinding(rule, reply('not-enabled'));
  expect(finding).toMatchObject({ severity: 'medium', confidence: 'certain', title: 'Native Memory Tracking is off' });
  expect(finding.nextSteps.map((step) => step.command)).toEqual(['-XX:NativeMemoryTracking=detail']);
});

test('a summary has no ranges: the cheap step comes first', () => {
  const finding = onlyFinding(rule, { 'nmt-report': [nmtOf(1_000, { Class: 1 })] });
  expect(finding).toMatchObject({ severity: 'low', title: 'NMT without address ranges' });
  expect(finding.nextSteps[0]?.command).toBe('jcmd 4711 VM.native_memory detail > nmt.txt');
  expect(onlyFinding(rule, reply('detail-not-enabled')).nextSteps).toHaveLength(1);
});

test('clear with ranges, or after another answer; not checked without either', () => {
  const range = { start: 1n, end: 2n, line: 1, lastLine: 1, category: 'Code', sizeBytes: 1, committedBytes: 1, committed: [], frames: [] };
  expect(ask(rule, { 'nmt-report': [nmtOf(1, {}, { ranges: [range] })], ...reply('detail-not-enabled') })).toBe('clear');
  expect(ask(rule, reply('baseline-taken'))).toBe('clear');
  expect(ask(rule, {})).toBe('not checked');
});
