import { expect, test } from 'vitest';
import { MIB } from '@/lib/base/bytes';
import { ask, onlyFinding, reconciliationOf, regionOf } from '../testing/build';
import rule from '.';

const facts = (count: number, residentMib: number, medianMib: number) => ({
  regions: [regionOf(0x7f4090000000n, 7_000, { kind: 'glibc-arena-heap' })],
  reconciliation: reconciliationOf({
    arenas: { count, residentBytes: residentMib * MIB, writableBytes: 0, medianWritableBytes: 0, medianResidentBytes: medianMib * MIB },
  }),
});

test('many pools, each with a little', () => {
  const finding = onlyFinding(rule, facts(64, 448, 7));
  expect(finding).toMatchObject({ severity: 'medium', confidence: 'high', title: '64 malloc pools, mostly idle' });
  expect(finding.nextSteps.map((step) => step.command)).toEqual(['jcmd 4711 System.trim_native_heap', 'MALLOC_ARENA_MAX=2']);
  expect(ask(rule, facts(16, 257, 8))).not.toBe('clear');
});

test('few pools, full pools, or little in all', () => {
  expect(ask(rule, facts(15, 448, 7))).toBe('clear');
  expect(ask(rule, facts(64, 900, 9))).toBe('clear');
  expect(ask(rule, facts(64, 256, 4))).toBe('clear');
  expect(ask(rule, { regions: [], reconciliation: reconciliationOf() })).toBe('clear');
  expect(ask(rule, {})).toBe('not checked');
});
