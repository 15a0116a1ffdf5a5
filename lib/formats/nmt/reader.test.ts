import { expect, test } from 'vitest';
import { KIB } from '@/lib/base/bytes';
import { findCategory } from '@/lib/model/nmt';
import { nmtDetail } from '../nmt-detail';
import { readArtifact, toLines } from '../testing/read-artifact';
import { nmtReport, nmtReports, showRange, showReport } from './testing/show-report';

const read = (text: string | readonly string[], pid: number | null = null) => readArtifact(nmtDetail, text, { pid });
const warnings = (text: string | readonly string[]) => read(text).warnings.map(({ line, code }) => `${line} ${code}`);

/** One letter per line: u(sed), n(oise), w(arned). */
const uses = (text: string | readonly string[]) =>
  read(text)
    .runs.map(({ firstLine, lastLine, use }) => (use[0] ?? '?').repeat(lastLine - firstLine + 1))
    .join('');

const SMALL = `107870:

Native Memory Tracking:

(Omitting categories weighting less than 1KB)

Total: reserved=30KB, committed=20KB
       malloc: 5KB #2
       mmap:   reserved=25KB, committed=15KB

-                     Class (reserved=15KB, committed=10KB)
                            (classes #7)
                            (  instance classes #5, array classes #2)
                            (malloc=5KB #2) (at peak)
                            (mmap: reserved=10KB, committed=5KB)
                            (  Metadata:   )
                            (    reserved=8KB, committed=5KB)
                            (    used=3KB)
                            (    waste=2KB =40.00%)

-                        GC (reserved=15KB, committed=10KB)
                            (mmap: reserved=15KB, committed=10KB)
`;

test('every line has one use', () => {
  // PID line; heads; three totals; category, classes, malloc, mmap; blocks of Metadata; category, mmap.
  expect(uses(SMALL)).toBe('unnnnnuuunuunuunnnnnuu');
  const parsed = read(SMALL);
  expect([parsed.complete, parsed.warnings, parsed.tool]).toEqual([true, [], { pid: 107870, version: '17' }]);
  expect(nmtReport(parsed).categories.map(({ name, line, lastLine }) => `${name} ${line}-${lastLine}`)).toEqual([
    'Class 11-19',
    'GC 21-22',
  ]);
});

test('a blank is all that authors may take: dash, indentation and blank lines', () => {
  const bare = toLines(SMALL)
    .map((text) => text.replace(/^[-\s]+/, ''))
    .filter((text) => text !== '');
  const strip = (lines: readonly string[]) => showReport(nmtReport(read(lines)));
  expect(strip(bare)).toEqual(strip(toLines(SMALL)));
});

test('notes behind the values change nothing', () => {
  const noted = toLines(SMALL).map((text) => (/\)$|KB$/.test(text) ? `${text}\t← 注: 5KB +3KB` : text));
  expect(showReport(nmtReport(read(noted)))).toEqual(showReport(nmtReport(read(SMALL))));
  expect(read(noted).warnings).toEqual([]);
});

test('two reports in one text are two facts, with or without titles', () => {
  const parts = { pid: SMALL, title: SMALL.slice(8), total: SMALL.slice(SMALL.indexOf('Total:')) };
  for (const second of Object.values(parts)) {
    const parsed = read(SMALL + second);
    expect(nmtReports(parsed).map((report) => report.categories.length)).toEqual([2, 2]);
    expect([parsed.complete, parsed.warnings, parsed.tool.pid]).toEqual([true, [], 107870]);
  }
  // jcmd … | grep Internal, twice
  const grepped = read('- Internal (reserved=5KB, committed=5KB)\n- Internal (reserved=9KB, committed=9KB)\n');
  expect(nmtReports(grepped).map((report) => report.categories[0]?.reservedBytes)).toEqual([5 * KIB, 9 * KIB]);
});

test('the pid of the prompt serves where the report has none', () => {
  expect(nmtReport(read(SMALL, 1)).pid).toBe(107870);
  const untitled = SMALL.slice(8);
  expect([nmtReport(read(untitled, 4711)).pid, read(untitled, 4711).tool]).toEqual([4711, { version: '17' }]);
  expect(nmtReport(read(untitled)).pid).toBeNull();
});

test('a text without values gives no fact', () => {
  expect(read('15636:\nDetail tracking is not enabled\n')).toMatchObject({ facts: [], complete: false });
  expect(read([])).toMatchObject({ facts: [], runs: [], complete: false });
});

test.each([
  ['Total: reserved=8444154KB, committed=6461730KB\n       malloc: 5747358K', '2 nmt/cut-number'],
  ['Total: reserved=8444154KB, committed=6461730KB\n       malloc: 5747358KB #12', '2 nmt/cut-number'],
  ['Total: reserved=8444154KB, committed=6461730KB\n       mmap:   reserved=845', '2 nmt/cut-number'],
  ['107870:\n\nTotal: reserved=8444154, committed=6461', '3 nmt/cut-number'],
  ['- GC (reserved=5KB, committed=5KB)\n(mmap: reserved=1056\n\n\n', '2 nmt/cut-number'],
  ['- GC (reserved=5KB, committed=5KB)\n(mmap: reserved=5KB, commi', '2 nmt/cut-line'],
  ['- GC (reserved=5KB, committed=5KB)\n-    Native Memory Tracking (reserv', '2 nmt/cut-line'],
  ['- GC (reserved=5KB, committed=5KB)\n-               Arena Chu', '2 nmt/cut-line'],
  ['- GC (reserved=5KB, committed=5KB)\n[0x00007ef48228d000 - 0x00007ef4823', '2 nmt/cut-number'],
  ['- GC (reserved=5KB, committed=5KB)\n[0x00007ef48228d000 - 0x00007ef4823cd000] reserved and comm', '2 nmt/cut-line'],
])('the last line, cut in the middle, is warned and not used: %j', (text, warning) => {
  expect(warnings(text)).toEqual([warning]);
  expect(uses(text).replace(/n+$/, '')).toMatch(/w$/);
  expect(read(text).complete).toBe(false);
  const [report] = nmtReports(read(text));
  expect(JSON.stringify([report?.totalMalloc ?? null, report?.totalMmap ?? null, report?.categories[0]?.mmap ?? null])).toBe(
    '[null,null,null]',
  );
});

test('a number may end a line inside the text', () => {
  expect(nmtReport(read(`${SMALL}`)).totalMalloc).toEqual({ line: 8, bytes: 5 * KIB, count: 2 });
  const bytes = 'Total: reserved=3000, committed=2000\n\n\n- GC (reserved=3000, committed=2000)\n';
  expect([nmtReport(read(bytes)).total?.reservedBytes, read(bytes).complete, uses(bytes)]).toEqual([3000, true, 'unnu']);
});

test('units: the coarsest counts, a number that lost its unit does not', () => {
  expect(nmtReport(read('Total: reserved=3GB, committed=2GB\n- GC (reserved=3GB, committed=2GB)\n')).unitBytes).toBe(KIB ** 3);
  const mixed = 'Total: reserved=3000KB, committed=2000KB\n- GC (reserved=2900, committed=1900)\n- Code (reserved=100KB, committed=0)\n';
  expect(warnings(mixed)).toEqual(['2 nmt/missing-unit']);
  expect(nmtReport(read(mixed)).categories.map(({ name }) => name)).toEqual(['Code']);
});

test('incomplete: a category is missing, lines are left out, the total is', () => {
  const without = SMALL.slice(0, SMALL.indexOf('-                        GC'));
  expect([read(SMALL).complete, read(without).complete]).toEqual([true, false]);
  expect(read(SMALL.replace('(classes #7)', '...')).complete).toBe(false);
  expect(read(SMALL.slice(SMALL.indexOf('-  '))).complete).toBe(false);
});

test('unknown lines are warned with their words', () => {
  const [warning] = read(SMALL.replace('(classes #7)', '(klasses #7)')).warnings;
  expect(warning).toEqual({ line: 12, code: 'nmt/unknown-line', text: 'NMT prints no such line: (klasses #7)' });
  expect(warnings('(malloc=5KB #3)\n')).toEqual(['1 nmt/no-category']);
  expect(warnings('- GC (reserved=5KB, committed=5KB)\n(malloc=5KB #3)\n(malloc=6KB #3)\n')).toEqual(['3 nmt/repeated-line']);
});

const MAP = `Virtual memory map:

[0x0000000000010000 - 0x0000000000020000] reserved 64KB for Thread Stack from
    [0x00007f0000000001] JavaThread::run()+0x24
    [0x00007f0000000002] java_start(Thread*)+0x108

	[0x0000000000010000 - 0x0000000000014000] committed 16KB from
            [0x00007f0000000003] os::commit()+0x1

	[0x0000000000012000 - 0x0000000000018000] committed 24KB

[0x0000000000020000 - 0x0000000000030000] reserved and committed 64KB for GC

[0x0000000000030000 - 0x0000000000038000] reserved 32KB for Code from
    [0x00007f0000000004]

Details:

[0x00007f0000000005] os::malloc()+0x1

[0x00007f0000000006] Arena::grow()+0x1
                             (malloc=3KB type=Symbol #4)

[0x00007f0000000007] os::reserve()+0x1
                             (reserved=64KB, committed=24KB Type=Thread Stack)

`;

test('ranges hold the union of their committed parts, and the frames above those', () => {
  const report = nmtReport(read(MAP));
  expect(report.ranges.map(showRange)).toEqual([
    '3-10 0x10000 64 KiB Thread Stack, committed 32 KiB in 2, 2 frames',
    '12-12 0x20000 64 KiB GC, committed 64 KiB in 0, 0 frames',
    '14-15 0x30000 32 KiB Code, committed 0 KiB in 0, 1 frames',
  ]);
  expect(report.ranges.map((range) => range.frames)).toEqual([
    ['JavaThread::run()+0x24', 'java_start(Thread*)+0x108'],
    [],
    ['0x7f0000000004'],
  ]);
  expect(report.sites).toEqual([
    {
      line: 19,
      lastLine: 22,
      category: 'Symbol',
      mallocBytes: 3 * KIB,
      mallocCount: 4,
      reservedBytes: 0,
      committedBytes: 0,
      // A pasted blank line inside a stack.
      frames: ['os::malloc()+0x1', 'Arena::grow()+0x1'],
    },
    {
      line: 24,
      lastLine: 25,
      category: 'Thread Stack',
      mallocBytes: 0,
      mallocCount: null,
      reservedBytes: 64 * KIB,
      committedBytes: 24 * KIB,
      frames: ['os::reserve()+0x1'],
    },
  ]);
  expect([report.level, report.total, report.jdkFamily, read(MAP).complete]).toEqual(['detail', null, null, false]);
  // Frames of committed parts reach no fact.
  expect(uses(MAP)).toBe('nnuuununnununuunnnunuunuun');
});

test('a map without indentation, blank lines and headings reads alike', () => {
  const bare = toLines(MAP)
    .map((text) => text.trim())
    .filter((text) => text !== '' && !text.endsWith(':'));
  const facts = (text: string | readonly string[]) => {
    const { ranges, sites } = nmtReport(read(text));
    return [
      ranges.map((range) => [range.category, range.committedBytes, range.committed.length, range.start]),
      sites.map(({ category, mallocBytes, reservedBytes, frames }) => [category, mallocBytes, reservedBytes, frames]),
    ];
  };
  // Without "Details:" the frames of the first call site follow the stack of the last range at once.
  const own = (text: string) => text.replace('    [0x00007f0000000004]\n', '');
  expect(
    facts(
      toLines(own(MAP))
        .filter((text) => text.trim() !== '' && text !== 'Virtual memory map:')
        .map((text) => text.trim()),
    ),
  ).toEqual(facts(own(MAP)));
  expect(facts(bare)[0]).toEqual(facts(MAP)[0]);
  expect(read(bare).warnings).toEqual([]);
});

test('offsets of a memory file are no ranges', () => {
  const text = `[0x0000000000010000 - 0x0000000000020000] reserved 64KB for GC from
    [0x00007f0000000001]a()+0x1

Memory file details

Memory map of ZGC heap backing file

[0x0000000000000000 - 0x0000000010000000] allocated 262144KB for Java Heap from
    [0x00007fa6a651e0f3]ZPhysicalMemoryManager::commit(ZVirtualMemory const&, unsigned int)+0xf3
`;
  const report = nmtReport(read(text));
  expect([report.ranges.map(({ category }) => category), report.ranges[0]?.frames]).toEqual([['GC'], ['a()+0x1']]);
  expect([uses(text), read(text).warnings]).toEqual(['uunnnnnnn', []]);
});

test.each([
  ['\t[0x0000000000010000 - 0x0000000000014000] committed 16KB from\n', '1 nmt/orphan-committed'],
  [
    '[0x0000000000010000 - 0x0000000000014000] reserved 16KB for GC\n[0x0000000000012000 - 0x0000000000018000] committed 24KB\n',
    '2 nmt/orphan-committed',
  ],
  ['[0x0000000000014000 - 0x0000000000010000] reserved 16KB for GC\n', '1 nmt/empty-range'],
  ['[0x0000000000010000 - 0x0000000000014000] reserved 61KB for GC\n', '1 nmt/size-mismatch'],
  ['Details:\n[0x00007f0000000005] os::malloc()+0x1\n', '2 nmt/orphan-frame'],
])('what has no place is warned: %j', (text, warning) => expect(warnings(text)).toEqual([warning]));

test('five frames in a row: the last four belong to the amount', () => {
  const frames = [1, 2, 3, 4, 5].map((n) => `[0x00007f000000000${n}] f${n}()+0x1`);
  const parsed = read(['Details:', ...frames, '(malloc=3KB type=Symbol #4)']);
  expect(nmtReport(parsed).sites[0]?.frames).toEqual(['f2()+0x1', 'f3()+0x1', 'f4()+0x1', 'f5()+0x1']);
  expect(parsed.warnings.map(({ line, code }) => `${line} ${code}`)).toEqual(['2 nmt/orphan-frame']);
});

test('call sites as 8 prints them: an empty stack, a value behind its frame, mmap', () => {
  const text = `Details:

[BOOTSTRAP]                  (malloc=5KB #3)

[0x00007f0486546f74]                  (malloc=7KB #2)

[0x00007f0486593c66] ReservedSpace::initialize(unsigned long)+0x256
                            (mmap: reserved=2048KB, committed=1280KB)
`;
  const { sites } = nmtReport(read(text));
  expect(sites.map(({ frames, mallocBytes, reservedBytes }) => [frames, mallocBytes / KIB, reservedBytes / KIB])).toEqual([
    [[], 5, 0],
    [['0x7f0486546f74'], 7, 0],
    [['ReservedSpace::initialize(unsigned long)+0x256'], 0, 2048],
  ]);
  expect([uses(text), read(text).warnings]).toEqual(['nnununuu', []]);
});

test('amounts with a tag are categories below a category (25), call sites below a stack', () => {
  const text = `- GC (reserved=5KB, committed=5KB)
(malloc=5KB tag=GC #3) (at peak)
Details:
[0x00007f0000000005]os::malloc()+0x1
((malloc=3KB tag=GC #4) (at peak))
`;
  const report = nmtReport(read(text));
  expect([findCategory(report, 'GC')?.malloc?.bytes, report.sites.length, report.sites[0]?.mallocBytes]).toEqual([5 * KIB, 1, 3 * KIB]);
  expect(report.jdkFamily).toBe(25);
});

test.each([
  [8, '- Class (reserved=5KB, committed=5KB)\n(classes #3)\n(malloc=5KB #3)\n'],
  // Cut right behind the classes: both would fit.
  [null, '- Class (reserved=5KB, committed=5KB)\n(classes #3)\n'],
  [11, '(    free=3809KB)\n- Other (reserved=5KB, committed=5KB)\n(malloc=5KB #3)\n'],
  [17, '- Metaspace (reserved=5KB, committed=5KB)\n(mmap: reserved=5KB, committed=5KB)\n'],
  [null, '- Metaspace (reserved=5KB, committed=5KB)\n'],
  [21, '- GC (reserved=5KB, committed=5KB)\n(malloc=5KB #3) (at peak)\n(mmap: reserved=5KB, committed=5KB, at peak)\n'],
  [25, '- GC (reserved=5KB, committed=5KB)\n(malloc=5KB tag=GC #3) (at peak)\n'],
  [null, '- Java Heap (reserved=5KB, committed=5KB)\n(mmap: reserved=5KB, committed=5KB)\n'],
])('family %s', (family, text) => expect(nmtReport(read(text)).jdkFamily).toBe(family));
