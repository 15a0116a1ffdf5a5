import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatAddress } from '@/lib/base/address';
import { formatKib } from '@/lib/base/bytes';
import type { Mapping } from '@/lib/model/memory-map';
import { corpusTest, listCorpus, readCorpus } from '@/lib/testing/corpus';
import { smaps } from '../smaps';
import { memoryMap, memoryMaps, readArtifact, toLines } from '../testing/read-artifact';
import { procMaps } from '.';

const MAPPED = toLines(readFileSync(join(import.meta.dirname, 'fixtures/mapped-files.txt'), 'utf8'));
const read = (text: string | readonly string[], pid: number | null = null) => readArtifact(procMaps, text, { pid });
const show = (row: Mapping) => `${row.line}: ${formatAddress(row.start)} ${formatKib(row.sizeBytes)} ${row.mode} ${row.name}`.trim();

test('a whole listing: ranges, modes, names; residency is unknown', () => {
  const parsed = read(MAPPED, 7571);
  const map = memoryMap(parsed);
  expect(map).toMatchObject({ source: 'proc-maps', pid: 7571, ascending: true, kernelNames: true, residency: 'none', printedTotal: null });
  expect(map.rows.length).toBe(MAPPED.length);
  const named = (name: string) => map.rows.filter((row) => row.name.includes(name)).map(show);
  expect([show(map.rows[0]!), ...named('[')].map((text) => text.replace(/0x\S+/, 'ADDRESS'))).toEqual([
    '1: ADDRESS 260,096 rw-p',
    '11: ADDRESS 284 rw-p [heap]',
    `${MAPPED.length - 9}: ADDRESS 16 r--p [vvar]`,
    `${MAPPED.length - 8}: ADDRESS 8 r--p [vvar_vclock]`,
    `${MAPPED.length - 7}: ADDRESS 8 r-xp [vdso]`,
    `${MAPPED.length - 1}: ADDRESS 132 rw-p [stack]`,
    `${MAPPED.length}: ADDRESS 4 --xp [vsyscall]`,
  ]);
  expect([parsed.complete, parsed.warnings]).toEqual([true, []]);
});

test('names with blanks, deleted files, 32 bit, devices of many digits', () => {
  const parsed = read([
    '08048000-080c0000 r-xp 00000000 08:01 1234       /usr/bin/java',
    'b7700000-b7800000 rw-s 00000000 103:06 99 /srv/a b.bin (deleted)',
    'b7900000-b7a00000 rw-p 00000000 00:00 0 ',
    'bf800000-bf821000 rw-p 00000000 00:00 0          [stack]',
  ]);
  expect(memoryMap(parsed).rows.map(show)).toEqual([
    '1: 0x8048000 480 r-xp /usr/bin/java',
    '2: 0xb7700000 1,024 rw-s /srv/a b.bin (deleted)',
    '3: 0xb7900000 1,024 rw-p',
    '4: 0xbf800000 132 rw-p [stack]',
  ]);
  expect(parsed.complete).toBe(true);
});

test('a listing that does not reach the stack is incomplete; two processes are two maps', () => {
  expect(read(MAPPED.slice(0, 40)).complete).toBe(false);
  const two = read([...MAPPED, ...MAPPED], 7);
  expect(memoryMaps(two).map(({ rows, pid }) => [rows.length, pid])).toEqual([
    [MAPPED.length, null],
    [MAPPED.length, null],
  ]);
  expect(two.complete).toBe(true);
});

test('cut and odd lines are warned', () => {
  const line = '7fa918694000-7fa91869e000 r--p 00027000 fe:00 338944                     /usr/lib/ld.so';
  for (const end of [44, 42, 36, 30, 26, 20]) {
    const parsed = read([line, line.slice(0, end)]);
    expect([line.slice(0, end), parsed.warnings.map(({ code }) => code), parsed.complete]).toEqual([
      line.slice(0, end),
      ['proc-maps/cut-line'],
      false,
    ]);
  }
  const odd = ['a000-9000 rw-p 00000000 00:00 0', '7fa918694001-7fa91869e000 r--p 00000000 00:00 0', 'hello'];
  expect(read([line, ...odd]).warnings.map(({ line: at, code }) => `${at} ${code}`)).toEqual([
    '2 proc-maps/odd-range',
    '3 proc-maps/odd-range',
    '4 proc-maps/unknown-line',
  ]);
});

test('smaps, its rollup and System.map are not ours', () => {
  expect(procMaps.detect(['7000-8000 rw-p 00000000 00:00 0', 'Size: 4 kB', 'Rss: 4 kB']).score).toBe(0);
  const classes = Object.entries({
    'e0000000-f7a00000 rw-p 00000000 00:00 0 ': 'strong',
    'e0000000-7fffb6f1d000 ---p 00000000 00:00 0                              [rollup]': 'none',
    '0x00007fd673000000-0x00007fd675000000 33554432 rw-p 0 0 4K com JAVAHEAP -': 'none',
    '7fa918694000-7fa91869e000 r--p': 'weak',
    '2026-11-22 10:00:00 something': 'none',
    '12-14': 'none',
  });
  expect(classes.map(([text]) => [text, procMaps.classify(text)])).toEqual(classes);
});

corpusTest('every captured maps tells the rows of smaps of the same moment', () => {
  let pairs = 0;
  for (const incident of listCorpus('incidents')) {
    for (const moment of listCorpus(`incidents/${incident}`)) {
      const folder = `incidents/${incident}/${moment}`;
      if (!listCorpus(folder).includes('maps.txt')) continue;
      const parsed = read(readCorpus(`${folder}/maps.txt`));
      expect([folder, parsed.complete, parsed.warnings]).toEqual([folder, true, []]);
      const keys = (rows: Mapping[]) => rows.map(({ start, end, mode, name }) => [start, end, mode, name]);
      expect(keys(memoryMap(parsed).rows)).toEqual(keys(memoryMap(readArtifact(smaps, readCorpus(`${folder}/smaps.txt`))).rows));
      pairs++;
    }
  }
  expect(pairs).toBeGreaterThan(15);
  expect(read(readCorpus('samples/maps/jdk17.txt'))).toMatchObject({ complete: true, warnings: [] });
});
