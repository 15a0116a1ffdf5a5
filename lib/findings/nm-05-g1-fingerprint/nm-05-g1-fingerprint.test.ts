import { expect, test } from 'vitest';
import { KIB } from '@/lib/base/bytes';
import { ask, nmtOf, onlyFinding, reconciliationOf } from '../testing/build';
import rule from '.';

const g1Fit = {
  heapBytes: 75_497_472 * KIB,
  gcMmapBytes: 2_834_432 * KIB,
  formulaBytes: 2_834_432 * KIB,
  layout: 'JDK 8 to 19 layout (two mark bitmaps)',
  line: 60,
  artifactId: 'nmt',
};
const nmt = { 'nmt-report': [nmtOf(1, {})] };

test('names collector, heap and layout', () => {
  const finding = onlyFinding(rule, { ...nmt, reconciliation: reconciliationOf({ g1Fit }) });
  expect(finding.title).toBe('The collector is G1 with a 72.00 GiB heap');
  expect(finding.summary).toContain('2,834,432 KiB');
  expect(finding.summary).toContain('JDK 8 to 19');
});

test('clear where nothing fits, not checked without NMT', () => {
  expect(ask(rule, { ...nmt, reconciliation: reconciliationOf() })).toBe('clear');
  expect(ask(rule, { reconciliation: reconciliationOf({ g1Fit }) })).toBe('not checked');
});
