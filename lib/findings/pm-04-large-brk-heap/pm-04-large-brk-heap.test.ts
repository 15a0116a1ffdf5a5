import { expect, test } from 'vitest';
import { ask, ledgerFacts, onlyFinding, reconciliationOf, regionOf } from '../testing/build';
import rule from '.';

const brk = (kib: number, rss: number) => ({ ...ledgerFacts({ rss }), regions: [regionOf(0x120a000n, kib, { kind: 'brk-heap' })] });

test('more than 512 MiB, or more than a tenth of RSS', () => {
  expect(onlyFinding(rule, brk(1_244_644, 86_763_996)).title).toBe('The brk heap alone holds 1.19 GiB');
  expect(ask(rule, brk(524_288, 86_763_996))).toBe('clear');
  expect(ask(rule, brk(524_289, 86_763_996))).not.toBe('clear');
  expect(ask(rule, brk(10_000, 100_000))).toBe('clear');
  expect(ask(rule, brk(10_001, 100_000))).not.toBe('clear');
});

test('glibc is not asked where malloc is another', () => {
  expect(onlyFinding(rule, brk(600_000, 900_000)).nextSteps[0]?.command).toContain('malloc_info');
  expect(onlyFinding(rule, { ...brk(600_000, 900_000), reconciliation: reconciliationOf({ allocator: 'tcmalloc' }) }).nextSteps).toEqual(
    [],
  );
});

test('not checked without a map', () => {
  expect(ask(rule, {})).toBe('not checked');
});
