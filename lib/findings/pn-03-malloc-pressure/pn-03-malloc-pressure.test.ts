import { expect, test } from 'vitest';
import { exactly } from '@/lib/base/bounds';
import { KIB } from '@/lib/base/bytes';
import { ask, ledgerFacts, onlyFinding, reconciliationOf } from '../testing/build';
import rule from '.';

const facts = (anonymous: number, malloc: number) => ({
  ...ledgerFacts({ rss: 4_000_000, nmt: [1_000_000, malloc] }),
  reconciliation: reconciliationOf({ mallocSide: { anonymousBytes: exactly(anonymous * KIB), nmtMallocBytes: malloc * KIB } }),
});

test('more than twice what NMT mallocs, and more than 512 MiB', () => {
  expect(ask(rule, facts(600_000, 300_000))).toBe('clear');
  expect(onlyFinding(rule, facts(600_001, 300_000)).title).toBe('The allocator holds 2.0 times what the JVM asked malloc for');
  expect(ask(rule, facts(524_288, 1_000))).toBe('clear');
  expect(onlyFinding(rule, facts(524_289, 1_000))).toMatchObject({ severity: 'high', confidence: 'high' });
});

test('a cut listing gives a lower bound', () => {
  const cut = {
    ...ledgerFacts({ rss: 86_763_996, complete: false, nmt: [84_530_010, 5_461_281], outside: [16_917_298, 18_000_000, 25_000_000] }),
    reconciliation: reconciliationOf({ mallocSide: { anonymousBytes: exactly(2_298_808 * KIB), nmtMallocBytes: 5_461_281 * KIB } }),
  };
  const finding = onlyFinding(rule, cut);
  expect(finding.title).toBe('The allocator holds at least 4.1 times what the JVM asked malloc for');
  expect(finding.summary).toContain('at least 22,378,579 KiB');
});

test('captures of two processes say nothing', () => {
  const nmt = { artifactId: 'nmt', level: 'detail' as const, hasRanges: true };
  const given = facts(600_001, 300_000);
  expect(ask(rule, { ...given, reconciliation: { ...given.reconciliation, matching: 'none', nmt } })).toBe('clear');
});

test('direct buffers that NMT counts are no pressure', () => {
  expect(ask(rule, facts(946_036, 996_225))).toBe('clear');
  expect(ask(rule, {})).toBe('not checked');
});
