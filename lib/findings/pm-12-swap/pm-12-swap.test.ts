import { expect, test } from 'vitest';
import { KIB } from '@/lib/base/bytes';
import { ask, ledgerFacts, mapOf, onlyFinding, reconciliationOf, statusOf } from '../testing/build';
import rule from '.';

const facts = { ...ledgerFacts({ rss: 1_000_000 }), reconciliation: reconciliationOf() };

test('more than a twentieth of RSS lies on the swap device', () => {
  const finding = onlyFinding(rule, { ...facts, 'process-status': [statusOf(1_000_000, 5, { VmSwap: 50_001 })] });
  expect(finding).toMatchObject({ severity: 'medium', confidence: 'certain', title: '48.8 MiB are swapped out' });
  expect(ask(rule, { ...facts, 'process-status': [statusOf(1_000_000, 5, { VmSwap: 50_000 })] })).toBe('clear');
});

test('rows of smaps tell it too', () => {
  const map = mapOf([
    [0x1000n, 900_000, 800_000],
    [0x9000_0000n, 900_000, 200_000],
  ]);
  for (const row of map.value.rows) row.swapBytes = 40_000 * KIB;
  expect(onlyFinding(rule, { ...facts, 'memory-map': [map] }).summary).toContain('80,000 KiB of this process');
});

test('a map without swap cannot say', () => {
  expect(ask(rule, { ...facts, 'memory-map': [mapOf([[0x1000n, 9, 9]])] })).toBe('not checked');
  expect(ask(rule, {})).toBe('not checked');
});
