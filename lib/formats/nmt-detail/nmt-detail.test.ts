import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatAddress } from '@/lib/base/address';
import { KIB } from '@/lib/base/bytes';
import { sortIntervals } from '@/lib/base/interval-sweep';
import { countLines } from '@/lib/base/line-runs';
import type { NmtRange } from '@/lib/model/nmt';
import { corpusTest, listCorpus, readCorpus, SEED } from '@/lib/testing/corpus';
import { expectSoundRanges, expectWholeReport, nmtReport, showRange, showReport } from '../nmt/testing/show-report';
import { unionBytes } from '../nmt/testing/union-bytes';
import { nmtSummary } from '../nmt-summary';
import { readArtifact, toLines } from '../testing/read-artifact';
import { nmtDetail } from '.';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
const read = (text: string | readonly string[]) => readArtifact(nmtDetail, text);
const sizeKb = (ranges: readonly NmtRange[]) => ranges.reduce((sum, range) => sum + range.sizeBytes, 0) / KIB;

test.each([
  ['jdk17-healthy-few-sites.txt', 12820, 17, 64, 16],
  ['jdk25-deflater-leak-few-sites.txt', 16880, 25, 69, 16],
])('%s: summary, ranges, call sites', (name, pid, family, ranges, sites) => {
  const lines = toLines(fixture(name));
  const parsed = read(lines);
  const report = nmtReport(parsed);
  expect([parsed.complete, parsed.warnings, parsed.tool]).toEqual([true, [], { pid, version: String(family) }]);
  expect([report.level, report.ranges.length, report.sites.length]).toEqual(['detail', ranges, sites]);
  expectWholeReport(report);
  expectSoundRanges(report.ranges);
  expect(sizeKb(report.ranges) * KIB).toBe(report.totalMmap?.reservedBytes);
  expect(countLines(parsed.runs, 'used') + countLines(parsed.runs, 'noise')).toBe(lines.length);
});

test('17 ascends, 25 descends; ranges in printed order', () => {
  const { ranges: of17 } = nmtReport(read(fixture('jdk17-healthy-few-sites.txt')));
  const { ranges: of25 } = nmtReport(read(fixture('jdk25-deflater-leak-few-sites.txt')));
  expect(of17.map(({ start }) => start)).toEqual(sortIntervals(of17).map(({ start }) => start));
  expect(of25.map(({ start }) => start)).toEqual(
    sortIntervals(of25)
      .map(({ start }) => start)
      .reverse(),
  );
  expect([...of17.slice(0, 3), ...of25.slice(0, 3)].map(showRange)).toMatchInlineSnapshot(`
    [
      "91-149 0xe0000000 524288 KiB Java Heap, committed 262144 KiB in 9, 4 frames",
      "151-160 0x7fb851dff000 1024 KiB Thread Stack, committed 52 KiB in 2, 1 frames",
      "162-165 0x7fb851f00000 1024 KiB Thread Stack, committed 16 KiB in 1, 1 frames",
      "103-113 0x7fec2ac42000 4 KiB Internal, committed 4 KiB in 1, 4 frames",
      "115-125 0x7fec2ac40000 8 KiB Safepoint, committed 8 KiB in 1, 4 frames",
      "127-131 0x7fec2aa19000 32 KiB Internal, committed 32 KiB in 0, 4 frames",
    ]
  `);
});

test('the heap of 17: parts that are committed, and the stack that reserved it', () => {
  const heap = nmtReport(read(fixture('jdk17-healthy-few-sites.txt'))).ranges.find(({ category }) => category === 'Java Heap');
  expect(heap?.committed.map(({ start, end, line }) => `${line} ${formatAddress(start)}-${formatAddress(end)}`)).toMatchInlineSnapshot(`
    [
      "97 0xe0000000-0xef500000",
      "103 0xef500000-0xef900000",
      "109 0xefe00000-0xf0000000",
      "115 0xffa00000-0xffc00000",
      "121 0xffd00000-0xffe00000",
      "127 0xffe00000-0xffe75000",
      "133 0xffe75000-0xfff00000",
      "139 0xfff00000-0xfff78000",
      "145 0xfff78000-0x100000000",
    ]
  `);
  expect(heap?.frames).toMatchInlineSnapshot(`
    [
      "ReservedSpace::reserve(unsigned long, unsigned long, unsigned long, char*, bool)+0xac",
      "ReservedHeapSpace::try_reserve_range(char*, char*, unsigned long, char*, char*, unsigned long, unsigned long, unsigned long)+0x149",
      "ReservedHeapSpace::initialize_compressed_heap(unsigned long, unsigned long, unsigned long)+0x88f",
      "ReservedHeapSpace::ReservedHeapSpace(unsigned long, unsigned long, unsigned long, char const*)+0x149",
    ]
  `);
});

test('call sites: largest first, stack below stack', () => {
  const [largest, second] = nmtReport(read(fixture('jdk25-deflater-leak-few-sites.txt'))).sites;
  expect([largest, second]).toMatchInlineSnapshot(`
    [
      {
        "category": "Other",
        "committedBytes": 0,
        "frames": [
          "0x7fec13f16772",
        ],
        "lastLine": 886,
        "line": 885,
        "mallocBytes": 12795904,
        "mallocCount": 32,
        "reservedBytes": 0,
      },
      {
        "category": "Internal",
        "committedBytes": 0,
        "frames": [
          "ElfSection::ElfSection(_IO_FILE*, Elf64_Shdr const&)+0x74",
          "ElfStringTable::ElfStringTable(_IO_FILE*, Elf64_Shdr&, int)+0x21",
          "ElfFile::load_tables()+0x10c",
          "ElfFile::ElfFile(char const*)+0xa3",
        ],
        "lastLine": 892,
        "line": 888,
        "mallocBytes": 3375104,
        "mallocCount": 9,
        "reservedBytes": 0,
      },
    ]
  `);
  const mmap = nmtReport(read(fixture('jdk17-healthy-few-sites.txt'))).sites.filter(({ reservedBytes }) => reservedBytes > 0);
  expect(mmap.map(({ category, reservedBytes, frames }) => `${category} ${reservedBytes / KIB} KiB ${frames[0]}`)).toMatchInlineSnapshot(`
    [
      "Shared class space 1064960 KiB ReservedSpace::reserve(unsigned long, unsigned long, unsigned long, char*, bool)+0x291",
      "Java Heap 524288 KiB ReservedSpace::reserve(unsigned long, unsigned long, unsigned long, char*, bool)+0xac",
      "Code 245760 KiB ReservedSpace::reserve(unsigned long, unsigned long, unsigned long, char*, bool)+0x291",
      "Metaspace 65536 KiB ReservedSpace::reserve(unsigned long, unsigned long, unsigned long, char*, bool)+0x291",
    ]
  `);
});

test('two ranges without anything else', () => {
  const parsed = read(fixture('jdk17-two-ranges.txt'));
  const report = nmtReport(parsed);
  expect([parsed.complete, parsed.warnings]).toEqual([false, []]);
  expect(report).toMatchObject({ level: 'detail', total: null, pid: null, categories: [], unitBytes: KIB });
  expect(report.ranges.map(showRange)).toEqual([
    '1-10 0x7fb851dff000 1024 KiB Thread Stack, committed 32 KiB in 2, 1 frames',
    '11-15 0x7fb8cd98a000 32 KiB Internal, committed 32 KiB in 0, 4 frames',
  ]);
});

test('lines are classed by themselves', () => {
  const classes = {
    strong: [
      'Total: reserved=85091386KB, committed=84530010KB',
      '[0x00007fe98dff4000 - 0x00007fe98dffc000] reserved and committed 32KB for Internal from',
      '\t[0x00007ef48228d000 - 0x00007ef4823cd000] committed 1280KB from',
      '[0x0000000000000000 - 0x0000000010000000] allocated 262144KB for Java Heap from',
      '((malloc=20490KB tag=Other #22) (at peak))',
      '(reserved=72KB, committed=72KB Type=GC)',
    ],
    head: ['107870:', 'Native Memory Tracking:'],
    weak: [
      'Virtual memory map:',
      'Details:',
      'Memory file details',
      '[0x00007fe98c9599d2] PerfMemory::create_memory_region(unsigned long)+0xac2',
      '[0x00007fa756d109df]JavaMain+0x8f in libjli.so',
      '[0x00007fa9009455ba]',
      '[BOOTSTRAP]',
      '(1483 call sites weighting less than 1KB each omitted.)',
      '[0x00007ef48228d000 - 0x00007ef48',
    ],
    none: [
      '[ 0] longest_match',
      '[presto@hostname ~]$ jcmd 1 VM.native_memory detail',
      'Details of the incident:',
      '[WARN] 0x00007fe98c9599d2',
    ],
  };
  for (const [lineClass, texts] of Object.entries(classes))
    for (const text of texts) expect([text, nmtDetail.classify(text)]).toEqual([text, lineClass]);
});

test('a detail report is explained better by this format than as a summary', () => {
  const lines = toLines(fixture('jdk17-healthy-few-sites.txt'));
  expect(nmtDetail.detect(lines)).toEqual({
    score: 1,
    because: expect.stringMatching(/^\d+ of \d+ lines are NMT lines, \d+ of them of ranges/),
  });
  expect(nmtSummary.detect(lines).score).toBeLessThan(0.4);
  // Frames alone are anybody's.
  expect(nmtDetail.detect(['[0x00007fe98c9599d2] PerfMemory::initialize()+0x44']).score).toBe(0);
});

test('the commands that print it', () => {
  expect(nmtDetail.command?.test('jcmd 107870 VM.native_memory detail scale=KB > nmt.txt')).toBe(true);
  for (const what of ['', ' summary', ' detail.diff', ' summary.diff'])
    expect(nmtDetail.command?.test(`jcmd 1 VM.native_memory${what}`)).toBe(false);
});

test('the union of intervals that overlap, touch and repeat', () => {
  const at = (start: number, end: number) => ({ start: BigInt(start), end: BigInt(end) });
  expect(unionBytes([])).toBe(0);
  expect(unionBytes([at(30, 40), at(0, 10), at(5, 20), at(20, 25), at(0, 10), at(32, 34)])).toBe(35);
});

const details = listCorpus('incidents').flatMap((incident) =>
  listCorpus(`incidents/${incident}`)
    .filter((moment) => /^t\d/.test(moment))
    .map((moment) => ({ incident, moment, path: `incidents/${incident}/${moment}/nmt-detail.txt` })),
);

corpusTest('every captured detail report is read without a warning, adds up, and its ranges sum up to mmap reserved', () => {
  const paths = [
    ...details.map(({ path }) => path),
    ...['leak-jdk17-g1', 'leak-jdk25-g1'].map((name) => `knowledge/captures/${name}.nmt-detail.txt`),
    ...['jdk17-g1-detail', 'jdk25-serial-detail', 'jdk25-zgc-detail'].map((name) => `samples/nmt/${name}.txt`),
  ];
  expect(paths.length).toBeGreaterThan(20);
  for (const path of paths) {
    const lines = toLines(readCorpus(path));
    const parsed = read(lines);
    const report = nmtReport(parsed);
    expect([path, parsed.complete, parsed.warnings]).toEqual([path, true, []]);
    expect([path, nmtDetail.detect(lines).score, nmtSummary.detect(lines).score < 0.4]).toEqual([path, 1, true]);
    expectWholeReport(report);
    expectSoundRanges(report.ranges);
    expect([path, sizeKb(report.ranges) * KIB]).toEqual([path, report.totalMmap?.reservedBytes]);
    // Every call site has its stack; what is omitted is printed as a count.
    expect(report.sites.every((site) => site.frames.length > 0 && site.category !== null)).toBe(true);
    expect(report.sites.reduce((sum, site) => sum + site.mallocBytes, 0)).toBeLessThanOrEqual((report.totalMalloc?.bytes ?? 0) * 1.01);
  }
});

corpusTest('ranges equal the truth of every incident', () => {
  expect(details.length).toBeGreaterThan(15);
  for (const { incident, moment, path } of details) {
    const truth = JSON.parse(readCorpus(`incidents/${incident}/truth.json`)).snapshots[moment].nmt_ranges;
    const { ranges } = nmtReport(read(readCorpus(path)));
    const whole = ranges.filter((range) => range.committedBytes === range.sizeBytes);
    const byCategory: Record<string, number> = {};
    for (const range of ranges) byCategory[range.category] = (byCategory[range.category] ?? 0) + range.sizeBytes / KIB;
    expect([path, ranges.length, unionBytes(ranges) / KIB, byCategory]).toEqual([
      path,
      truth.reserved_ranges,
      truth.reserved_union_kb,
      truth.reserved_by_category_kb,
    ]);
    // The oracle counts the parts, and each "reserved and committed" range as one more.
    const parts = ranges.reduce((sum, range) => sum + range.committed.length, 0);
    expect(truth.committed_ranges - parts).toBeGreaterThanOrEqual(whole.filter((range) => range.committed.length === 0).length);
  }
});

corpusTest('the memory file of ZGC gives no range', () => {
  const text = readCorpus('samples/nmt/jdk25-zgc-detail.txt');
  expect(text).toContain('allocated 262144KB for Java Heap');
  const { ranges } = nmtReport(read(text));
  expect([sizeKb(ranges), ranges.filter(({ start }) => start === 0n)]).toEqual([5_596_160, []]);
});

corpusTest('the seed: one range with four frames', () => {
  const lines = toLines(readCorpus(SEED)).slice(143, 148);
  const parsed = readArtifact(nmtDetail, lines, { pid: 107870 }, 144);
  const report = nmtReport(parsed);
  expect([nmtDetail.detect(lines).score, nmtSummary.detect(lines).score, parsed.warnings, parsed.complete]).toEqual([1, 0, [], false]);
  expect(report).toMatchObject({ pid: 107870, level: 'detail', total: null, categories: [], sites: [], jdkFamily: null });
  expect(report.ranges).toEqual([
    {
      start: 0x7fe98dff4000n,
      end: 0x7fe98dffc000n,
      line: 144,
      lastLine: 148,
      category: 'Internal',
      sizeBytes: 32 * KIB,
      committedBytes: 32 * KIB,
      committed: [],
      frames: [
        'PerfMemory::create_memory_region(unsigned long)+0xac2',
        'PerfMemory::initialize()+0x44',
        'Threads::create_vm(JavaVMInitArgs*, bool*)+0x1ad',
        'JNI_CreateJavaVM+0x74',
      ],
    },
  ]);
});

corpusTest('8: the tail of a summary, a map with TABs, cut behind a committed part', () => {
  const parsed = read(readCorpus('samples/nmt/jdk8-detail-tab-children.txt'));
  const report = nmtReport(parsed);
  expect([parsed.complete, parsed.warnings, report.categories.length]).toEqual([false, [], 5]);
  expect(report.ranges.map(showRange)).toEqual([
    '21-23 0x7ef481693000 1028 KiB Thread Stack, committed 1028 KiB in 0, 2 frames',
    '25-27 0x7ef481794000 1028 KiB Thread Stack, committed 1028 KiB in 0, 2 frames',
    '29-35 0x7ef48224d000 2048 KiB Class, committed 1280 KiB in 1, 4 frames',
  ]);
});

corpusTest('edited by hand: thousands separators, no dash, a range without "from"', () => {
  const lines = toLines(readCorpus('samples/nmt/hand-edited-thousands.txt'));
  const report = nmtReport(read(lines));
  expect([report.unitBytes, nmtDetail.detect(lines).score, read(lines).warnings]).toEqual([1, 1, []]);
  expect([...showReport(report), ...report.ranges.map(showRange)]).toMatchInlineSnapshot(`
    [
      "detail of pid null, JDK null: no total",
      "Java Heap              reserved    8192.0 committed    8192.0 MiB  mmap",
      "GC                     reserved     374.4 committed     374.4 MiB  malloc 38573 KiB #14801, mmap",
      "8-8 0x600000000 8388608 KiB Java Heap, committed 8388608 KiB in 0, 0 frames",
    ]
  `);
});

corpusTest('a detail report pasted into an issue, cut in the middle of its map', () => {
  const lines = toLines(readCorpus('samples/mixed-documents/issue-markdown.txt')).slice(29, 159);
  const parsed = readArtifact(nmtDetail, lines, {}, 30);
  const report = nmtReport(parsed);
  expect([parsed.complete, parsed.warnings, report.level, report.pid]).toEqual([false, [], 'detail', 10616]);
  expect(report.ranges.map(showRange)).toMatchInlineSnapshot(`
    [
      "120-154 0xe0000000 524288 KiB Java Heap, committed 389120 KiB in 5, 4 frames",
      "156-159 0x7fa897000000 65536 KiB Metaspace, committed 0 KiB in 0, 3 frames",
    ]
  `);
  expectWholeReport(report);
});
