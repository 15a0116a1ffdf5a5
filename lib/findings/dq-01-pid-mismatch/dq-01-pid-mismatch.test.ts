import { expect, test } from 'vitest';
import { ask, mapOf, nmtOf, onlyFinding } from '../testing/build';
import rule from '.';

const nmt = (pid: number | null) => [nmtOf(1_000, { Other: 10 }, { pid })];
const map = (pid: number | null, name = '') => [mapOf([[0x1000n, 4, 4, name]], { pid })];

test('two processes are named, and addresses are said not to be matched', () => {
  const finding = onlyFinding(rule, { 'memory-map': map(5247), 'nmt-report': nmt(6906) });
  expect(finding.title).toBe('These captures are of different processes (5247, 6906)');
  expect(finding.evidence.map((one) => `${one.artifactId} ${one.lines[0]} ${one.text}`)).toEqual([
    'map 10 map of 5247',
    'nmt 28 NMT of 6906',
  ]);
});

test('a gdb command of another process counts too', () => {
  const dump = { artifactId: 'gdb', value: { line: 3, pid: 9, start: 0n, end: 16n, file: null } };
  expect(onlyFinding(rule, { 'memory-map': map(7), 'nmt-report': nmt(7), 'dump-range': [dump] }).evidence).toHaveLength(2);
});

test('one pid, an unknown pid, and a container seen from both sides are one process', () => {
  expect(ask(rule, { 'memory-map': map(7), 'nmt-report': nmt(7) })).toBe('clear');
  expect(ask(rule, { 'memory-map': map(null), 'nmt-report': nmt(7) })).toBe('clear');
  expect(ask(rule, { 'memory-map': map(5247, '/tmp/hsperfdata_app/1'), 'nmt-report': nmt(1) })).toBe('clear');
});

test('the performance data of a third process excuses nobody', () => {
  expect(ask(rule, { 'memory-map': map(5247, '/tmp/hsperfdata_app/44'), 'nmt-report': nmt(1) })).not.toBe('clear');
});

test('needs both', () => {
  expect(ask(rule, { 'memory-map': map(7) })).toBe('not checked');
});
