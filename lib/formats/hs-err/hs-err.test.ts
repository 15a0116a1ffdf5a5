import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { KIB } from '@/lib/base/bytes';
import { countLines } from '@/lib/base/line-runs';
import { corpusTest, listCorpus, readCorpus } from '@/lib/testing/corpus';
import { expectWholeReport } from '../nmt/testing/show-report';
import { readArtifact, toLines } from '../testing/read-artifact';
import { factsOf, showLog } from '../vm-error/testing/show-log';
import { vmInfo } from '../vm-info';
import { hsErr } from '.';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
const read = (text: string | readonly string[]) => readArtifact(hsErr, text);

test('17: the map, NMT, flags, heap and C heap of a process that is no more', () => {
  const lines = toLines(fixture('jdk17-serial.log'));
  const parsed = read(lines);
  expect([parsed.complete, parsed.warnings, parsed.tool]).toEqual([true, [], { pid: 3804, version: '17.0.15+6-Debian-1deb12u1' }]);
  expect(showLog(parsed)).toMatchInlineSnapshot(`
    [
      "crash-summary line 2, pid 3804: SIGSEGV (0xb) at pc=0x00007f9d58dedf14 (sent by kill) | C  [libc.so.6+0x85f14] | 17.0.15+6-Debian-1deb12u1",
      "memory-map of hs-err, pid 3804: 183 rows from 0xfc000000 on line 347, ascending, residency none",
      "nmt-report summary, pid 3804, JDK 17: committed 101082 in 19 categories",
      "heap-usage Serial, pid 3804: used 755, committed 65536, parts def new generation, tenured generation, Metaspace, class space",
      "metaspace-usage pid 3804: used 212.009765625, committed 448",
      "c-heap line 765, pid 3804: outstanding 67155, retained 2184",
      "process-status pid 3804: VmSize 2608704, VmPeak 2608704, VmRSS 68412, VmHWM 68412, RssAnon 47960, RssFile 20452, RssShmem 0, VmSwap 0",
      "container-memory v1: current 192496, limit -",
      "vm-flags pid 3804: MaxHeapSize=67108864 UseSerialGC=true NativeMemoryTracking=summary CICompilerCount=2 InitialHeapSize=67108864 MaxNewSize=22347776 MinHeapDeltaBytes=196608 MinHeapSize=8388608 NewSize=22347776 NonNMethodCodeHeapSize=5826188 NonProfiledCodeHeapSize=122916026 OldSize=44761088 ProfiledCodeHeapSize=122916026 ReservedCodeCacheSize=251658240 SegmentedCodeCache=true SoftMaxHeapSize=67108864 UseCompressedClassPointers=true UseCompressedOops=true of 17.0.15+6-Debian-1deb12u1",
      "vm-clock line 22, pid 3804: Mon Nov 23 09:13:30 2026 UTC, up 6.48182 s",
    ]
  `);
  expect(countLines(parsed.runs, 'used') + countLines(parsed.runs, 'noise')).toBe(lines.length);
});

test('25 counts its mappings, and has a table of flags', () => {
  const parsed = read(fixture('jdk25-parallel.log'));
  expect([parsed.complete, parsed.warnings]).toEqual([true, []]);
  expect(showLog(parsed)).toMatchInlineSnapshot(`
    [
      "crash-summary line 2, pid 5367: SIGSEGV (0xb) at pc=0x00007fa76380ff14 (sent by kill) | C  [libc.so.6+0x85f14] | 25.0.3+9-LTS",
      "memory-map of hs-err, pid 5367: 186 rows from 0x68000000 on line 359, ascending, residency none",
      "nmt-report summary, pid 5367, JDK 25: committed 111857 in 19 categories",
      "heap-usage Parallel, pid 5367: used 1521, committed 65536, parts PSYoungGen, ParOldGen",
      "metaspace-usage pid 5367: used 189.2197265625, committed 384",
      "c-heap line 807, pid 5367: outstanding 75225, retained 4062",
      "process-status pid 5367: VmSize 2637804, VmPeak 2692360, VmRSS 74264, VmHWM 74264, RssAnon 50828, RssFile 23436, RssShmem 0, VmSwap 0",
      "vm-flags pid 5367: MaxHeapSize=67108864 UseParallelGC=true NativeMemoryTracking=detail CICompilerCount=2 InitialHeapSize=67108864 MaxNewSize=22020096 MinHeapDeltaBytes=524288 MinHeapSize=8388608 NewSize=22020096 NonNMethodCodeHeapSize=5828608 NonProfiledCodeHeapSize=122916864 ProfiledCodeHeapSize=122916864 ReservedCodeCacheSize=251662336 SegmentedCodeCache=true SoftMaxHeapSize=67108864 UseCompressedOops=true of 25.0.3+9-LTS",
      "vm-clock line 22, pid 5367: Mon Nov 23 09:14:17 2026 UTC, up 8.560802 s",
    ]
  `);
});

test('what a dying JVM writes on the console is the head alone', () => {
  const parsed = read(fixture('jdk25-message-on-the-console.txt'));
  expect([showLog(parsed), parsed.complete, parsed.warnings]).toEqual([
    [
      'crash-summary line 2, pid 5367: SIGSEGV (0xb) at pc=0x00007fa76380ff14 (sent by kill) | C  [libc.so.6+0x85f14] | 25.0.3+9-LTS',
      'vm-flags pid 5367:  of 25.0.3+9-LTS',
    ],
    false,
    [],
  ]);
});

test('memory ran out: what could not be allocated, and the pid that stands below', () => {
  const [crash] = factsOf(
    read([
      '#',
      '# There is insufficient memory for the Java Runtime Environment to continue.',
      '# Native memory allocation (mmap) failed to map 65536 bytes for committing reserved memory.',
      '# Possible reasons:',
      '#   The system is out of physical RAM or swap space',
      '# Possible solutions:',
      '#   Reduce memory load on the system',
      '# This output file may be truncated or incomplete.',
      '#',
      '#  Out of Memory Error (os_linux.cpp:2798), pid=77, tid=78',
      '#',
      '# JRE version: OpenJDK Runtime Environment (11.0.5+10) (build 11.0.5+10-LTS)',
    ]),
    'crash-summary',
  );
  expect(crash).toEqual({
    line: 2,
    pid: 77,
    reason: 'Native memory allocation (mmap) failed to map 65536 bytes for committing reserved memory.',
    problematicFrame: null,
    vmVersion: '11.0.5+10-LTS',
  });
});

test('internal errors say why in their second line', () => {
  const [crash] = factsOf(
    read([
      '# A fatal error has been detected by the Java Runtime Environment:',
      '#  Internal Error (relocInfo_x86.cpp:183), pid=11, tid=12',
      '#  guarantee(this->is8bit()) failed: Short forward jump exceeds 8-bit offset',
    ]),
    'crash-summary',
  );
  expect([crash?.pid, crash?.reason]).toEqual([
    11,
    'Internal Error (relocInfo_x86.cpp:183): guarantee(this->is8bit()) failed: Short forward jump exceeds 8-bit offset',
  ]);
});

test('a map with fewer rows than it counts is not whole; neither is a log without its end', () => {
  const lines = toLines(fixture('jdk25-parallel.log'));
  const filtered = lines.filter((line) => !line.includes('libc.so.6') || !line.includes('-'));
  expect(filtered.length).toBeLessThan(lines.length);
  expect(read(filtered).complete).toBe(false);
  expect(read(lines.slice(0, -1)).complete).toBe(false);
});

test('two logs, one behind the other, keep their own facts', () => {
  const parsed = read([...toLines(fixture('jdk17-serial.log')), ...toLines(fixture('jdk25-parallel.log'))]);
  expect(factsOf(parsed, 'memory-map').map(({ pid }) => pid)).toEqual([3804, 5367]);
  expect(factsOf(parsed, 'nmt-report').map(({ pid }) => pid)).toEqual([3804, 5367]);
  expect(factsOf(parsed, 'c-heap').map(({ pid }) => pid)).toEqual([3804, 5367]);
});

test('a detail report inside, as printed at exit, is read to its map', () => {
  const parsed = read([
    '# A fatal error has been detected by the Java Runtime Environment:',
    'Native Memory Tracking:',
    'Total: reserved=32KB, committed=32KB',
    '-                  Internal (reserved=32KB, committed=32KB)',
    'Virtual memory map:',
    '[0x00007fe98dff4000 - 0x00007fe98dffc000] reserved and committed 32KB for Internal from',
    '    [0x00007fe98c9599d2] PerfMemory::create_memory_region(unsigned long)+0xac2',
    'Details:',
    '',
    '---------------  S Y S T E M  ---------------',
    'END.',
  ]);
  const [nmt] = factsOf(parsed, 'nmt-report');
  expect([parsed.warnings, parsed.complete, nmt?.level, nmt?.ranges.length]).toEqual([[], true, 'detail', 1]);
});

test('Windows lists libraries another way: no map, and no line is lost', () => {
  const parsed = read([
    '#  EXCEPTION_ACCESS_VIOLATION (0xc0000005) at pc=0x00007ffb1e2f1234, pid=4242, tid=17',
    'Dynamic libraries:',
    '0x00007ff6d0e10000 - 0x00007ff6d0e47000 \tC:\\jdk\\bin\\java.exe',
  ]);
  expect([factsOf(parsed, 'memory-map'), factsOf(parsed, 'crash-summary')[0]?.pid, parsed.warnings]).toEqual([[], 4242, []]);
});

test('a damaged line of the report inside is warned about, as it would be outside', () => {
  const lines = toLines(fixture('jdk17-serial.log')).map((line) => (line.includes('(thread #') ? '   (thread #' : line));
  expect(read(lines).warnings.map(({ code }) => code)).toEqual(['nmt/unknown-line']);
});

test('environment variables are read by nobody', () => {
  const lines = toLines(fixture('jdk17-serial.log')).flatMap((line) =>
    line === 'LANG=C.UTF-8' ? [line, 'DB_PASSWORD=hunter2', '_JAVA_OPTIONS=-Dtoken=hunter2'] : [line],
  );
  expect(JSON.stringify(read(lines).facts, (_, value) => (typeof value === 'bigint' ? String(value) : value))).not.toContain('hunter2');
});

test('Markdown headings and VM.info are none', () => {
  for (const text of ['# pmap', '# Crash analysis', '## A fatal error', '# A fatal error happened today'])
    expect([text, hsErr.classify(text)]).toEqual([text, 'none']);
  const lines = toLines(fixture('jdk17-serial.log'));
  expect([hsErr.detect(lines).score, vmInfo.detect(lines).score]).toEqual([1, 0]);
});

// (krashpad-95 counts 188 mappings and lists 187; krashpad-26 breaks off before its end.)
corpusTest('samples of 8, 11 and 25: rows are as many as counted, NMT adds up', () => {
  const shown = listCorpus('samples/hs-err').map((name) => {
    const parsed = read(readCorpus(`samples/hs-err/${name}`));
    const [map] = factsOf(parsed, 'memory-map');
    const [nmt] = factsOf(parsed, 'nmt-report');
    const [crash] = factsOf(parsed, 'crash-summary');
    expect([name, parsed.warnings, crash?.problematicFrame === null, map?.residency]).toEqual([name, [], false, 'none']);
    if (nmt) expectWholeReport(nmt);
    return `${name}: ${crash?.vmVersion}, ${map?.rows.length} mappings, NMT ${nmt?.jdkFamily ?? 'not there'}, ${parsed.complete ? 'whole' : 'not whole'}`;
  });
  expect(shown).toEqual([
    'jdk25-serial-nmt-detail.log: 25.0.3+9-LTS, 200 mappings, NMT 25, whole',
    'krashpad-26.txt: 1.8.0_262-b10, 1314 mappings, NMT 8, not whole',
    'krashpad-32.txt: 11.0.5+10-LTS, 1 mappings, NMT not there, whole',
    'krashpad-95.txt: 25.0.1+8-LTS, 187 mappings, NMT not there, not whole',
  ]);
  const [flags] = factsOf(read(readCorpus('samples/hs-err/krashpad-32.txt')), 'vm-flags');
  expect(flags?.flags.find(({ name }) => name === 'MaxHeapSize')?.value).toBe(String(12 * 1024 * 1024 * KIB));
});

test('rules of long dashes part a log as well', () => {
  const lines = fixture('jdk17-serial.log').replaceAll('---', '—').replaceAll('--', '–');
  expect(showLog(readArtifact(hsErr, lines)).length).toBe(showLog(readArtifact(hsErr, fixture('jdk17-serial.log'))).length);
  expect(hsErr.detect(lines.split('\n')).score).toBe(hsErr.detect(fixture('jdk17-serial.log').split('\n')).score);
});
