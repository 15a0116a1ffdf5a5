import { expect, test } from 'vitest';
import { KIB } from '@/lib/base/bytes';
import type { NmtDiff, NmtSiteChange } from '@/lib/model/nmt-diff';
import { ask, onlyFinding } from '../testing/build';
import rule from '.';

const site = (frame: string, grown: number): NmtSiteChange => ({
  line: 9,
  lastLine: 13,
  category: 'Other',
  malloc: { line: 13, bytes: grown * KIB, deltaBytes: grown * KIB, count: null, deltaCount: null },
  mmap: null,
  frames: [frame, 'Unsafe_AllocateMemory0'],
});
const facts = (...sites: NmtSiteChange[]) => {
  const value: NmtDiff = { pid: 1, level: 'detail', unitBytes: KIB, total: null, categories: [], sites, jdkFamily: 17 };
  return { 'nmt-diff': [{ artifactId: 'diff', value }] };
};

test('one site took most of the growth', () => {
  const finding = onlyFinding(rule, facts(site('os::malloc', 60_000), site('Arena::grow', 40_000)));
  expect(finding).toMatchObject({ severity: 'medium', confidence: 'high', title: 'One call site took 58.6 MiB' });
  expect(finding.summary).toContain(
    '60,000 of 100,000 KiB of growth, 60 %, come from one place (Other): os::malloc ← Unsafe_AllocateMemory0',
  );
});

test('half, little growth, or none', () => {
  expect(ask(rule, facts(site('a', 50_000), site('b', 50_000)))).toBe('clear');
  expect(ask(rule, facts(site('a', 16_384)))).toBe('clear');
  expect(ask(rule, facts(site('a', -9)))).toBe('clear');
});

test('a diff without sites cannot say', () => {
  expect(ask(rule, facts())).toBe('not checked');
  expect(ask(rule, {})).toBe('not checked');
});
