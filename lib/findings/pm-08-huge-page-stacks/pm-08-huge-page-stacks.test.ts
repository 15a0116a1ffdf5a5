import { expect, test } from 'vitest';
import { KIB } from '@/lib/base/bytes';
import { ask, mapOf, onlyFinding, reconciliationOf, regionOf } from '../testing/build';
import rule from '.';

const facts = (count: number, residentKib: number, huge = 0) => {
  const map = mapOf(Array.from({ length: count }, (_, at): [bigint, number, number] => [BigInt(at + 1) << 24n, 1_008, residentKib]));
  for (const row of map.value.rows) row.anonHugePagesBytes = huge * KIB;
  return {
    'memory-map': [map],
    reconciliation: reconciliationOf(),
    regions: map.value.rows.map((row) =>
      regionOf(row.start, residentKib, { sizeBytes: row.sizeBytes, kind: 'thread-stack', owner: 'nmt', line: row.line }),
    ),
  };
};

test('ten stacks that are resident to their end', () => {
  expect(onlyFinding(rule, facts(10, 1_008))).toMatchObject({
    severity: 'medium',
    confidence: 'medium',
    title: '10 stacks are resident to their end',
  });
  expect(ask(rule, facts(9, 1_008))).toBe('clear');
  expect(ask(rule, facts(10, 957))).toBe('clear');
});

test('huge pages say so themselves', () => {
  expect(onlyFinding(rule, facts(10, 600, 512))).toMatchObject({ confidence: 'high', summary: expect.stringContaining('in huge pages') });
});

test('the small stacks of the kernel’s helpers do not count', () => {
  const small = facts(20, 100);
  expect(ask(rule, { ...small, regions: small.regions.map((region) => ({ ...region, sizeBytes: 100 * KIB })) })).toBe('clear');
  expect(ask(rule, {})).toBe('not checked');
});
