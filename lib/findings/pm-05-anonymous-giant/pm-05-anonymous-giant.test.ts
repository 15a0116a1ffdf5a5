import { expect, test } from 'vitest';
import { ask, ledgerFacts, onlyFinding, reconciliationOf, regionOf } from '../testing/build';
import rule from '.';

const GIB_KIB = 1_048_576;
const facts = (kib: number, part = {}, matching: 'address' | 'size' = 'address') => ({
  ...ledgerFacts({ rss: 9_000_000, nmt: [1_000_000, 10_000] }),
  reconciliation: reconciliationOf({ matching }),
  regions: [regionOf(0x7f0000000000n, kib, part)],
});

test('a gigabyte in one piece that nobody named', () => {
  const finding = onlyFinding(rule, facts(GIB_KIB + 1));
  expect(finding).toMatchObject({ severity: 'high', confidence: 'medium', title: 'One mapping of 1.00 GiB without an owner' });
  expect(finding.nextSteps[0]?.command).toContain('dump memory giant.bin 0x7f0000000000 0x7f0000100000');
});

test('smaller ones, arenas, and what NMT owns are none', () => {
  expect(ask(rule, facts(GIB_KIB))).toBe('clear');
  expect(ask(rule, facts(3 * GIB_KIB, { kind: 'glibc-arena-heap' }))).toBe('clear');
  expect(ask(rule, facts(3 * GIB_KIB, { owner: 'nmt' }))).toBe('clear');
});

test('without NMT ranges it may be the Java heap', () => {
  expect(ask(rule, facts(3 * GIB_KIB, {}, 'size'))).toBe('not checked');
  expect(ask(rule, {})).toBe('not checked');
});
