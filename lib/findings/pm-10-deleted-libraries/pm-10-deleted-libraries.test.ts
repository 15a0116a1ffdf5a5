import { expect, test } from 'vitest';
import { ask, mapOf, onlyFinding } from '../testing/build';
import rule, { stemOf } from '.';

const facts = (...names: string[]) => ({ 'memory-map': [mapOf(names.map((name, at) => [BigInt(at + 1) << 20n, 64, 64, name]))] });

test('what copies have in common', () => {
  expect(stemOf('/tmp/librocksdbjni3485693.so (deleted)')).toBe('librocksdbjni');
  expect(stemOf('/tmp/libnetty_tcnative_linux_x86_64123456.so (deleted)')).toBe('libnetty_tcnative_linux_x86');
  expect(stemOf('/tmp/snappy-1.1.8-5f2b1c3e-1111-2222-3333-444455556666-libsnappyjava.so (deleted)')).toBe('snappy-1.1.8-libsnappyjava');
  expect(stemOf('/usr/lib/libz.so.1.2.13')).toBeNull();
  expect(stemOf('/tmp/data.bin (deleted)')).toBeNull();
});

test('four copies of one library', () => {
  const copies = [1_000, 2_000, 3_000, 4_000].map((at) => `/tmp/librocksdbjni${at}.so (deleted)`);
  const finding = onlyFinding(rule, facts(...copies, ...copies));
  expect(finding).toMatchObject({ severity: 'medium', title: 'librocksdbjni is loaded 4 times' });
  expect(finding.evidence).toHaveLength(4);
  expect(ask(rule, facts(...copies.slice(1)))).toBe('clear');
  expect(
    ask(
      rule,
      facts('/tmp/liba1111.so (deleted)', '/tmp/libb1111.so (deleted)', '/tmp/libc1111.so (deleted)', '/tmp/libd1111.so (deleted)'),
    ),
  ).toBe('clear');
  expect(ask(rule, {})).toBe('not checked');
});
