import { expect, test } from 'vitest';
import { exactly } from '@/lib/base/bounds';
import { MIB } from '@/lib/base/bytes';
import { ask, ledgerOf, onlyFinding, reconciliationOf, regionOf } from '../testing/build';
import rule from '.';

const regions = [regionOf(0x7f4090000000n, 65_536, { kind: 'glibc-arena-heap' })];
const arenas = {
  count: 8,
  residentBytes: 8 * 57.6 * MIB,
  writableBytes: 8 * 64 * MIB,
  medianWritableBytes: 64 * MIB,
  medianResidentBytes: 60 * MIB,
};
const facts = (part: Partial<typeof arenas>) => ({ regions, reconciliation: reconciliationOf({ arenas: { ...arenas, ...part } }) });

test('eight full heaps are volume', () => {
  const finding = onlyFinding(rule, facts({}));
  expect(finding).toMatchObject({ severity: 'high', confidence: 'high', title: 'The arena heaps are full' });
  expect(finding.evidence[0]?.address).toBe('0x7f4090000000');
});

test('fewer, emptier or smaller heaps are not', () => {
  expect(ask(rule, facts({ count: 7 }))).toBe('clear');
  expect(ask(rule, facts({ residentBytes: 8 * 57.5 * MIB }))).toBe('clear');
  expect(ask(rule, facts({ medianWritableBytes: 31 * MIB }))).toBe('clear');
});

test('full of what NMT knows is no alarm', () => {
  const full = facts({});
  const mallocSide = { anonymousBytes: exactly(500 * MIB), nmtMallocBytes: 400 * MIB };
  const finding = onlyFinding(rule, { ...full, reconciliation: { ...full.reconciliation, mallocSide } });
  expect(finding.severity).toBe('info');
  expect(finding.summary).toContain('which explains it');
});

test('a cut listing cannot show them: not checked, with the command that can', () => {
  const reconciliation = reconciliationOf({ ledger: ledgerOf({ rss: 1, complete: false }) });
  expect(ask(rule, { regions, reconciliation })).toBe('not checked');
  expect(ask(rule, { regions, reconciliation: { ...reconciliation, arenas } })).toBe('not checked');
  expect(ask(rule, { regions, reconciliation: reconciliationOf({ ledger: ledgerOf({ rss: 1 }) }) })).toBe('clear');
});
