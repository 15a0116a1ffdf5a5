import { expect, test } from 'vitest';
import { ask, onlyFinding, reconciliationOf, regionOf } from '../testing/build';
import rule from '.';

const facts = (kib: number, matching: 'address' | 'size', part = {}) => ({
  reconciliation: reconciliationOf({ matching }),
  regions: [regionOf(0x7f0000000000n, kib, { mode: 'rwxp', ...part })],
});

test('machine code outside the ranges of NMT', () => {
  expect(onlyFinding(rule, facts(16_385, 'address'))).toMatchObject({
    severity: 'low',
    title: "16.0 MiB of machine code that is not the JVM's",
  });
  expect(ask(rule, facts(16_384, 'address'))).toBe('clear');
  expect(ask(rule, facts(90_000, 'address', { owner: 'nmt' }))).toBe('clear');
  expect(ask(rule, facts(90_000, 'address', { mode: 'rw-p' }))).toBe('clear');
});

test('without ranges the code cache has its 240 MiB', () => {
  expect(ask(rule, facts(262_144, 'size'))).toBe('clear');
  expect(ask(rule, facts(262_145, 'size'))).not.toBe('clear');
  expect(ask(rule, {})).toBe('not checked');
});
