import { expect, test } from 'vitest';
import { MIB } from '@/lib/base/bytes';
import { ask, onlyFinding, reconciliationOf, regionOf } from '../testing/build';
import rule from '.';

const facts = (count: number, residentMib: number) => ({
  regions: [regionOf(0x7f4090000000n, 132, { kind: 'glibc-arena-heap' })],
  reconciliation: reconciliationOf({
    arenas: { count, residentBytes: residentMib * MIB, writableBytes: 0, medianWritableBytes: 0, medianResidentBytes: 0 },
  }),
});

test('address space only', () => {
  const finding = onlyFinding(rule, facts(128, 40));
  expect(finding).toMatchObject({ severity: 'info', confidence: 'certain', title: '8.00 GiB of address space, hardly used' });
});

test('not much of it, or much resident', () => {
  expect(ask(rule, facts(64, 40))).toBe('clear');
  expect(ask(rule, facts(128, 410))).toBe('clear');
  expect(ask(rule, {})).toBe('not checked');
});
