import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatAddress } from '@/lib/base/address';
import { KIB } from '@/lib/base/bytes';
import type { Parsed } from '@/lib/model/artifact';
import type { HeapUsage } from '@/lib/model/process-facts';
import { corpusTest, listCorpus, readCorpus } from '@/lib/testing/corpus';
import { jmapHeap } from '../jmap-heap';
import { nmtReport } from '../nmt/testing/show-report';
import { nmtDetail } from '../nmt-detail';
import { readArtifact } from '../testing/read-artifact';
import { gcHeapInfo } from '.';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
const read = (text: string | readonly string[]) => readArtifact(gcHeapInfo, text);

function heaps(parsed: Parsed): HeapUsage[] {
  return parsed.facts.flatMap((fact) => (fact.kind === 'heap-usage' ? [fact.value] : []));
}

const kib = (amount: { bytes: number } | number | null) =>
  amount === null ? '-' : (typeof amount === 'number' ? amount : amount.bytes) / KIB;

function show({ pid, collector, used, committed, reserved, maxHeap, range, regionBytes, parts }: HeapUsage): string[] {
  const at = range ? `${formatAddress(range.start)}-${formatAddress(range.end)}` : 'nowhere';
  return [
    `${collector} of pid ${pid} at ${at}: used ${kib(used)}, committed ${kib(committed)}, reserved ${kib(reserved)}, max ${kib(maxHeap)}, region ${kib(regionBytes)}`,
    ...parts.map(
      (part) =>
        `${part.line} ${part.name}: used ${kib(part.usedBytes)}, capacity ${kib(part.capacityBytes)}, committed ${kib(part.committedBytes)}, reserved ${kib(part.reservedBytes)}`,
    ),
  ];
}
const showAll = (text: string | readonly string[]) => heaps(read(text)).flatMap(show);

const FIXTURES = readdirSync(join(import.meta.dirname, 'fixtures'));

test('every collector, of 17 and 25', () => {
  for (const name of FIXTURES) {
    const parsed = read(fixture(name));
    expect([name, parsed.warnings, parsed.complete]).toEqual([name, [], true]);
  }
  expect(FIXTURES.flatMap((name) => [name, ...showAll(fixture(name))])).toMatchInlineSnapshot(`
    [
      "jdk17-g1.txt",
      "G1 of pid 12820 at 0xe0000000-0x100000000: used 58086, committed 262144, reserved 524288, max -, region 1024",
      "4 Metaspace: used 2951, capacity -, committed 3200, reserved 1114112",
      "5 class space: used 244, capacity -, committed 384, reserved 1048576",
      "jdk17-parallel.txt",
      "Parallel of pid 3993 at 0xfc000000-0x100000000: used 755, committed 65536, reserved 65536, max -, region -",
      "2 PSYoungGen: used 0, capacity 18944, committed 21504, reserved 21504",
      "6 ParOldGen: used 755, capacity 44032, committed 44032, reserved 44032",
      "8 Metaspace: used 212, capacity -, committed 448, reserved 1114112",
      "9 class space: used 7, capacity -, committed 128, reserved 1048576",
      "jdk17-serial.txt",
      "Serial of pid 3804 at 0xfc000000-0x100000000: used 755, committed 65536, reserved 65536, max -, region -",
      "2 def new generation: used 0, capacity 19648, committed 21824, reserved 21824",
      "6 tenured generation: used 755, capacity 43712, committed 43712, reserved 43712",
      "8 Metaspace: used 212, capacity -, committed 448, reserved 1114112",
      "9 class space: used 7, capacity -, committed 128, reserved 1048576",
      "jdk17-zgc.txt",
      "Z of pid 21505 at nowhere: used 8192, committed 524288, reserved -, max 524288, region -",
      "3 Metaspace: used 2868, capacity -, committed 3072, reserved 1114112",
      "4 class space: used 235, capacity -, committed 320, reserved 1048576",
      "jdk25-epsilon.txt",
      "Epsilon of pid 10818 at 0xf0000000-0x100000000: used 23132.4375, committed 262144, reserved -, max -, region -",
      "jdk25-g1.txt",
      "G1 of pid 16880 at 0xe0000000-0x100000000: used 219339, committed 524288, reserved 524288, max -, region 1024",
      "jdk25-shenandoah.txt",
      "Shenandoah of pid 5023 at 0xfc000000-0x100000000: used 1792, committed 65536, reserved 65536, max 65536, region 256",
      "jdk25-zgc.txt",
      "Z of pid 4656 at nowhere: used 2048, committed 65536, reserved -, max 65536, region -",
    ]
  `);
});

test('Parallel of 8: addresses without blanks; one survivor space is committed and not in the total', () => {
  expect(
    showAll([
      ' PSYoungGen      total 244736K, used 103751K [0x00000000eab00000, 0x0000000100000000, 0x0000000100000000)',
      '  eden space 141312K, 24% used [0x00000000eab00000,0x00000000ecc7aef8,0x00000000f3500000)',
      '  from space 103424K, 67% used [0x00000000f9b00000,0x00000000fded6e68,0x0000000100000000)',
      '  to   space 103936K, 0% used [0x00000000f3500000,0x00000000f3500000,0x00000000f9a80000)',
      ' ParOldGen       total 699392K, used 91187K [0x00000000c0000000, 0x00000000eab00000, 0x00000000eab00000)',
      '  object space 699392K, 13% used [0x00000000c0000000,0x00000000c590cd38,0x00000000eab00000)',
      ' Metaspace       used 52847K, capacity 54880K, committed 55168K, reserved 1097728K',
      '  class space    used 6300K, capacity 6700K, committed 6784K, reserved 1048576K',
    ]),
  ).toMatchInlineSnapshot(`
    [
      "Parallel of pid null at 0xc0000000-0x100000000: used 194938, committed 1048576, reserved 1048576, max -, region -",
      "1 PSYoungGen: used 103751, capacity 244736, committed 349184, reserved 349184",
      "5 ParOldGen: used 91187, capacity 699392, committed 699392, reserved 699392",
      "7 Metaspace: used 52847, capacity 54880, committed 55168, reserved 1097728",
      "8 class space: used 6300, capacity 6700, committed 6784, reserved 1048576",
    ]
  `);
});

test('Serial of 25 has other names; Shenandoah a reserved region', () => {
  expect(
    showAll([
      'DefNew     total 116160K, used 14477K [0x00000000e0000000, 0x00000000e7e00000, 0x00000000eaaa0000)',
      ' eden space 103296K,  14% used [0x00000000e0000000, 0x00000000e0e236b0, 0x00000000e64e0000)',
      'Tenured    total 258048K, used 1166K [0x00000000eaaa0000, 0x00000000fa6a0000, 0x0000000100000000)',
      ' the  space 258048K,   0% used [0x00000000eaaa0000, 0x00000000eabc3ab8, 0x00000000fa6a0000)',
      '77:',
      'Shenandoah Heap',
      ' 512M max, 512M soft max, 256M committed, 10M used',
      ' 2048 x 256K regions',
      'Status: not cancelled',
      'Reserved region:',
      ' - [0x00000000e0000000, 0x0000000100000000) ',
      'Collection set:',
      ' - map (vanilla): 0x00007f0000000000',
    ]),
  ).toEqual([
    'Serial of pid null at 0xe0000000-0x100000000: used 15643, committed 387072, reserved 524288, max -, region -',
    '1 DefNew: used 14477, capacity 116160, committed 129024, reserved 174720',
    '3 Tenured: used 1166, capacity 258048, committed 258048, reserved 349568',
    'Shenandoah of pid 77 at 0xe0000000-0x100000000: used 10240, committed 262144, reserved 524288, max 524288, region 256',
  ]);
});

test('the permanent generation of 7 is a part, and no heap', () => {
  const [heap] = heaps(
    read([
      ' PSYoungGen      total 10K, used 5K [0x0000000000002000, 0x0000000000004800, 0x0000000000005000)',
      ' PSPermGen       total 20K, used 9K [0x0000000000000000, 0x0000000000001000, 0x0000000000002000)',
    ]),
  );
  expect([heap?.used?.bytes, heap?.range?.start, heap?.parts.length]).toEqual([5 * KIB, 0x2000n, 2]);
});

test('blocks of a GC log are many moments and no artifact', () => {
  const log = [
    '{Heap before GC invocations=1 (full 0):',
    ' garbage-first heap   total 262144K, used 6068K [0x00000000e0000000, 0x0000000100000000)',
  ];
  expect(gcHeapInfo.detect(log).score).toBe(0);
  expect(gcHeapInfo.detect(log.slice(1)).score).toBe(1);
});

test('a range that runs backwards is not believed, the figures are', () => {
  const [heap] = heaps(read([' garbage-first heap   total 10K, used 5K [0x0000000100000000, 0x00000000e0000000)']));
  expect([heap?.range, heap?.reserved, heap?.committed?.bytes]).toEqual([null, null, 10 * KIB]);
});

const moments = listCorpus('incidents').flatMap((name) =>
  ['t0', 't1'].map((when) => `incidents/${name}/${when}`).filter((path) => listCorpus(path).includes('gc-heap-info.txt')),
);

test.each(moments.map((path) => [path]))('%s: agrees with NMT detail and with jmap', (path) => {
  const parsed = read(readCorpus(`${path}/gc-heap-info.txt`));
  const [heap] = heaps(parsed);
  expect([parsed.warnings, parsed.complete]).toEqual([[], true]);
  const nmt = nmtReport(readArtifact(nmtDetail, readCorpus(`${path}/nmt-detail.txt`)));
  const category = nmt.categories.find(({ name }) => name === 'Java Heap');
  if (heap?.collector === 'G1') {
    const range = nmt.ranges.find((one) => one.category === 'Java Heap');
    expect([heap.range?.start, heap.range?.end]).toEqual([range?.start, range?.end]);
    expect(heap.reserved?.bytes).toBe(category?.reservedBytes);
    expect(Math.abs((heap.committed?.bytes ?? 0) - (category?.committedBytes ?? 0))).toBeLessThanOrEqual(16 * 1024 * KIB);
  }
  const [jmap] = heaps(readArtifact(jmapHeap, readCorpus(`${path}/jhsdb-jmap-heap.txt`)));
  expect([jmap?.collector, jmap?.pid]).toEqual([heap?.collector, heap?.pid]);
  expect(Math.abs((jmap?.used?.bytes ?? 0) - (heap?.used?.bytes ?? 0))).toBeLessThanOrEqual(4 * 1024 * KIB);
});

corpusTest('samples of 17 and 25', () => {
  for (const name of ['jdk17-g1.txt', 'jdk25-serial.txt']) {
    const parsed = read(readCorpus(`samples/heap-info/${name}`));
    expect([name, parsed.warnings, parsed.complete, parsed.facts.length]).toEqual([name, [], true, 1]);
  }
});

test('ZGC of several NUMA nodes: their sum counts', () => {
  expect(
    showAll([
      'ZHeap            used 46M, capacity 256M, max capacity 256M',
      ' Partition 0     used 40M, capacity 128M, max capacity 128M',
      '  Cache          88M (1)',
      '   size classes  64M (1)',
      ' Partition 1     used 6M, capacity 128M, max capacity 128M',
      '  Cache          122M (1)',
      '   size classes  64M (1)',
    ]),
  ).toEqual(['Z of pid null at nowhere: used 47104, committed 262144, reserved -, max 262144, region -']);
});

test('lines of NUMA nodes keep G1 and the parallel collector in one piece', () => {
  const lines = [
    ' garbage-first heap   total 524288K, used 123456K [0x00000000e0000000, 0x0000000100000000)',
    '  region size 4096K, 12 young (49152K), 1 survivors (4096K)',
    '  remaining free region(s) on each NUMA node: 0=120 1=100 ',
    ' Metaspace       used 45678K, committed 47104K, reserved 1091584K',
  ];
  expect([read(lines).warnings, showAll(lines).length]).toEqual([[], 2]);
  expect(gcHeapInfo.classify('    lgrp 0 space 32768K, 45% used [0x00000000fab00000,0x00000000fc83d908,0x00000000feb00000)')).toBe('weak');
});

test('heaps of the past, in VM.events of 25, are a log', () => {
  const lines = [
    'Event: 0.045 {heap Before GC invocations=0 (full 0):',
    ' garbage-first heap   total reserved 65536K, committed 65536K, used 27790K [0x00000000fc000000, 0x0000000100000000)',
    '  region size 1024K, 1 young (1024K), 0 survivors (0K)',
  ];
  expect(gcHeapInfo.detect(lines).score).toBe(0);
});
