import { expect, test } from 'vitest';
import { exactly } from '@/lib/base/bounds';
import { KIB } from '@/lib/base/bytes';
import { ask, ledgerFacts, onlyFinding, reconciliationOf, regionOf } from '../testing/build';
import rule from '.';

const facts = (anonymous: number, malloc: number, part = {}) => ({
  ...ledgerFacts({ rss: 1_033_068, nmt: [1_321_968, malloc], unexplained: 0 }),
  reconciliation: reconciliationOf({ mallocSide: { anonymousBytes: exactly(anonymous * KIB), nmtMallocBytes: malloc * KIB }, ...part }),
  regions: [regionOf(0x7f4090000000n, 65_536, { kind: 'glibc-arena-heap' })],
});

test('blocks without an owner that malloc explains', () => {
  const finding = onlyFinding(rule, facts(996_068, 996_225));
  expect(finding).toMatchObject({ severity: 'info', confidence: 'high' });
  expect(finding.summary).toBe('1 region without an NMT range hold 996,068 KiB; NMT counts 996,225 KiB of malloc. They fit together.');
});

test('more than malloc explains, too little to ask about, or not matched by address', () => {
  expect(ask(rule, facts(400_000, 200_000))).toBe('clear');
  expect(ask(rule, facts(305_536, 200_000))).not.toBe('clear');
  expect(ask(rule, facts(60_000, 60_000))).toBe('clear');
  expect(ask(rule, facts(996_068, 996_225, { matching: 'size' }))).toBe('clear');
  expect(ask(rule, {})).toBe('not checked');
});
