import { expect, test } from 'vitest';
import { ask, ledgerFacts, onlyFinding, profileOf, reconciliationOf } from '../testing/build';
import rule from '.';

const DEFLATER =
  'java/lang/Thread.run;demo/ReportServer.gzip;java/util/zip/Deflater.<init>;Java_java_util_zip_Deflater_init;deflateInit2_;malloc';
const nativemem = { event: 'nativemem', kind: 'allocation', unit: 'bytes' } as const;
const gap = { ...ledgerFacts({ rss: 3_000_000, nmt: [638_926, 33_050], unexplained: 1_985_191 }), reconciliation: reconciliationOf() };

test('one caller has most of the bytes: who, how much, how many', () => {
  const finding = onlyFinding(rule, { ...gap, 'hot-stacks': [profileOf(`${DEFLATER} 197669296\nmain;malloc 8391`, nativemem)] });
  expect(finding).toMatchObject({ severity: 'high', partOf: 'PN-01', title: '99.9 % of native allocations come from ReportServer.gzip' });
  expect(finding.summary).toContain('188.5 MiB (193,036 KiB), 99.9 % of the whole, go through ReportServer.gzip into zlib');
  expect(finding.summary).toContain('about 734 Deflaters of this recording');
});

test('without missing memory it is worth a line only', () => {
  const finding = onlyFinding(rule, { 'hot-stacks': [profileOf(`${DEFLATER} 90\nmain;malloc 10`, nativemem)] });
  expect(finding).toMatchObject({
    severity: 'low',
    explanation: expect.stringContaining('No other capture here shows that memory is missing'),
  });
});

test('shared by many, or Java allocations, or time', () => {
  expect(
    ask(rule, { 'hot-stacks': [profileOf('demo/A.b;malloc 30\ndemo/C.d;malloc 30\ndemo/E.f;malloc 30\nmain;malloc 10', nativemem)] }),
  ).toBe('clear');
  expect(ask(rule, { 'hot-stacks': [profileOf(`${DEFLATER} 9`, { event: 'alloc', kind: 'allocation' })] })).toBe('not checked');
  expect(ask(rule, { 'hot-stacks': [profileOf(`${DEFLATER} 9`, { event: 'cpu', kind: 'time' })] })).toBe('not checked');
  expect(ask(rule, {})).toBe('not checked');
});
