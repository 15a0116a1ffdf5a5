import { expect, test } from 'vitest';
import { ask, ledgerFacts, mapOf, onlyFinding, reconciliationOf } from '../testing/build';
import rule from '.';

const NAME = 'memfd:java_heap (deleted)';
const base = { ...ledgerFacts({ rss: 611_748 }), reconciliation: reconciliationOf() };

test('equal views of one heap are counted, with their Pss where printed', () => {
  const rows = [0x040000000000n, 0x080000000000n, 0x100000000000n];
  const finding = onlyFinding(rule, { ...base, 'memory-map': [mapOf(rows.map((start) => [start, 600, 500, NAME, 170]))] });
  expect(finding.title).toBe('ZGC maps its heap 3 times, RSS repeats it');
  expect(finding.summary).toContain('count 1,500 of 611,748 KiB RSS; their Pss, which counts each page once, is 510.');
  expect(finding.evidence.map((one) => one.address)).toEqual(['0x40000000000', '0x80000000000', '0x100000000000']);
});

test('a view in several rows is one view; without Pss it says so', () => {
  const rows: [bigint, number, number, string][] = [
    [0x040000000000n, 300, 300, NAME],
    [0x040000100000n, 300, 300, NAME],
    [0x080000000000n, 600, 10, NAME],
  ];
  expect(onlyFinding(rule, { ...base, 'memory-map': [mapOf(rows)] }).summary).toContain('The 2 views of one heap count 610');
});

test('generational ZGC maps it once', () => {
  expect(ask(rule, { ...base, 'memory-map': [mapOf([[0x040000000000n, 600, 500, NAME]])] })).toBe('clear');
  expect(ask(rule, base)).toBe('not checked');
});
