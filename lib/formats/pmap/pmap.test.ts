import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatAddress } from '@/lib/base/address';
import { formatKib } from '@/lib/base/bytes';
import { countLines } from '@/lib/base/line-runs';
import type { Mapping } from '@/lib/model/memory-map';
import { corpusTest, listCorpus, readCorpus } from '@/lib/testing/corpus';
import { pmapX } from '../pmap-x';
import { memoryMap, memoryMaps, readArtifact } from '../testing/read-artifact';
import { pmap } from '.';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
const read = (text: string | readonly string[], pid: number | null = null) => readArtifact(pmap, text, { pid });
const codes = (text: string | readonly string[]) => read(text).warnings.map(({ line, code }) => `${line} ${code}`);
const show = (row: Mapping) => `${row.line}: ${formatAddress(row.start)} ${formatKib(row.sizeBytes)} ${row.mode} ${row.name}`.trim();

test('a whole listing: sizes, the total, the pid; residency is unknown', () => {
  const parsed = read(fixture('direct-buffer-leak.txt'));
  const map = memoryMap(parsed);
  expect(map).toMatchObject({ source: 'pmap', pid: 6906, ascending: true, kernelNames: false, residency: 'none' });
  expect(map.printedTotal).toMatchObject({ line: 196, rssBytes: null, dirtyBytes: null });
  expect(map.rows.length).toBe(194);
  expect([map.rows[0], map.rows[1], map.rows.at(-2), map.rows.at(-1)].map((row) => row && show(row))).toEqual([
    '2: 0xf0000000 260,096 rw-p',
    '3: 0xffe00000 468 rw-p classes.jsa',
    '194: 0x7ffd8d500000 132 rw-p [stack]',
    '195: 0xffffffffff600000 4 --xp',
  ]);
  expect([parsed.complete, parsed.warnings, countLines(parsed.runs, 'noise')]).toEqual([true, [], 0]);
});

test('-q keeps the first line and no footer; -p prints paths', () => {
  const quiet = read(fixture('quiet-sleep.txt'));
  expect([memoryMap(quiet).pid, memoryMap(quiet).printedTotal, quiet.complete, quiet.warnings]).toEqual([32520, null, true, []]);
  // Without its end, or its beginning, it may be cut.
  const lines = fixture('quiet-sleep.txt').trimEnd().split('\n');
  expect([read(lines.slice(0, -1)).complete, read(lines.slice(1)).complete]).toEqual([false, false]);
  const paths = memoryMap(read(fixture('paths-sleep.txt')));
  expect(show(paths.rows[0]!)).toBe('2: 0x55add91bd000 8 r--p /usr/bin/sleep');
  expect(paths.rows.map(({ start }) => start)).toEqual(memoryMap(quiet).rows.map(({ start }) => start));
});

test('BusyBox: modes of four letters, names of the kernel, "mapped:" (printf formats of its procps/pmap.c)', () => {
  const parsed = read(
    [
      '1: java -Xmx1g -jar app.jar',
      '000055c423976000      24K r-xp  /usr/bin/java',
      '000055c4251e2000 1048576K rw-p  [heap]',
      '00007fc662f2e000      84K rw-s    [ anon ]',
      'mapped: 1048684K',
    ].join('\n'),
  );
  expect(memoryMap(parsed).rows.map(show)).toEqual([
    '2: 0x55c423976000 24 r-xp /usr/bin/java',
    '3: 0x55c4251e2000 1,048,576 rw-p [heap]',
    '4: 0x7fc662f2e000 84 rw-s',
  ]);
  expect(memoryMap(parsed)).toMatchObject({ kernelNames: true, residency: 'none', pid: 1 });
  expect(parsed).toMatchObject({ complete: true, warnings: [], tool: { version: 'BusyBox' } });
});

test('32 bit: eight digits; pmap -k: names of the kernel', () => {
  const parsed = read(['712:   /usr/bin/java', '08048000    480K r-x-- java', 'ffa5b000    132K rw---   [ stack ]', ' total      612K']);
  expect(memoryMap(parsed).rows.map(show)).toEqual(['2: 0x8048000 480 r-xp java', '3: 0xffa5b000 132 rw-p [stack]']);
  expect([parsed.complete, memoryMap(parsed).kernelNames]).toEqual([true, false]);
  expect(memoryMap(read(['000055c4251e2000    132K rw--- [heap]'])).kernelNames).toBe(true);
});

test('several processes are several maps, each held to its own total', () => {
  const one = fixture('paths-sleep.txt').trimEnd().split('\n');
  const parsed = read([...one, ...one.map((line) => line.replace('32520:', '32521:'))]);
  expect(memoryMaps(parsed).map(({ pid, rows, printedTotal }) => [pid, rows.length, printedTotal?.line])).toEqual([
    [32520, one.length - 2, one.length],
    [32521, one.length - 2, 2 * one.length],
  ]);
  expect([parsed.complete, parsed.warnings]).toEqual([true, []]);
});

test('sorted and headed: the total first, incomplete, pid from the prompt', () => {
  const rows = fixture('direct-buffer-leak.txt').trimEnd().split('\n');
  const sorted = [rows.at(-1)!, ...rows.slice(1, -1).sort((a, b) => Number.parseInt(b.slice(17), 10) - Number.parseInt(a.slice(17), 10))];
  expect(read(sorted, 7571)).toMatchObject({ complete: true, warnings: [], tool: { pid: 7571 } });
  const top = read(sorted.slice(0, 10), 7571);
  expect([memoryMap(top).rows.length, memoryMap(top).ascending, memoryMap(top).pid, top.complete]).toEqual([9, false, 7571, false]);
});

test('cut rows, odd rows and strangers are warned, not counted', () => {
  const row = '00007fd673000000 75644928K rw---   [ anon ]';
  for (const end of [row.length - 1, row.length - 4, row.length - 8, 30, 28, 26, 22]) {
    const parsed = read([row, row.slice(0, end)]);
    expect([row.slice(0, end), parsed.warnings.map(({ code }) => code), parsed.complete, memoryMap(parsed).rows.length]).toEqual([
      row.slice(0, end),
      ['pmap/cut-line'],
      false,
      1,
    ]);
  }
  expect(codes([row, '75644928K rw---   [ anon ]'])).toEqual(['2 pmap/cut-line']);
  expect(
    codes([
      '00007fd673000123 8K rw--- [ anon ]', // no page begins there
      '00007fd673000000 7K rw--- [ anon ]', // no whole page
      '00007fd673000000 9007199254740992K rw--- [ anon ]',
      row,
      'hello',
      ' total 8K',
      ' total 9K',
    ]),
  ).toEqual(['1 pmap/odd-row', '2 pmap/odd-row', '3 pmap/odd-row', '5 pmap/unknown-line', '7 pmap/second-total']);
});

test('rows that lost their line ends are rows again', () => {
  const parsed = read('0000000000400000      4K r-x-- a.out0000000000600000      8K rw--- a.out');
  expect(memoryMap(parsed).rows.map(show)).toEqual(['1: 0x400000 4 r-xp a.out', '1: 0x600000 8 rw-p a.out']);
});

test('Solaris and the other kinds of pmap are not ours', () => {
  expect(pmap.detect(['0002C000      16K rwx--    [ heap ]', '00010000     192K r-x--  /usr/bin/ksh']).score).toBe(0);
  const classes = Object.entries({
    '00007fa910000000  65520K rw---   [ anon ]': 'strong',
    '000055c4251e2000 1048576K rw-p  [heap]': 'strong',
    ' total          3208080K': 'foot',
    'mapped: 3208080K': 'foot',
    '10616:   /opt/java/jdk-17/bin/java -Xmx512m': 'head',
    '10616:': 'none',
    '00007fd673000000 75644928K rw': 'weak',
    '00007fd673000000 75644928 61078708 61078708 rw---   [ anon ]': 'none',
    '00007fa910000000   65520 rw--- 0000000000000000 000:00000   [ anon ]': 'none',
    'mapped: 3208080K    writeable/private: 593324K    shared: 126724K': 'none',
    '7fa910000000-7fa913ffc000 rw-p 00000000 00:00 0 ': 'none',
    '': 'none',
  });
  expect(classes.map(([text]) => [text, pmap.classify(text)])).toEqual(classes);
});

test('the command above it', () => {
  for (const yes of ['pmap 7', 'pmap -q 7', 'sudo pmap -p 7 | sort', 'pmap $(pgrep java)', 'pmap -qp 7'])
    expect(pmap.command?.test(yes), yes).toBe(true);
  for (const no of ['pmap -x 7', 'pmap -X 7', 'pmap -d 7', 'pmap']) expect(pmap.command?.test(no), no).toBe(false);
});

corpusTest('every captured pmap tells the rows of pmap -x of the same moment, and adds up', () => {
  for (const incident of listCorpus('incidents')) {
    for (const moment of listCorpus(`incidents/${incident}`)) {
      const folder = `incidents/${incident}/${moment}`;
      if (!listCorpus(folder).includes('pmap.txt')) continue;
      const parsed = read(readCorpus(`${folder}/pmap.txt`));
      expect([folder, parsed.complete, parsed.warnings]).toEqual([folder, true, []]);
      const keys = (rows: Mapping[]) => rows.map(({ start, sizeBytes, mode, name }) => [start, sizeBytes, mode, name]);
      const extended = memoryMap(readArtifact(pmapX, readCorpus(`${folder}/pmap-x.txt`)));
      expect(keys(memoryMap(parsed).rows)).toEqual(keys(extended.rows));
    }
  }
});

corpusTest('samples: whole, and two processes in one output', () => {
  expect(read(readCorpus('samples/pmap/jdk17-plain.txt'))).toMatchObject({ complete: true, warnings: [] });
  const two = read(readCorpus('samples/pmap/two-processes-plain.txt'));
  expect(memoryMaps(two).map(({ pid, printedTotal }) => [pid, printedTotal?.sizeBytes])).toEqual([
    [10616, 3208080 * 1024],
    [10617, 3101376 * 1024],
  ]);
  expect([two.complete, two.warnings]).toEqual([true, []]);
});

test.each([' gesamt               28K', ' загалом               28 К', ' totalt               28 k', ' 총계               28K'])(
  'the total in another language: %s',
  (total) => {
    const parsed = read([
      '26966:   sleep 1000',
      '000055758ee9a000      8K r---- sleep',
      '0000557590e4c000     20K rw---   [ анон ]',
      total,
    ]);
    expect([parsed.complete, parsed.warnings]).toEqual([true, []]);
    expect(memoryMap(parsed).rows.map(({ name }) => name)).toEqual(['sleep', '']);
    expect(pmap.classify(total)).toBe('foot');
  },
);
