import { expect, test } from 'vitest';
import { exactly } from '@/lib/base/bounds';
import { KIB } from '@/lib/base/bytes';
import { ask, ledgerFacts, onlyFinding, reconciliationOf } from '../testing/build';
import rule from '.';

// The three lab states of 3,200 Deflaters: live, freed but kept, and the same after a trim.
const facts = (outstanding: number, retained: number, anonymous: number, part = {}, wrapped = false) => ({
  ...ledgerFacts({ rss: 961_784, nmt: [300_000, 68_160] }),
  'c-heap': [
    {
      artifactId: 'info',
      value: { line: 9, pid: 1, outstandingBytes: outstanding * KIB, retainedBytes: retained * KIB, mayHaveWrapped: wrapped },
    },
  ],
  reconciliation: reconciliationOf({ mallocSide: { anonymousBytes: exactly(anonymous * KIB), nmtMallocBytes: 68_160 * KIB }, ...part }),
});

test('live memory of native code', () => {
  const finding = onlyFinding(rule, facts(911_724, 2_139, 905_262));
  expect(finding).toMatchObject({ severity: 'high', confidence: 'certain', title: "823.8 MiB of live malloc are not the JVM's" });
  expect(finding.summary).toContain('The other 843,564 KiB');
  expect(finding.nextSteps[0]?.command).toContain('GC.run');
  expect(onlyFinding(rule, facts(911_724, 2_139, 905_262, {}, true)).confidence).toBe('medium');
});

test('slack: freed, kept and resident', () => {
  const finding = onlyFinding(rule, facts(54_170, 791_613, 842_588));
  expect(finding).toMatchObject({ severity: 'high', title: '773.1 MiB are freed memory that glibc keeps' });
  expect(finding.nextSteps.map((step) => step.command)).toEqual(['jcmd 4711 System.trim_native_heap', '-XX:TrimNativeHeapInterval=60000']);
});

test('retained after a trim is no longer resident, and a healthy process has neither', () => {
  expect(ask(rule, facts(54_170, 791_825, 118_020))).toBe('clear');
  expect(ask(rule, facts(68_160 + 524_288, 2_139, 905_262))).toBe('clear');
  expect(ask(rule, facts(24_072, 24_827, 44_404))).toBe('clear');
});

test('0K is the answer of another allocator', () => {
  expect(ask(rule, facts(0, 0, 905_262))).toBe('clear');
  expect(ask(rule, facts(911_724, 0, 905_262, { allocator: 'jemalloc' }))).toBe('clear');
  expect(ask(rule, {})).toBe('not checked');
});
