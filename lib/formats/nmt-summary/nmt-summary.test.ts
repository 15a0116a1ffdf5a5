import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { KIB } from '@/lib/base/bytes';
import { countLines } from '@/lib/base/line-runs';
import { findCategory, mallocLikeBytes } from '@/lib/model/nmt';
import { corpusTest, listCorpus, readCorpus, SEED } from '@/lib/testing/corpus';
import { expectWholeReport, nmtReport, nmtReports, showReport } from '../nmt/testing/show-report';
import { nmtDetail } from '../nmt-detail';
import { readArtifact, toLines } from '../testing/read-artifact';
import { nmtSummary } from '.';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
const read = (text: string | readonly string[]) => readArtifact(nmtSummary, text);
const sample = (name: string) => readCorpus(`samples/nmt/${name}`);

test('a summary of 17', () => {
  const parsed = read(fixture('jdk17-deflater-leak.txt'));
  expect([parsed.complete, parsed.warnings, parsed.tool]).toEqual([true, [], { pid: 5247, version: '17' }]);
  expect(showReport(nmtReport(parsed))).toMatchInlineSnapshot(`
    [
      "summary of pid 5247, JDK 17: reserved 2011.3 committed 624.0 MiB, malloc 32.3, mmap 1979.0",
      "Java Heap              reserved     512.0 committed     512.0 MiB  mmap",
      "Class                  reserved    1024.2 committed       0.5 MiB  malloc 220 KiB #3424, mmap, 1402 classes",
      "Thread                 reserved      70.2 committed       6.6 MiB  malloc 119 KiB #424, stack, arena 80 KiB, 70 threads",
      "Code                   reserved     242.2 committed       7.7 MiB  malloc 321 KiB #2451, mmap",
      "GC                     reserved      56.9 committed      56.9 MiB  malloc 5932 KiB #2998, mmap",
      "Compiler               reserved       0.7 committed       0.7 MiB  malloc 517 KiB #274, arena 165 KiB",
      "Internal               reserved       4.3 committed       4.3 MiB  malloc 4388 KiB #4677, mmap",
      "Other                  reserved      18.3 committed      18.3 MiB  malloc 18757 KiB #49",
      "Symbol                 reserved       1.3 committed       1.3 MiB  malloc 989 KiB #9834, arena 360 KiB",
      "Native Memory Tracking reserved       0.9 committed       0.9 MiB  malloc 450 KiB #5536, overhead 482 KiB",
      "Shared class space     reserved      16.0 committed      11.8 MiB  mmap",
      "Arena Chunk            reserved       0.2 committed       0.2 MiB  malloc 177 KiB #159",
      "Module                 reserved       0.0 committed       0.0 MiB  malloc 20 KiB #421",
      "Safepoint              reserved       0.0 committed       0.0 MiB  mmap",
      "Synchronization        reserved       0.0 committed       0.0 MiB  malloc 45 KiB #572",
      "Serviceability         reserved       0.0 committed       0.0 MiB  malloc 1 KiB #6",
      "Metaspace              reserved      64.0 committed       2.7 MiB  malloc 25 KiB #26, mmap",
      "String Deduplication   reserved       0.0 committed       0.0 MiB  malloc 1 KiB #8",
      "Object Monitors        reserved       0.0 committed       0.0 MiB  malloc 1 KiB #5",
    ]
  `);
});

test('a summary of 25: tags, peaks, threads', () => {
  const parsed = read(fixture('jdk25-deflater-leak.txt'));
  expect([parsed.complete, parsed.warnings, parsed.tool]).toEqual([true, [], { pid: 16880, version: '25' }]);
  expect(showReport(nmtReport(parsed))).toMatchInlineSnapshot(`
    [
      "summary of pid 16880, JDK 25: reserved 1981.1 committed 610.6 MiB, malloc 28.1, mmap 1953.0",
      "Java Heap              reserved     512.0 committed     512.0 MiB  mmap",
      "Class                  reserved    1024.2 committed       0.5 MiB  malloc 179 KiB #3333, mmap, 1632 classes",
      "Thread                 reserved      53.2 committed       4.9 MiB  malloc 130 KiB #321, stack, arena 60 KiB, 53 threads",
      "Code                   reserved     243.3 committed       8.8 MiB  malloc 1456 KiB #8861, mmap, arena 1 KiB",
      "GC                     reserved      46.8 committed      46.8 MiB  malloc 4827 KiB #3942, mmap, arena 0 KiB",
      "GCCardSet              reserved       0.0 committed       0.0 MiB  malloc 47 KiB #489",
      "Compiler               reserved       0.5 committed       0.5 MiB  malloc 310 KiB #214, arena 196 KiB",
      "Internal               reserved       6.2 committed       6.2 MiB  malloc 6358 KiB #4076, mmap",
      "Other                  reserved      12.2 committed      12.2 MiB  malloc 12518 KiB #35",
      "Symbol                 reserved       1.2 committed       1.2 MiB  malloc 894 KiB #3703, arena 360 KiB",
      "Native Memory Tracking reserved       1.0 committed       1.0 MiB  malloc 444 KiB #5446, arena 0 KiB, overhead 602 KiB",
      "Shared class space     reserved      16.0 committed      13.6 MiB  mmap",
      "Arena Chunk            reserved       0.0 committed       0.0 MiB  malloc 35 KiB #116",
      "Tracing                reserved       0.0 committed       0.0 MiB  malloc 14 KiB #62",
      "Arguments              reserved       0.0 committed       0.0 MiB  malloc 0 KiB #4",
      "Module                 reserved       0.0 committed       0.0 MiB  malloc 40 KiB #1263",
      "Safepoint              reserved       0.0 committed       0.0 MiB  mmap",
      "Synchronization        reserved       0.2 committed       0.2 MiB  malloc 237 KiB #2319",
      "Serviceability         reserved       0.0 committed       0.0 MiB  malloc 17 KiB #14",
      "Metaspace              reserved      64.0 committed       2.5 MiB  malloc 15 KiB #17, mmap",
      "String Deduplication   reserved       0.0 committed       0.0 MiB  malloc 1 KiB #8",
      "Object Monitors        reserved       0.0 committed       0.0 MiB  malloc 1 KiB #7",
    ]
  `);
});

test('scale=MB and scale=GB: zeros are real, sums are rounded', () => {
  const mb = nmtReport(read(fixture('jdk17-scale-mb.txt')));
  expect([mb.unitBytes, mb.total?.reservedBytes, mb.jdkFamily]).toEqual([KIB ** 2, 1977 * KIB ** 2, 17]);
  const gb = read(fixture('jdk25-scale-gb.txt'));
  expect(showReport(nmtReport(gb))).toMatchInlineSnapshot(`
    [
      "summary of pid 22640, JDK 25: reserved 1024.0 committed 0.0 MiB, malloc 0.0, mmap 1024.0",
      "Class                  reserved    1024.0 committed       0.0 MiB  mmap, 764 classes",
    ]
  `);
  expect([gb.complete, gb.warnings]).toEqual([true, []]);
});

test('the report as the model knows it', () => {
  const report = nmtReport(read(fixture('jdk17-deflater-leak.txt')));
  expect(report).toMatchObject({ level: 'summary', pid: 5247, unitBytes: KIB, ranges: [], sites: [] });
  expect(findCategory(report, 'Thread')).toMatchInlineSnapshot(`
    {
      "arena": {
        "bytes": 81920,
        "count": 138,
        "line": 32,
      },
      "classCount": null,
      "committedBytes": 6930432,
      "lastLine": 32,
      "line": 28,
      "malloc": {
        "bytes": 121856,
        "count": 424,
        "line": 31,
      },
      "mmap": null,
      "name": "Thread",
      "reservedBytes": 73605120,
      "stack": {
        "committedBytes": 6725632,
        "line": 30,
        "reservedBytes": 73400320,
      },
      "threadCount": 70,
      "trackingOverhead": null,
    }
  `);
  // M: the "malloc:" line below Total counts the same memory, rounded once.
  expect(Math.abs(mallocLikeBytes(report) - (report.totalMalloc?.bytes ?? 0))).toBeLessThanOrEqual(2 * KIB);
});

test.each(['jdk17-deflater-leak.txt', 'jdk25-deflater-leak.txt', 'jdk17-scale-mb.txt', 'jdk25-scale-gb.txt'])('%s adds up', (name) =>
  expectWholeReport(nmtReport(read(fixture(name)))),
);

test('lines are classed by themselves', () => {
  const classes = {
    strong: [
      'Total: reserved=85091386KB, committed=84530010KB',
      '- Java Heap (reserved=75497472KB, committed=75497472KB)',
      '                            (malloc=93KB #1024) (at peak) ',
      '(mmap: reserved=32KB, committed=32KB)',
      '       malloc: 28506KB #12341',
    ],
    head: ['107870:', 'Native Memory Tracking:'],
    weak: [
      '(classes #24712)',
      '(    used=161KB)',
      '(    reserved=8192KB, committed=5120KB)',
      '(malloc=5296401KB #75822) is what worries us',
      // Cut, and of a difference report: they belong here, but say nothing by themselves.
      '       malloc: 5747358K',
      '(mmap: reserved=1056',
      'Total: reserved=2007560KB +3760KB, committed=490436KB +3780KB',
    ],
    none: [
      '那malloc申请的malloc=5296401KB去哪里了?只好把jcmd和pmap里面的内存对应起来。',
      'Internal grew by 4931KB (that is 5 MB).',
      '(malloc is slow',
      '[0x00007fe98dff4000 - 0x00007fe98dffc000] reserved and committed 32KB for Internal from',
      '[0x00007fe98c9599d2] PerfMemory::create_memory_region(unsigned long)+0xac2',
      '((malloc=20490KB tag=Other #22) (at peak))',
      'Native memory tracking is not enabled',
      '',
      '10616:   /opt/java/bin/java -Xmx512m',
    ],
  };
  for (const [lineClass, texts] of Object.entries(classes))
    for (const text of texts) expect([text, nmtSummary.classify(text)]).toEqual([text, lineClass]);
});

test('the commands that print it', () => {
  const fits = (command: string) => nmtSummary.command?.test(command);
  for (const command of [
    'jcmd 1 VM.native_memory',
    'jcmd 107870 VM.native_memory summary scale=MB',
    'kubectl exec p -- jcmd 1 VM.native_memory',
  ])
    expect([command, fits(command)]).toEqual([command, true]);
  for (const what of ['detail', 'baseline', 'summary.diff', 'detail.diff', 'statistics', 'shutdown'])
    expect([what, fits(`jcmd 1 VM.native_memory ${what}`)]).toEqual([what, false]);
});

test('detection says why', () => {
  expect(nmtSummary.detect(toLines(fixture('jdk17-scale-mb.txt')))).toEqual({ score: 1, because: '40 of 40 lines are NMT summary lines' });
  expect(nmtDetail.detect(toLines(fixture('jdk17-scale-mb.txt'))).score).toBe(0);
  expect(nmtSummary.detect(['107870:', 'Native memory tracking is not enabled']).score).toBe(0);
});

// Captured next to the memory maps; the oracle that wrote truth.json reads NMT by other code.
const snapshots = listCorpus('incidents').flatMap((incident) =>
  listCorpus(`incidents/${incident}`)
    .filter((moment) => /^t\d/.test(moment))
    .map((moment) => ({ incident, moment, path: `incidents/${incident}/${moment}` })),
);

corpusTest('every captured summary is read without a warning, adds up, and is a summary only', () => {
  expect(snapshots.length).toBeGreaterThan(15);
  const captures = listCorpus('knowledge/captures').filter((name) => name.endsWith('nmt-summary.txt'));
  const paths = [
    ...snapshots.flatMap(({ path }) => ['nmt-summary.txt', 'nmt-summary-mb.txt'].map((name) => `${path}/${name}`)),
    ...captures.map((name) => `knowledge/captures/${name}`),
    ...['summary-summary.txt', 'summary-jdk25-summary.txt', 'summary-summary-scale-GB.txt'].map((name) => `incidents/nmt-edge/${name}`),
    ...['jdk17-g1-summary.txt', 'jdk17-g1-summary-gb.txt', 'jdk17-print-at-exit-bytes.txt', 'jdk17-zgc-summary-bytes.txt'].map(
      (name) => `samples/nmt/${name}`,
    ),
    'samples/nmt/jdk25-serial-summary.txt',
    'samples/nmt/jdk8-from-hs-err.txt',
  ];
  const present = paths.filter((path) => !path.includes('t2-skewed/nmt-summary-mb'));
  for (const path of present) {
    const lines = toLines(readCorpus(path));
    const parsed = read(lines);
    expect([path, parsed.complete, parsed.warnings, nmtSummary.detect(lines).score, nmtDetail.detect(lines).score]).toEqual([
      path,
      true,
      [],
      1,
      0,
    ]);
    expectWholeReport(nmtReport(parsed));
    expect(['used', 'noise'].reduce((sum, use) => sum + countLines(parsed.runs, use as 'used'), 0)).toBe(lines.length);
  }
});

corpusTest('replies without data and difference reports are claimed by neither format', () => {
  const names = listCorpus('samples/nmt').filter((name) => /diff|baseline|statistics|not-enabled/.test(name));
  const edge = listCorpus('incidents/nmt-edge').filter((name) => /^off-|baseline|diff|statistics|detail|no-such/.test(name));
  const diffs = snapshots.flatMap(({ path }) =>
    listCorpus(path)
      .filter((name) => /nmt-(?:.*-diff|baseline)/.test(name))
      .map((name) => `${path}/${name}`),
  );
  const paths = [...names.map((name) => `samples/nmt/${name}`), ...edge.map((name) => `incidents/nmt-edge/${name}`), ...diffs];
  expect(paths.length).toBeGreaterThan(30);
  for (const path of paths) {
    const lines = toLines(readCorpus(path));
    expect([path, nmtSummary.detect(lines).score, nmtDetail.detect(lines).score]).toEqual([path, 0, 0]);
  }
});

corpusTest('the seed: eleven categories of 8, M = 5,461,281 KB', () => {
  const lines = toLines(readCorpus(SEED)).slice(87, 135);
  const parsed = readArtifact(nmtSummary, lines, {}, 88);
  const report = nmtReport(parsed);
  expect([parsed.complete, parsed.warnings, parsed.tool]).toEqual([true, [], { pid: 107870, version: '8' }]);
  expect(report.total).toEqual({ line: 92, reservedBytes: 85_091_386 * KIB, committedBytes: 84_530_010 * KIB });
  expect(mallocLikeBytes(report)).toBe(5_461_281 * KIB);
  expectWholeReport(report);
  expect(findCategory(report, 'Internal')).toMatchObject({
    line: 119,
    lastLine: 121,
    malloc: { line: 120, bytes: 5_296_401 * KIB, count: 75_822 },
    mmap: { line: 121, reservedBytes: 32 * KIB, committedBytes: 32 * KIB },
  });
  expect(showReport(report)).toMatchInlineSnapshot(`
    [
      "summary of pid 107870, JDK 8: reserved 83097.1 committed 82548.8 MiB",
      "Java Heap              reserved   73728.0 committed   73728.0 MiB  mmap",
      "Class                  reserved     163.1 committed     163.1 MiB  malloc 7293 KiB #110480, mmap, 24712 classes",
      "Thread                 reserved     450.5 committed     450.5 MiB  malloc 1451 KiB #2268, stack, arena 1418 KiB, 447 threads",
      "Code                   reserved     542.6 committed     138.4 MiB  malloc 23111 KiB #31456, mmap",
      "GC                     reserved    2859.9 committed    2859.9 MiB  malloc 94147 KiB #57989, mmap",
      "Compiler               reserved       0.7 committed       0.7 MiB  malloc 588 KiB #919, arena 131 KiB",
      "Internal               reserved    5172.3 committed    5172.3 MiB  malloc 5296401 KiB #75822, mmap",
      "Symbol                 reserved      22.1 committed      22.1 MiB  malloc 20110 KiB #202465, arena 2501 KiB",
      "Native Memory Tracking reserved       7.9 committed       7.9 MiB  malloc 463 KiB #6860, overhead 7648 KiB",
      "Arena Chunk            reserved       5.9 committed       5.9 MiB  malloc 6019 KiB",
      "Unknown                reserved     144.0 committed       0.0 MiB  mmap",
    ]
  `);
});

corpusTest('11: dashes and blank lines lost, decimal comma', () => {
  const parsed = read(toLines(sample('jdk11-decimal-comma-no-dash.txt')).slice(1));
  expect([parsed.complete, parsed.warnings, parsed.tool.version]).toEqual([false, [], '11']);
  expect(showReport(nmtReport(parsed))).toMatchInlineSnapshot(`
    [
      "summary of pid null, JDK 11: reserved 6493.7 committed 405.6 MiB",
      "Java Heap              reserved    4946.0 committed     310.0 MiB  mmap",
      "Class                  reserved    1032.2 committed       5.8 MiB  malloc 159 KiB #1291, mmap, 944 classes",
      "Thread                 reserved      20.1 committed       1.0 MiB  malloc 59 KiB #104, stack, 17 threads",
    ]
  `);
});

corpusTest('summaries cut in the middle of a line', () => {
  const cut = (name: string, from: number) => {
    const lines = toLines(sample(name)).slice(from);
    const parsed = read(lines);
    const [report] = nmtReports(parsed);
    return [parsed.complete, parsed.warnings.map(({ line, code }) => `${lines.length - line} ${code}`), report?.categories.length];
  };
  expect(cut('jdk21-container-prompt.txt', 1)).toEqual([false, ['0 nmt/cut-number'], 0]);
  expect(nmtReport(read(toLines(sample('jdk21-container-prompt.txt')).slice(1)))).toMatchObject({ totalMalloc: null, jdkFamily: null });
  expect(cut('jdk8-scale-mb.txt', 0)).toEqual([false, ['0 nmt/cut-line'], 8]);
  expect(cut('jdk8-print-at-exit.txt', 5)).toEqual([false, ['0 nmt/cut-number'], 2]);
});

corpusTest('malloc and its like equal the truth of every incident', () => {
  let checked = 0;
  for (const { incident, moment, path } of snapshots) {
    const truth = JSON.parse(readCorpus(`incidents/${incident}/truth.json`)).snapshots[moment]?.nmt;
    const report = nmtReport(readArtifact(nmtDetail, readCorpus(`${path}/nmt-detail.txt`)));
    expect([path, mallocLikeBytes(report) / KIB]).toEqual([path, truth.malloc_like_kb]);
    expect([path, (report.total?.reservedBytes ?? 0) / KIB, (report.total?.committedBytes ?? 0) / KIB]).toEqual([
      path,
      truth.total.reserved_kb,
      truth.total.committed_kb,
    ]);
    for (const [name, expected] of Object.entries<Record<string, number>>(truth.categories)) {
      const category = findCategory(report, name);
      expect([
        path,
        name,
        category?.reservedBytes,
        category?.committedBytes,
        category?.malloc?.bytes ?? 0,
        category?.arena?.bytes ?? 0,
      ]).toEqual([
        path,
        name,
        (expected.reserved_kb ?? 0) * KIB,
        (expected.committed_kb ?? 0) * KIB,
        (expected.malloc_kb ?? 0) * KIB,
        (expected.arena_kb ?? 0) * KIB,
      ]);
    }
    checked++;
  }
  expect(checked).toBe(snapshots.length);
});
