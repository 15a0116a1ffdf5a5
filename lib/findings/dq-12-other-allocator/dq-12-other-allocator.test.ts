import { expect, test } from 'vitest';
import { ask, onlyFinding, reconciliationOf, regionOf } from '../testing/build';
import rule from '.';

const regions = [regionOf(0x1000n, 700, { owner: 'file', kind: 'library', name: '/usr/lib/x86_64-linux-gnu/libjemalloc.so.2', line: 44 })];

test('jemalloc is named, with the row that names it', () => {
  const finding = onlyFinding(rule, { regions, reconciliation: reconciliationOf({ allocator: 'jemalloc' }) });
  expect(finding).toMatchObject({ severity: 'info', title: 'malloc is jemalloc, not glibc' });
  expect(finding.evidence[0]?.lines).toEqual([44, 44]);
  expect(finding.nextSteps[0]?.risk).toContain('restart');
});

test('clear under glibc, not checked without a map', () => {
  expect(ask(rule, { regions, reconciliation: reconciliationOf() })).toBe('clear');
  expect(ask(rule, { reconciliation: reconciliationOf() })).toBe('not checked');
});
