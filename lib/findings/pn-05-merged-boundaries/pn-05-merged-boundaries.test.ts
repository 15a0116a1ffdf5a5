import { expect, test } from 'vitest';
import { KIB, MIB } from '@/lib/base/bytes';
import { ask, ledgerFacts, onlyFinding, reconciliationOf } from '../testing/build';
import rule from '.';

const nmt = ledgerFacts({ rss: 1, nmt: [1, 1] });
const note = (remainderBytes: number, heap512ths: number | null = null) => ({
  ...nmt,
  reconciliation: reconciliationOf({
    boundaries: [{ artifactId: 'map', line: 20, start: '0x7fd673000000', category: 'Java Heap', remainderBytes, heap512ths }],
  }),
});

test('the remainder is shown, and named where it is a G1 table', () => {
  const finding = onlyFinding(rule, note(147_456 * KIB, 1));
  expect(finding.title).toBe('1 row of the map extends beyond what NMT knows there');
  expect(finding.summary).toBe(
    'The largest, 0x7fd673000000, is 147,456 KiB longer than its Java Heap range, exactly 1/512 of the heap: the size of one G1 table.',
  );
  expect(finding.evidence).toEqual([{ artifactId: 'map', lines: [20, 20], address: '0x7fd673000000', text: 'Java Heap + 147,456 KiB' }]);
});

test('a remainder of one MiB is rounding', () => {
  expect(ask(rule, note(MIB))).toBe('clear');
  expect(onlyFinding(rule, note(MIB + 4 * KIB)).summary).not.toContain('G1');
  expect(ask(rule, { reconciliation: reconciliationOf() })).toBe('not checked');
});
