import { expect, test } from 'vitest';
import { exactly } from '@/lib/base/bounds';
import { KIB } from '@/lib/base/bytes';
import { ask, type LedgerDraft, ledgerFacts, mapOf, nmtOf, onlyFinding, reconciliationOf, regionOf } from '../testing/build';
import rule from '.';

const whole = (rss: number, unexplained: LedgerDraft['unexplained']) => ({
  ...ledgerFacts({ rss, nmt: [638_926, 33_050], unexplained }),
  reconciliation: reconciliationOf({ mallocSide: { anonymousBytes: exactly(2_018_241 * KIB), nmtMallocBytes: 33_050 * KIB } }),
});

test('a complete listing: what is left after every range, file and malloc', () => {
  const facts = {
    ...whole(2_611_084, [1_984_262, 1_985_191, 1_986_114]),
    'nmt-report': [nmtOf(638_926, {})],
    regions: [regionOf(0x562db0995000n, 121_916, { kind: 'brk-heap' }), regionOf(0x7f4090000000n, 65_536, { kind: 'glibc-arena-heap' })],
  };
  const finding = onlyFinding(rule, facts);
  expect(finding).toMatchObject({ severity: 'critical', confidence: 'high', title: '1.89 GiB that no JVM subsystem asked for' });
  expect(finding.summary).toBe(
    'After every NMT range, file and stack is taken out, 2,018,241 KiB of anonymous memory remain. NMT counts 33,050 KiB of malloc that may live there. 1,985,191 KiB (between 1,984,262 and 1,986,114), 76 % of RSS, are left.',
  );
  expect(finding.evidence.map((one) => one.text)).toEqual(['total', 'NMT Total', 'brk heap, 119.1 MiB', 'glibc arena heap, 64.0 MiB']);
  expect(finding.nextSteps.map((step) => step.command)).toContain('jcmd 4711 VM.info | grep C-Heap');
});

test('512 MiB or a tenth of RSS may stay unexplained; the lower bound decides', () => {
  expect(ask(rule, whole(1_000_000, 524_288))).toBe('clear');
  expect(ask(rule, whole(1_000_000, 524_289))).not.toBe('clear');
  expect(ask(rule, whole(10_000_000, 1_000_000))).toBe('clear');
  expect(ask(rule, whole(1_000_000, [524_288, 600_000, 700_000]))).toBe('clear');
});

test('critical above a quarter of RSS', () => {
  expect(onlyFinding(rule, whole(4_000_000, 1_000_000)).severity).toBe('high');
  expect(onlyFinding(rule, whole(4_000_000, 1_000_001)).severity).toBe('critical');
});

const cut = (draft: Partial<LedgerDraft> = {}) => ({
  ...ledgerFacts({
    rss: 86_763_996,
    complete: false,
    nmt: [84_530_010, 5_461_281],
    outside: [16_917_298, 20_000_000, 25_000_000],
    ...draft,
  }),
  reconciliation: reconciliationOf({ matching: 'size' }),
});

test('a cut listing: at least what lies outside NMT, with the doubt about files', () => {
  const printedTotal = { line: 2, sizeBytes: 0, rssBytes: 86_763_996 * KIB, dirtyBytes: 86_684_760 * KIB };
  const finding = onlyFinding(rule, {
    ...cut(),
    'memory-map': [mapOf([], { printedTotal })],
    'nmt-report': [nmtOf(84_530_010, {}, { jdkFamily: 8 })],
  });
  expect(finding).toMatchObject({ severity: 'high', confidence: 'medium', title: 'At least 16.13 GiB that NMT cannot explain' });
  expect(finding.summary).toContain('at most 69,846,698');
  expect(finding.explanation).toContain('clean file pages can be at most 77.4 MiB of all');
  expect(finding.nextSteps.map((step) => step.command)).toEqual([
    'pmap -X 4711 > pmap.txt',
    "gdb -batch -p 4711 -ex 'call (int)malloc_info(0,(void*)stderr)'",
    'asprof -e nativemem -d 600 -f nativemem.jfr 4711 && jfrconv --total --nativemem --leak nativemem.jfr leak.html',
    '-XX:NativeMemoryTracking=detail',
  ]);
});

test('files that a cut listing does show are not unexplained', () => {
  expect(ask(rule, cut({ buckets: { 'file-mapped': { kind: 'file', resident: 16_900_000 } } }))).toBe('clear');
});

test('jemalloc is not asked for glibc figures, nor profiled where it would crash', () => {
  const facts = whole(2_611_084, 1_985_191);
  const steps = onlyFinding(rule, { ...facts, reconciliation: { ...facts.reconciliation, allocator: 'jemalloc' } }).nextSteps;
  expect(steps).toEqual([]);
});

test('not checked without NMT', () => {
  expect(ask(rule, { ...ledgerFacts({ rss: 1 }), reconciliation: reconciliationOf() })).toBe('not checked');
});
