import { expect, test } from 'vitest';
import { ask, mapOf, onlyFinding } from '../testing/build';
import rule from '.';

const facts = (rows: number) => ({
  'memory-map': [mapOf(Array.from({ length: rows }, (_, at): [bigint, number, number] => [BigInt(at + 1) << 16n, 4, 4]))],
});

test('more than 50,000 mappings', () => {
  expect(onlyFinding(rule, facts(50_001))).toMatchObject({ severity: 'high', confidence: 'certain' });
  expect(ask(rule, facts(50_000))).toBe('clear');
  expect(ask(rule, {})).toBe('not checked');
});
