import { expect, test } from 'vitest';
import { ask, nmtOf, onlyFinding } from '../testing/build';
import rule from '.';

const GIB_KIB = 1_048_576;
const old = (total: number, malloc: number | [number, number]) => ({
  'nmt-report': [nmtOf(total, { Internal: malloc, Class: 7_293 }, { jdkFamily: 8 })],
});
const modern = (total: number, categories: Parameters<typeof nmtOf>[1], family: number | null = 17) => ({
  'nmt-report': [nmtOf(total, categories, { jdkFamily: family })],
});

test('on JDK 8 Internal is direct memory: size, blocks, mean block, and what it cannot be', () => {
  const finding = onlyFinding(rule, old(84_530_010, [5_296_401, 75_822]));
  expect(finding).toMatchObject({ severity: 'high', confidence: 'high', title: '5.05 GiB of direct-type memory under Internal' });
  expect(finding.summary).toContain(
    'On JDK 8, Internal malloc is Unsafe and direct memory: 5,296,401 KiB in 75,822 blocks, 69.9 KiB each on average',
  );
  expect(finding.summary).toContain('zlib or another native library takes cannot appear here');
  expect(finding.nextSteps[0]?.command).toContain('jcmd 4711 GC.class_histogram -all');
});

test('fires above 1 GiB or above 15 % of what NMT has committed', () => {
  expect(ask(rule, old(100 * GIB_KIB, GIB_KIB))).toBe('clear');
  expect(ask(rule, old(100 * GIB_KIB, GIB_KIB + 1))).not.toBe('clear');
  expect(ask(rule, modern(1_000_000, { Other: 150_000 }))).toBe('clear');
  expect(onlyFinding(rule, modern(1_000_000, { Other: 150_001 })).title).toBe('146.5 MiB of direct-type memory under Other');
});

test('a small pool of a small JVM is no alarm', () => {
  expect(onlyFinding(rule, modern(100_000, { Other: 16_000 })).severity).toBe('medium');
});

test('from JDK 11 on Internal is not direct memory, even where Other is too small to be printed', () => {
  expect(ask(rule, modern(9_000_000, { Internal: 5_000_000, Module: 20 }))).toBe('clear');
  expect(ask(rule, modern(9_000_000, { Internal: 5_000_000, Other: 12 }, null))).toBe('clear');
  expect(ask(rule, modern(9_000_000, { Internal: 5_000_000, Metaspace: 12 }, null))).toBe('clear');
  expect(ask(rule, modern(9_000_000, { Internal: 5_000_000 }, null))).not.toBe('clear');
});

test('not checked without NMT', () => {
  expect(ask(rule, {})).toBe('not checked');
});
