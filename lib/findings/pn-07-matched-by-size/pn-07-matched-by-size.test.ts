import { expect, test } from 'vitest';
import { ask, ledgerFacts, onlyFinding, reconciliationOf, regionOf } from '../testing/build';
import rule from '.';

const base = ledgerFacts({ rss: 100, nmt: [50, 1] });
const regions = [
  regionOf(0x1000n, 60_000, { owner: 'nmt', category: 'Java Heap', line: 20 }),
  regionOf(0x9000n, 100, { owner: 'nmt', category: 'GC', line: 20 }),
  regionOf(0xf000n, 5, { owner: 'unmatched', line: 21 }),
];

test('each row that was matched by its size is cited once', () => {
  const finding = onlyFinding(rule, { ...base, regions, reconciliation: reconciliationOf({ matching: 'size' }) });
  expect(finding.title).toBe('1 row matched with NMT by size');
  expect(finding.summary).toContain('Java Heap 58.6 MiB and GC 100 KiB');
  expect(finding.evidence.map((one) => one.text)).toEqual(['Java Heap by size']);
});

test('clear where addresses are known or nothing fits, not checked without NMT', () => {
  expect(ask(rule, { ...base, regions, reconciliation: reconciliationOf() })).toBe('clear');
  expect(ask(rule, { ...base, regions: regions.slice(2), reconciliation: reconciliationOf({ matching: 'size' }) })).toBe('clear');
  expect(ask(rule, { regions, reconciliation: reconciliationOf({ matching: 'size' }) })).toBe('not checked');
});
