import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatAddress } from '@/lib/base/address';
import { formatKib } from '@/lib/base/bytes';
import type { Mapping } from '@/lib/model/memory-map';
import { corpusTest, listCorpus, readCorpus } from '@/lib/testing/corpus';
import { pmapX } from '../pmap-x';
import { memoryMap, readArtifact, toLines } from '../testing/read-artifact';
import { pmapD } from '.';

const LEAK = toLines(readFileSync(join(import.meta.dirname, 'fixtures/direct-buffer-leak.txt'), 'utf8'));
const read = (text: string | readonly string[], pid: number | null = null) => readArtifact(pmapD, text, { pid });
const show = (row: Mapping) => `${row.line}: ${formatAddress(row.start)} ${formatKib(row.sizeBytes)} ${row.mode} ${row.name}`.trim();

test('a whole listing: sizes, three totals, the pid; residency is unknown', () => {
  const parsed = read(LEAK);
  const map = memoryMap(parsed);
  expect(map).toMatchObject({ source: 'pmap-d', pid: 6906, ascending: true, kernelNames: false, residency: 'none' });
  expect(map.rows.length).toBe(LEAK.length - 3);
  expect(map.rows.slice(0, 2).map(show)).toEqual(['3: 0xf0000000 260,096 rw-p', '4: 0xffe00000 468 rw-p classes.jsa']);
  expect(map.printedTotal?.line).toBe(LEAK.length);
  expect([parsed.complete, parsed.warnings]).toEqual([true, []]);
});

test('a row less is seen by every total, also where only the private sum differs', () => {
  expect(read(LEAK.filter((line) => !line.includes(' [ stack ]'))).complete).toBe(false);
  const footer = LEAK.at(-1)!.replace(/private: \d+K/, 'private: 4K');
  expect(read([...LEAK.slice(0, -1), footer]).complete).toBe(false);
});

test('heads in other languages, names of 32 bit', () => {
  const parsed = read([
    '712:   java',
    'Adresse   KByte Modus Offset           Gerät    Zuordnung',
    '08048000     480 r-x-- 0000000000000000 0fe:00000 java',
    'abgebildet: 480K    schreibbar/privat: 0K    gemeinsam: 0K',
  ]);
  expect([parsed.complete, parsed.warnings, memoryMap(parsed).rows.map(show)]).toEqual([true, [], ['3: 0x8048000 480 r-xp java']]);
});

test('cut rows are warned', () => {
  const row = '00000000ffe00000     468 rw--- 0000000000c77000 0fe:00000 classes.jsa';
  for (const end of [57, 54, 50, 40, 30, 27, 24]) {
    const parsed = read([row, row.slice(0, end)]);
    expect([row.slice(0, end), parsed.warnings.map(({ code }) => code), parsed.complete]).toEqual([
      row.slice(0, end),
      ['pmap-d/cut-line'],
      false,
    ]);
  }
  expect(read([row, '0000000000c77000 0fe:00000 classes.jsa']).warnings.map(({ code }) => code)).toEqual(['pmap-d/cut-line']);
});

test('line classes', () => {
  const classes = Object.entries({
    '00007fa910000000   65520 rw--- 0000000000000000 000:00000   [ anon ]': 'strong',
    'Address           Kbytes Mode  Offset           Device    Mapping': 'head',
    'mapped: 3208080K    writeable/private: 593324K    shared: 126724K': 'foot',
    '00007fa910000000  65520K rw---   [ anon ]': 'none',
    '00007fd673000000 75644928 61078708 61078708 rw---   [ anon ]': 'none',
    'Address           Kbytes     RSS   Dirty Mode  Mapping': 'none',
    '    7fb5ad593000 rw-p 001d3000  fe:00 339380    8    8   8         8          8         8': 'none',
    'Konto: 100K    Kasse: 200K    Kreuz: 3': 'none',
  });
  expect(classes.map(([text]) => [text, pmapD.classify(text)])).toEqual(classes);
  expect(pmapD.command?.test('pmap -d 7')).toBe(true);
  expect(pmapD.command?.test('pmap -qd 7')).toBe(true);
  expect(pmapD.command?.test('pmap -x 7')).toBe(false);
});

corpusTest('every captured pmap -d tells the rows of pmap -x of the same moment, and adds up', () => {
  for (const incident of listCorpus('incidents')) {
    for (const moment of listCorpus(`incidents/${incident}`)) {
      const folder = `incidents/${incident}/${moment}`;
      if (!listCorpus(folder).includes('pmap-d.txt')) continue;
      const parsed = read(readCorpus(`${folder}/pmap-d.txt`));
      expect([folder, parsed.complete, parsed.warnings]).toEqual([folder, true, []]);
      const keys = (rows: Mapping[]) => rows.map(({ start, sizeBytes, mode, name }) => [start, sizeBytes, mode, name]);
      const extended = memoryMap(readArtifact(pmapX, readCorpus(`${folder}/pmap-x.txt`)));
      expect(keys(memoryMap(parsed).rows)).toEqual(keys(extended.rows));
    }
  }
  expect(read(readCorpus('samples/pmap/jdk17-d.txt'))).toMatchObject({ complete: true, warnings: [] });
});

// procps 3.0; 4.0.2 in Swedish, Ukrainian, Korean
test.each([
  ['Address           Kbytes Mode  Offset           Device    Mapping', 'mapped 28K    writeable/private: 20K    shared: 0K'],
  ['Adress            kbyte Läge  Avstånd          Enhet     Mappning', 'mappat: 28 k    skrivbart/privat: 20 k    delat: 0 k'],
  ['Адреса     кбайтів Режим Зміщення Пристрій Відповідність', "пов'язано: 28К  записуване/приватне: 20К спільне: 0К"],
  ['주  소          Kbytes 모  드 오프셋        장  치  매  핑', '매  핑: 28K     기록가능/자체: 20K         공유: 0K'],
])('in another language: %s', (heads, total) => {
  const lines = [
    '26966:   sleep 1000',
    heads,
    '000055758ee9a000       8 r---- 0000000000000000 0fe:00000 sleep',
    '0000557590e4c000      20 rw--- 0000000000000000 000:00000   [ anon ]',
    total,
  ];
  const parsed = read(lines);
  expect([parsed.complete, parsed.warnings, parsed.tool.pid]).toEqual([true, [], 26966]);
  expect(lines.map(pmapD.classify)).toEqual(['head', 'head', 'strong', 'strong', 'foot']);
});
