import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatAddress } from '@/lib/base/address';
import { formatKib } from '@/lib/base/bytes';
import { countLines } from '@/lib/base/line-runs';
import type { Parsed } from '@/lib/model/artifact';
import type { Mapping } from '@/lib/model/memory-map';
import type { NmtRange, NmtReport } from '@/lib/model/nmt';
import { corpusTest, readCorpus } from '@/lib/testing/corpus';
import { nmtDetail } from '../nmt-detail';
import { memoryMap, readArtifact, toLines } from '../testing/read-artifact';
import { systemMap } from '.';

const file = (path: string) => toLines(readFileSync(join(import.meta.dirname, path), 'utf8'));
const SERIAL = file('fixtures/jdk25-serial.txt');
const ROWS = SERIAL.filter((line) => line.startsWith('0x'));
const read = (lines: readonly string[] | string, pid: number | null = null) => readArtifact(systemMap, lines, { pid });
const codes = (parsed: Parsed) => parsed.warnings.map(({ line, code }) => `${line} ${code}`);

function report(parsed: Parsed): NmtReport {
  const fact = parsed.facts.find(({ kind }) => kind === 'nmt-report');
  if (fact?.kind !== 'nmt-report') throw new Error('No NMT report.');
  return fact.value;
}

const show = (row: Mapping) =>
  `${row.line}: ${formatAddress(row.start)} ${formatKib(row.sizeBytes)} rss ${formatKib(row.rssBytes)} ${row.mode} ${row.name}`.trim();

function byCategory(ranges: readonly NmtRange[]): string[] {
  const sums = new Map<string, [reserved: number, committed: number]>();
  for (const { category, sizeBytes, committedBytes } of ranges) {
    const [reserved, committed] = sums.get(category) ?? [0, 0];
    sums.set(category, [reserved + sizeBytes, committed + committedBytes]);
  }
  return [...sums].map(([category, [reserved, committed]]) => `${category} ${formatKib(reserved)} ${formatKib(committed)}`).sort();
}

test('the map: rows, names, residency, sums, pid', () => {
  const parsed = read(SERIAL);
  const map = memoryMap(parsed);
  expect(map).toMatchObject({ source: 'system-map', pid: 32589, ascending: true, kernelNames: true });
  expect(map.residency).toBeUndefined();
  const named = (name: string) => map.rows.filter((row) => row.name === name).map(show);
  expect([map.rows[0], map.rows[1]].map((row) => row && show(row)).concat(named('[heap]'), named('[stack]'))).toEqual([
    '33: 0x1b000000 4 rss 4 ---p',
    '34: 0x1b001000 13,904 rss 12,988 rw-p /usr/lib/jvm/temurin-25-jdk-amd64/lib/server/classes.jsa',
    '46: 0x5642fbc0a000 292 rss 96 rw-p [heap]',
    '182: 0x7ffdc9525000 132 rss 32 rw-p [stack]',
  ]);
  expect(map.rows.length).toBe(ROWS.length);
  expect(map.printedTotal?.rssBytes).toBe(map.rows.reduce((bytes, row) => bytes + row.rssBytes, 0));
  // The pid, the rows, and the sums of mappings, vsize, rss and committed.
  expect([parsed.complete, parsed.warnings, countLines(parsed.runs, 'used')]).toEqual([true, [], ROWS.length + 5]);
});

test('its annotations are what NMT reserved and committed, category by category, as its own report of the same moment says', () => {
  const fragment = report(read(SERIAL));
  expect(fragment).toMatchObject({
    pid: 32589,
    level: 'detail',
    unitBytes: 1,
    total: null,
    categories: [],
    sites: [],
    rangesOf: 'mappings',
  });
  const own = report(readArtifact(nmtDetail, file('testing/jdk25-serial-nmt-detail.txt')));
  expect(byCategory(fragment.ranges)).toEqual([
    'Class 1,048,576 128',
    'Code 49,536 2,516',
    'GC 108 108',
    'Internal 36 36',
    'Java Heap 32,768 32,768',
    'Metaspace 65,536 192',
    'Safepoint 8 8',
    'Shared class space 16,384 13,908',
    'Thread Stack 12,288 764',
  ]);
  expect(byCategory(fragment.ranges)).toEqual(byCategory(own.ranges));
  // Adjoining stacks of two threads stay two ranges.
  expect(fragment.ranges.filter(({ category }) => category === 'Thread Stack').every(({ sizeBytes }) => sizeBytes === 1024 * 1024)).toBe(
    true,
  );
  for (const range of fragment.ranges) {
    expect(range.end - range.start).toBe(BigInt(range.sizeBytes));
    for (const piece of range.committed)
      expect(piece.start >= range.start && piece.end <= range.end && piece.line >= range.line).toBe(true);
  }
});

test('rows alone, without legend, heads and sums', () => {
  const parsed = read(file('fixtures/rows-alone.txt'), 4711);
  expect(memoryMap(parsed)).toMatchObject({ pid: 4711, printedTotal: null });
  expect([memoryMap(parsed).rows.length, parsed.complete, parsed.warnings]).toEqual([29, false, []]);
  expect(report(parsed).ranges.length).toBeGreaterThan(2);
});

test('without NMT there are no annotations, and no report', () => {
  const plain = ROWS.map((line) => line.replace(/(\s)(?:JAVAHEAP|META|CLASS|CDS|CODE|GC|INTERN|POLL|STACK[\w-]*)(\s)/, '$1-$2'));
  const parsed = read(['32589:', 'Memory mappings:', 'NMT is disabled. VM info not available.', ...plain]);
  expect(parsed.facts.map(({ kind }) => kind)).toEqual(['memory-map']);
  expect(parsed.warnings).toEqual([]);
});

test('JDK 22 and 23: blanks around the dash, empty columns left out, prot elsewhere (memMapPrinter_linux.cpp of those releases)', () => {
  const parsed = read([
    'from                 to                      vsize prot        rss    hugetlb pgsz notes            info',
    '0x00000000fe000000 - 0x0000000100000000    33554432 rw-p    1302528          0 4K                    JAVAHEAP',
    '0x0000000100000000 - 0x0000000100100000     1048576 ---p          0          0 4K   nores            CLASS',
    '0x00007f7328304000 - 0x00007f7328400000     1032192 rw-p     106496          0 4K   nothp            STACK-32590-main',
    '0x00007f7329000000 - 0x00007f7329001000        4096 r--p       4096          0 4K                    CDS /opt/jdk 23/lib/server/classes.jsa',
    '0x00007f732a000000 - 0x00007f732a100000     1048576     118784          0 4K   rw-p nores            GC',
    '0x00007f732b000000 - 0x00007f732b100000     1048576     118784          0 4K   r--p thp,thpel        CDS/opt/jdk-22/lib/server/classes.jsa',
    '0x00007f732c000000 - 0x00007f732c100000     1048576     118784          0 4K   rw-p                  [heap]',
  ]);
  expect(parsed.warnings).toEqual([]);
  expect(memoryMap(parsed).rows.map(show)).toEqual([
    '2: 0xfe000000 32,768 rss 1,272 rw-p',
    '3: 0x100000000 1,024 rss 0 ---p',
    '4: 0x7f7328304000 1,008 rss 104 rw-p',
    '5: 0x7f7329000000 4 rss 4 r--p /opt/jdk 23/lib/server/classes.jsa',
    '6: 0x7f732a000000 1,024 rss 116 rw-p',
    '7: 0x7f732b000000 1,024 rss 116 r--p /opt/jdk-22/lib/server/classes.jsa',
    '8: 0x7f732c000000 1,024 rss 116 rw-p [heap]',
  ]);
  expect(byCategory(report(parsed).ranges)).toEqual([
    'Class 1,024 0',
    'GC 1,024 0',
    'Java Heap 32,768 32,768',
    'Shared class space 1,028 1,028',
    'Thread Stack 1,008 104',
  ]);
});

test('a mapping with several tags counts for the first, and says so; tags to come keep their names', () => {
  const parsed = read([
    '0x00000000fe000000-0x0000000100000000     33554432 rw-p      1302528            0 4K   com              JAVAHEAP,GC                           -',
    '0x0000000200000000-0x0000000200001000         4096 rw-p            0            0 4K   com              mtCompiler                            -',
    '0x0000000300000000-0x0000000300001000         4096 rw-p            0            0 4K   com              SHINY                                 -',
  ]);
  expect(codes(parsed)).toEqual(['1 system-map/several-tags']);
  expect(byCategory(report(parsed).ranges)).toEqual(['Compiler 4 4', 'Java Heap 32,768 32,768', 'SHINY 4 4']);
});

test('the reply of System.dump_map names the file that holds the map', () => {
  const parsed = read(file('fixtures/dump-map-reply.txt'));
  expect(parsed.facts).toEqual([
    {
      kind: 'nmt-reply',
      value: { line: 2, pid: 32589, reply: 'other', text: 'Memory map dumped to "/srv/app/vm_memory_map_32589.txt".' },
    },
  ]);
  expect([parsed.complete, parsed.warnings]).toEqual([true, []]);
});

test('a row less is seen by the sums; cut and odd rows are warned', () => {
  expect(read(SERIAL.filter((line) => !line.includes('[stack]'))).complete).toBe(false);
  const [row = ''] = ROWS.slice(1);
  for (const end of [140, 104, 90, 80, 60, 50, 36, 20]) {
    const parsed = read([ROWS[0]!, row.slice(0, end)]);
    expect([end, codes(parsed), parsed.complete]).toEqual([end, ['2 system-map/cut-line'], false]);
  }
  const odd = [
    row.replace('14237696', '14237697'),
    row.replace('13299712', '99999999'),
    row.replace('0x000000001bd95000', '0x000000001a000000'),
  ];
  expect(codes(read([...odd, 'hello', ...ROWS])).map((text) => text.slice(2))).toEqual([
    'system-map/odd-row',
    'system-map/odd-row',
    'system-map/odd-row',
    'system-map/unknown-line',
  ]);
});

test('line classes', () => {
  const classes = Object.entries({
    [ROWS[1]!]: 'strong',
    'Memory map dumped to "/srv/app/vm_memory_map_10617.txt".': 'strong',
    'Memory mappings:': 'head',
    '10617:': 'head',
    'from               to                        vsize prot          rss      hugetlb pgsz notes            info                                  file':
      'head',
    'vsize: 3175804928 (3028M)': 'foot',
    'Number of mappings: 199': 'foot',
    'rss:             resident set size': 'weak',
    '                   CARDTBL: GC Card table': 'weak',
    '[0x00007f7307c00000 - 0x00007f7307c04000] committed 16KB': 'none',
    '0x00007f7307c00000 in Unsafe_AllocateMemory0 ()': 'none',
    '00007fd673000000 75644928 61078708 61078708 rw---   [ anon ]': 'none',
    'e0000000-f7a00000 rw-p 00000000 00:00 0 ': 'none',
    'rss: it grows': 'none',
  });
  expect(classes.map(([text]) => [text, systemMap.classify(text)])).toEqual(classes);
  expect(
    ['jcmd 7 System.map', 'jcmd 7 System.dump_map -F=/tmp/m', 'cat /boot/System.map'].map((text) => systemMap.command?.test(text)),
  ).toEqual([true, true, true]);
});

corpusTest('the sample adds up to every sum it prints', () => {
  const parsed = read(readCorpus('samples/system-map/jdk25-System.map.txt'));
  const { rows, printedTotal } = memoryMap(parsed);
  expect([parsed.complete, parsed.warnings, rows.length]).toEqual([true, [], 199]);
  expect(printedTotal).toMatchObject({ sizeBytes: 3175804928, rssBytes: 164454400 });
});
