import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { KIB } from '@/lib/base/bytes';
import { countLines } from '@/lib/base/line-runs';
import { corpusTest, listCorpus, readCorpus } from '@/lib/testing/corpus';
import { expectSameBaseline, expectWholeDiff, nmtDiff, showDiff } from '../nmt/testing/show-diff';
import { nmtReport } from '../nmt/testing/show-report';
import { nmtDetail } from '../nmt-detail';
import { nmtSummaryDiff } from '../nmt-summary-diff';
import { readArtifact, toLines } from '../testing/read-artifact';
import { nmtDetailDiff } from '.';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
const read = (text: string | readonly string[]) => readArtifact(nmtDetailDiff, text);

test.each([
  ['jdk17-healthy-few-sites.txt', 12820, 17, 34],
  ['jdk25-deflater-leak-few-sites.txt', 16880, 25, 29],
])('%s: categories and call sites, every line accounted for', (name, pid, family, sites) => {
  const lines = toLines(fixture(name));
  const parsed = read(lines);
  const diff = nmtDiff(parsed);
  expect([parsed.complete, parsed.warnings, parsed.tool]).toEqual([true, [], { pid, version: String(family) }]);
  expect([diff.level, diff.sites.length]).toEqual(['detail', sites]);
  expectWholeDiff(diff);
  expect(countLines(parsed.runs, 'used') + countLines(parsed.runs, 'noise')).toBe(lines.length);
  for (const { frames, line, lastLine, malloc, mmap } of diff.sites) {
    expect([frames.length >= 1 && frames.length <= 4, lastLine - line, malloc === null]).toEqual([true, frames.length, mmap !== null]);
  }
});

test('what changed at call sites: grown, freed, committed', () => {
  const [, ...shown] = showDiff(nmtDiff(read(fixture('jdk17-healthy-few-sites.txt'))));
  const sites = shown.filter((line) => line.includes(', by '));
  expect([...sites.slice(0, 4), ...sites.filter((line) => line.includes('malloc 0 ')), ...sites.slice(-3)]).toMatchInlineSnapshot(`
    [
      "Class malloc 25 +18 #808 +589, by DependencyContext::add_dependent_nmethod(nmethod*)+0x71 (4 frames)",
      "Internal malloc 22 +8 #1133 +413, by Mutex::Mutex(int, char const*, bool, Mutex::SafepointCheckRequired)+0x2b (4 frames)",
      "Class malloc 25 +1 #98 +4, by OopMapCache::OopMapCache()+0x1d (4 frames)",
      "Internal malloc 2625 +2625 #4 +4, by ElfSection::ElfSection(_IO_FILE*, Elf64_Shdr const&)+0x94 (4 frames)",
      "GC malloc 0 -1, by TimePartitions::TimePartitions()+0x51 (4 frames)",
      "Arena Chunk malloc 0 -32, by ChunkPool::allocate(unsigned long, AllocFailStrategy::AllocFailEnum)+0xca (4 frames)",
      "Arena Chunk malloc 0 -64, by ChunkPool::allocate(unsigned long, AllocFailStrategy::AllocFailEnum)+0xca (4 frames)",
      "GC mmap 8192 / 4096 -32, by ReservedSpace::reserve(unsigned long, unsigned long, unsigned long, char*, bool)+0x291 (4 frames)",
      "Java Heap mmap 524288 / 262144 -2048, by ReservedSpace::reserve(unsigned long, unsigned long, unsigned long, char*, bool)+0xac (4 frames)",
      "Thread Stack mmap 46080 / 3772 +64, by thread_native_entry(Thread*)+0xe3 (1 frames)",
    ]
  `);
});

test('a few sites alone, without the summary: nothing but what is there', () => {
  const piece = [
    '[0x00007fa91769b444] ElfSection::ElfSection(_IO_FILE*, Elf64_Shdr const&)+0x94',
    '[0x00007fa91769b701] ElfStringTable::ElfStringTable(_IO_FILE*, Elf64_Shdr&, int)+0x21',
    '                             (malloc=2625KB type=Internal +2625KB #4 +4)',
    '',
    '[0x00007fb8cd22c5e3] thread_native_entry(Thread*)+0xe3',
    '                             (mmap: reserved=46080KB, committed=3772KB +64KB Type=Thread Stack)',
  ];
  const parsed = read(piece);
  expect([nmtDetailDiff.detect(piece).score, nmtSummaryDiff.detect(piece).score > 0]).toEqual([1, false]);
  expect([showDiff(nmtDiff(parsed)), parsed.complete, parsed.warnings]).toEqual([
    [
      'detail diff of pid null, JDK null: ',
      'Internal malloc 2625 +2625 #4 +4, by ElfSection::ElfSection(_IO_FILE*, Elf64_Shdr const&)+0x94 (2 frames)',
      'Thread Stack mmap 46080 / 3772 +64, by thread_native_entry(Thread*)+0xe3 (1 frames)',
    ],
    false,
    [],
  ]);
});

test('old 8 prints no type, and the amount beside a frame without a symbol', () => {
  const [first, second] = nmtDiff(
    read([
      '[0x00007f0486546f74]                             (malloc=5KB +1KB #3 +1)',
      '[BOOTSTRAP]',
      '                             (malloc=8KB +2KB #5 +1)',
    ]),
  ).sites;
  expect([first?.frames, first?.malloc?.deltaBytes, first?.category]).toEqual([['0x7f0486546f74'], KIB, null]);
  expect([second?.frames, second?.malloc?.deltaCount]).toEqual([[], 1]);
});

test('sites of Thread have neither "malloc=" nor a type', () => {
  const sites = nmtDiff(
    read([
      '[0x00007fa91769b444] JavaThread::JavaThread()+0x94',
      '                             (1KB +1KB #1 +1)',
      '[0x00007fa91769b444] JavaThread::JavaThread()+0x95',
      '                             (0KB -2KB)',
    ]),
  ).sites;
  expect(sites.map(({ category, malloc }) => [category, malloc?.bytes, malloc?.deltaBytes, malloc?.count])).toEqual([
    ['Thread', KIB, KIB, 1],
    ['Thread', 0, -2 * KIB, null],
  ]);
});

test('frames that lost their amount are warned about', () => {
  const parsed = read(['[0x00007fa91769b444] ElfSection::ElfSection()+0x94', '-    GC (reserved=9KB +1KB, committed=9KB +1KB)']);
  expect(parsed.warnings.map(({ line, code }) => [line, code])).toEqual([[1, 'nmt-diff/orphan-frame']]);
});

const incidents = listCorpus('incidents').filter((name) => listCorpus(`incidents/${name}/t1`).includes('nmt-detail-diff.txt'));

test.each(incidents.map((name) => [name]))('%s: sites make up what their category gained, and were there at the baseline', (name) => {
  const parsed = read(readCorpus(`incidents/${name}/t1/nmt-detail-diff.txt`));
  const diff = nmtDiff(parsed);
  expect([parsed.warnings, parsed.complete]).toEqual([[], true]);
  expectWholeDiff(diff);
  expectSameBaseline(diff, nmtReport(readArtifact(nmtDetail, readCorpus(`incidents/${name}/t0/nmt-detail.txt`))), 5800);
  for (const { name: of, malloc, arena } of diff.categories) {
    const sites = diff.sites.filter(({ category, malloc }) => category === of && malloc);
    if (!malloc || sites.length === 0 || of === 'Native Memory Tracking') continue;
    const gained = sites.reduce((sum, site) => sum + (site.malloc?.deltaBytes ?? 0), 0);
    // Chunks that an arena took are counted as its arena in the category, and as malloc at their sites.
    const expected = malloc.deltaBytes + (arena?.deltaBytes ?? 0);
    if (of !== 'Arena Chunk') expect([of, Math.abs(gained - expected) <= (sites.length + 260) * KIB]).toEqual([of, true]);
  }
});

corpusTest('samples and lab captures of 17 and 25 are whole', () => {
  for (const path of [
    'samples/nmt/jdk17-g1-detail-diff.txt',
    'samples/nmt/jdk25-serial-detail-diff.txt',
    'knowledge/captures/sysmap-jdk25.nmt-detail-diff.txt',
  ]) {
    const parsed = read(readCorpus(path));
    expect([path, parsed.complete, parsed.warnings]).toEqual([path, true, []]);
    expectWholeDiff(nmtDiff(parsed));
  }
});
