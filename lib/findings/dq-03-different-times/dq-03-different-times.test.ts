import { expect, test } from 'vitest';
import { KIB } from '@/lib/base/bytes';
import { ask, ledgerFacts, nmtOf, onlyFinding, statusOf } from '../testing/build';
import rule from '.';

const ledger = ledgerFacts({ rss: 10_000_000, nmt: [1, 1] });
const clock = (artifactId: string, minutes: number, zone = 'UTC') => ({
  artifactId,
  value: { line: 3, pid: null, at: { text: `minute ${minutes}`, ms: minutes * 60_000, zone }, elapsedSeconds: null },
});

test('another total of resident memory', () => {
  expect(onlyFinding(rule, { ...ledger, 'process-status': [statusOf(10_050_001)] }).summary).toBe(
    'The map says 10,000,000 KiB are resident, VmRSS says 10,050,001: 0.5 % apart.',
  );
  expect(ask(rule, { ...ledger, 'process-status': [statusOf(10_050_000)] })).toBe('clear');
  // Half a percent of a small process is nothing.
  expect(ask(rule, { ...ledgerFacts({ rss: 100_000 }), 'process-status': [statusOf(110_000)] })).toBe('clear');
  const rollup = { artifactId: 'rollup', value: { pid: null, amounts: { Rss: { line: 2, bytes: 9_000_000 * KIB } } } };
  expect(onlyFinding(rule, { ...ledger, 'memory-totals': [rollup] }).evidence.map((one) => one.text)).toEqual(['map', 'Rss']);
});

test('another number of threads', () => {
  const threads = (nmt: number) => {
    const report = nmtOf(1_000, { Thread: 10 });
    const [first] = report.value.categories;
    if (first) first.threadCount = nmt;
    return { 'nmt-report': [report], 'process-status': [statusOf(1, 120)] };
  };
  expect(onlyFinding(rule, threads(100)).summary).toBe('NMT counts 100 threads, the status of the process 120.');
  expect(ask(rule, threads(110))).toBe('clear');
});

test('clocks more than five minutes apart, of one zone', () => {
  expect(onlyFinding(rule, { 'vm-clock': [clock('a', 0), clock('b', 6)] }).title).toBe('These captures are of different moments');
  expect(ask(rule, { 'vm-clock': [clock('a', 0), clock('b', 5)] })).toBe('clear');
  expect(ask(rule, { 'vm-clock': [clock('a', 0), clock('b', 66, 'CET')] })).toBe('clear');
});

test('one total alone has nothing to be held against', () => {
  expect(ask(rule, ledger)).toBe('not checked');
  expect(ask(rule, { 'vm-clock': [clock('a', 0)] })).toBe('not checked');
});
