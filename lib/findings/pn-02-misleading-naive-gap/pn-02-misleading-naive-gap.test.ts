import { expect, test } from 'vitest';
import { exactly } from '@/lib/base/bounds';
import { KIB } from '@/lib/base/bytes';
import { ask, ledgerFacts, onlyFinding, reconciliationOf } from '../testing/build';
import rule from '.';

const GIB_KIB = 1_048_576;
const facts = (unexplained: number, untouched: number, rss = 4_000_000) => ({
  ...ledgerFacts({ rss, nmt: [rss - 100_000, 33_050], unexplained, buckets: { 'java-heap': { resident: 1, committed: 2 * GIB_KIB } } }),
  reconciliation: reconciliationOf({ heapNotResidentBytes: exactly(untouched * KIB) }),
});

test('says what the naive gap says, and how far it is off', () => {
  const finding = onlyFinding(rule, facts(1_000_000, 1.5 * GIB_KIB));
  expect(finding).toMatchObject({ severity: 'info', confidence: 'certain', title: 'RSS minus committed hides it' });
  expect(finding.summary).toBe(
    'It says 97.7 MiB, 10.0 times too small. Of the 2.00 GiB heap, 1.50 GiB are not resident, and memory that is promised but untouched masks the gap.',
  );
});

test('both the difference and the untouched heap must be large', () => {
  expect(ask(rule, facts(624_288, 1.5 * GIB_KIB))).toBe('clear');
  expect(ask(rule, facts(624_289, 1.5 * GIB_KIB))).not.toBe('clear');
  expect(ask(rule, facts(1_000_000, GIB_KIB))).toBe('clear');
  expect(ask(rule, facts(1_000_000, GIB_KIB + 1))).not.toBe('clear');
  expect(ask(rule, facts(1_100_000, 1.5 * GIB_KIB, 20_000_000))).toBe('clear');
});

test('a negative gap is said to be none', () => {
  const negative = ledgerFacts({ rss: 1_700_000, nmt: [1_800_000, 10], unexplained: 900_000 });
  const reconciliation = reconciliationOf({ heapNotResidentBytes: exactly(1.5 * GIB_KIB * KIB) });
  expect(onlyFinding(rule, { ...negative, reconciliation }).summary).toMatch(/^It says -97.7 MiB, which is no gap at all\./);
});

test('not checked without NMT, clear where the heap is not known', () => {
  expect(ask(rule, {})).toBe('not checked');
  expect(ask(rule, { ...facts(1_000_000, 0), reconciliation: reconciliationOf() })).toBe('clear');
});
