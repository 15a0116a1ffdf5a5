import { expect, test } from 'vitest';
import type { NmtRange } from '@/lib/model/nmt';
import { ask, mapOf, nmtOf, onlyFinding, reconciliationOf } from '../testing/build';
import rule from '.';

const range = (start: bigint, category: string): NmtRange => ({
  start,
  end: start + 0x10_0000n,
  line: 50,
  lastLine: 51,
  category,
  sizeBytes: 0x10_0000,
  committedBytes: 0,
  committed: [],
  frames: [],
});
const HEAP = 0xe000_0000n;
const facts = (offset: bigint) => ({
  'memory-map': [
    mapOf([
      [HEAP, 64, 64],
      ...[0n, 1n, 2n, 3n, 4n].map((at): [bigint, number, number] => [0x7f00_0000_0000n + at * 0x100_0000n + offset, 64, 64]),
    ]),
  ],
  'nmt-report': [nmtOf(1_000, {}, { level: 'detail', ranges: [range(HEAP, 'Java Heap'), range(0x7f00_0100_0000n, 'Code')] })],
});
const refused = reconciliationOf({ matching: 'none' });

test('no address of the one occurs in the other, but for the heap, which every run puts at one place', () => {
  const finding = onlyFinding(rule, { ...facts(0x1000n), reconciliation: refused });
  expect(finding).toMatchObject({ severity: 'high', confidence: 'high', title: 'Map and NMT are of two runs of the service' });
  expect(finding.summary).toContain('NMT has its Code of 1,024 KiB at 0x7f0001000000; the nearest row of the map starts at 0x7f0001001000');
});

test('an excerpt of the same run, or one that was matched, is none', () => {
  expect(ask(rule, { ...facts(0n), reconciliation: refused })).toBe('clear');
  expect(ask(rule, { ...facts(0x1000n), reconciliation: reconciliationOf() })).toBe('clear');
  expect(ask(rule, {})).toBe('not checked');
});

test('one pid is one process, but in a container', () => {
  const ofPid = (pid: number) => {
    const { 'memory-map': maps, 'nmt-report': reports } = facts(0x1000n);
    for (const one of [...maps, ...reports]) one.value.pid = pid;
    return { 'memory-map': maps, 'nmt-report': reports, reconciliation: refused };
  };
  expect(ask(rule, ofPid(10_616))).toBe('clear');
  expect(ask(rule, ofPid(1))).not.toBe('clear');
});

test('two pids say it already', () => {
  const { 'memory-map': maps, 'nmt-report': reports } = facts(0x1000n);
  const other = {
    'memory-map': maps.map((map) => ({ ...map, value: { ...map.value, pid: 1 } })),
    'nmt-report': reports.map((report) => ({ ...report, value: { ...report.value, pid: 2 } })),
  };
  expect(ask(rule, { ...other, reconciliation: refused })).toBe('clear');
});
