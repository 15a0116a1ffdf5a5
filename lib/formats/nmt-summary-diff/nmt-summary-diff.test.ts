import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { corpusTest, listCorpus, readCorpus } from '@/lib/testing/corpus';
import { expectSameBaseline, expectWholeDiff, nmtDiff, showDiff } from '../nmt/testing/show-diff';
import { nmtReport } from '../nmt/testing/show-report';
import { nmtDetailDiff } from '../nmt-detail-diff';
import { nmtSummary } from '../nmt-summary';
import { readArtifact, toLines } from '../testing/read-artifact';
import { nmtSummaryDiff } from '.';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
const read = (text: string | readonly string[]) => readArtifact(nmtSummaryDiff, text);

test.each([
  ['jdk17-deflater-leak.txt', 5247, 17],
  ['jdk17-direct-buffers.txt', 6906, 17],
  ['jdk25-deflater-leak.txt', 16880, 25],
])('%s is whole: parts make up totals, now and in the change', (name, pid, family) => {
  const parsed = read(fixture(name));
  const diff = nmtDiff(parsed);
  expect([parsed.complete, parsed.warnings, parsed.tool]).toEqual([true, [], { pid, version: String(family) }]);
  expect([diff.level, diff.unitBytes]).toEqual(['summary', 1024]);
  expectWholeDiff(diff);
});

test('what grew where direct buffers leak: Other, and nothing else of weight', () => {
  expect(showDiff(nmtDiff(read(fixture('jdk17-direct-buffers.txt'))))).toMatchInlineSnapshot(`
    [
      "summary diff of pid 6906, JDK 17: total 2698583 +925669 / 1321967 +925769",
      "Thread: total 19506 / 890 +36, 19 threads, malloc 30 #118, stack 19456 / 840 +36, arena 20 #36",
      "Code: total 247750 +7 / 7610 +7, malloc 62 +7 #906 +70, mmap 247688 / 7548",
      "GC: total 47394 +5 / 47394 +5, malloc 4862 +5 #1025 +56, mmap 42532 / 42532",
      "Internal: total 4215 +4005 / 4215 +4005, malloc 4179 +4005 #1666 +111, mmap 36 / 36",
      "Other: total 984496 +922224 / 984496 +922224, malloc 984496 +922224 #916 +858",
      "Native Memory Tracking: total 480 +195 / 480 +195, malloc 311 +148 #3823 +1907, overhead 168 +47",
      "Arena Chunk: total 623 -767 / 623 -767, malloc 623 -767",
      "Metaspace: total 65547 / 459 +64, malloc 11 #10, mmap 65536 / 448 +64",
    ]
  `);
});

test('25 prints malloc and mmap of the total on lines of their own', () => {
  const diff = nmtDiff(read(fixture('jdk25-deflater-leak.txt')));
  expect(showDiff(diff).slice(0, 4)).toMatchInlineSnapshot(`
    [
      "summary diff of pid 16880, JDK 25: total 2028612 +13012 / 625276 +13488, malloc 28740 +13012 #34223 +11185, mmap 1999872 / 596536 +476",
      "Class: total 1048755 +24 / 499 +24, 1632 +5 classes, malloc 179 +24 #3333 +655, mmap 1048576 / 320",
      "Thread: total 54462 / 4978 +28, 53 threads, malloc 130 #321, stack 54272 / 4788 +28, arena 60 #102",
      "Code: total 249149 +940 / 9005 +940, malloc 1456 +940 #8861 +4061, mmap 247692 / 7548, arena 1 #1",
    ]
  `);
  expect(diff.totalMalloc?.line).toBe(9);
});

// JDK 11, from a public note: no title page, no PID.
const OF_11 = [
  'Native Memory Tracking:',
  'Total: reserved=62529298KB +17471680KB, committed=36638706KB +950536KB',
  '-                     Class (reserved=1312826KB +7068KB, committed=310330KB +6684KB)',
  '                            (classes #49407 +306)',
  '                            (  instance classes #47655 +305, array classes #1752 +1)',
  '                            (malloc=10298KB +924KB #175850 +26411)',
  '                            (mmap: reserved=1302528KB +6144KB, committed=300032KB +5760KB)',
  '                            (  Metadata:   )',
  '                            (    reserved=253952KB +6144KB, committed=251672KB +5120KB)',
  '                            (    free=8539KB +2675KB)',
  '-                  Compiler (reserved=3000KB +2813KB, committed=3000KB +2813KB)',
  '                            (arena=2897KB +2813 #4946 +4800)',
];

test('11: counts change, metaspace is noise, the delta of an arena has no unit of its own', () => {
  const parsed = read(OF_11);
  expect(showDiff(nmtDiff(parsed))).toEqual([
    'summary diff of pid null, JDK 11: total 62529298 +17471680 / 36638706 +950536',
    'Class: total 1312826 +7068 / 310330 +6684, 49407 +306 classes, malloc 10298 +924 #175850 +26411, mmap 1302528 +6144 / 300032 +5760',
    'Compiler: total 3000 +2813 / 3000 +2813, arena 2897 +2813 #4946 +4800',
  ]);
  // Categories are missing: the sums say so.
  expect([parsed.complete, parsed.warnings]).toEqual([false, []]);
  expect(parsed.runs.filter(({ use }) => use === 'noise')).toEqual([
    { firstLine: 1, lastLine: 1, use: 'noise' },
    { firstLine: 5, lastLine: 5, use: 'noise' },
    { firstLine: 8, lastLine: 10, use: 'noise' },
  ]);
});

test('freed memory: no count is printed where none is left', () => {
  const [category] = nmtDiff(
    read(['-  Arena Chunk (reserved=175KB -416KB, committed=175KB -416KB)', '  (malloc=175KB -416KB)']),
  ).categories;
  expect(category?.malloc).toEqual({ line: 2, bytes: 179200, deltaBytes: -425984, count: null, deltaCount: null });
});

test('scale=b: plain numbers; scale=MB: small changes vanish', () => {
  const bytes = nmtDiff(read(['Total: reserved=1000 +24, committed=500 -6', '- Internal (reserved=1000 +24, committed=500 -6)']));
  expect([bytes.unitBytes, bytes.total?.deltaReservedBytes, bytes.total?.deltaCommittedBytes]).toEqual([1, 24, -6]);
  const mib = nmtDiff(read(['Total: reserved=2012MB +903MB, committed=1290MB +904MB']));
  expect([mib.unitBytes, mib.total?.deltaReservedBytes]).toEqual([1048576, 903 * 1048576]);
});

test('a delta that lost its unit is a cut number, and is not believed', () => {
  const parsed = read(['Total: reserved=2007559KB +3759KB, committed=490435KB +377']);
  expect([parsed.facts, parsed.complete]).toEqual([[], false]);
  expect(parsed.warnings.map(({ line, code }) => [line, code])).toEqual([[1, 'nmt-diff/cut-number']]);
});

test('a second PID, title or total begins a second report', () => {
  const one = toLines(fixture('jdk17-deflater-leak.txt'));
  const parsed = read([...one, ...one]);
  expect(parsed.facts.map(({ kind }) => kind)).toEqual(['nmt-diff', 'nmt-diff']);
});

test('a report without any change is still told by 17 and later: their metaspace headings differ', () => {
  const still = ['Total: reserved=100KB, committed=50KB', '                           : (  Metadata)', '(    reserved=1KB, committed=1KB)'];
  expect(nmtSummaryDiff.detect(still).score).toBe(1);
  expect(nmtSummary.detect(still).score).toBe(0);
});

test('plain reports and sentences are none', () => {
  const plain = ['Total: reserved=100KB, committed=50KB', '-  GC (reserved=100KB, committed=50KB)', '   (malloc=3KB #4) (at peak)'];
  expect([nmtSummaryDiff.detect(plain).score, nmtDetailDiff.detect(plain).score]).toEqual([0, 0]);
  expect(plain.map((line) => nmtSummaryDiff.classify(line))).toEqual(['weak', 'weak', 'weak']);
  for (const prose of ['Internal grew by 4931KB (that is +4 MB)', 'The Internal pool (reserved=3KB +1KB, committed=3KB +1KB) grew', '5 +3'])
    expect(nmtSummaryDiff.classify(prose)).toBe('none');
});

const incidents = listCorpus('incidents').filter((name) => listCorpus(`incidents/${name}/t1`).includes('nmt-summary-diff.txt'));

test.each(incidents.map((name) => [name]))('%s: value − delta is what was there at the baseline', (name) => {
  const parsed = read(readCorpus(`incidents/${name}/t1/nmt-summary-diff.txt`));
  const diff = nmtDiff(parsed);
  expect([parsed.warnings, parsed.complete]).toEqual([[], true]);
  expectWholeDiff(diff);
  const report = (when: string) => nmtReport(readArtifact(nmtSummary, readCorpus(`incidents/${name}/${when}/nmt-summary.txt`)));
  // The baseline was taken by another command than the summary of t0: up to 5.6 MiB were committed in between.
  expectSameBaseline(diff, report('t0'), 5800);
  const now = report('t1');
  for (const category of diff.categories) {
    const same = now.categories.find((other) => other.name === category.name);
    expect(Math.abs((same?.committedBytes ?? 0) - category.committedBytes), category.name).toBeLessThanOrEqual(64 * 1024);
  }
  // detail.diff was printed a moment later, against the same baseline.
  const detail = nmtDiff(readArtifact(nmtDetailDiff, readCorpus(`incidents/${name}/t1/nmt-detail-diff.txt`)));
  for (const category of diff.categories) {
    const same = detail.categories.find((other) => other.name === category.name);
    const before = (change: typeof category | undefined) => (change ? change.committedBytes - change.deltaCommittedBytes : Number.NaN);
    expect(Math.abs(before(same) - before(category)), category.name).toBeLessThanOrEqual(1024);
  }
});

corpusTest('samples of diffs: 11 and 17 are whole or say that they are not', () => {
  const sample = (name: string) => read(readCorpus(`samples/nmt/${name}`));
  const of17 = sample('jdk17-g1-summary-diff.txt');
  expect([of17.complete, of17.warnings]).toEqual([true, []]);
  expectWholeDiff(nmtDiff(of17));
  const of11 = readArtifact(nmtSummaryDiff, toLines(readCorpus('samples/nmt/jdk11-summary-diff.txt')).slice(2));
  expect([of11.complete, of11.warnings]).toEqual([false, []]);
});

test('runs of blanks that became TABs', () => {
  const text = fixture('jdk17-deflater-leak.txt');
  const tabs = text.replaceAll(/ {2,}/g, '\t');
  expect(read(tabs).facts).toEqual(read(text).facts);
  expect(nmtSummaryDiff.detect(tabs.split('\n')).score).toBe(nmtSummaryDiff.detect(text.split('\n')).score);
});
