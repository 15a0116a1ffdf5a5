import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatAddress } from '@/lib/base/address';
import { formatKib, KIB } from '@/lib/base/bytes';
import { countLines } from '@/lib/base/line-runs';
import type { Mapping } from '@/lib/model/memory-map';
import { corpusTest, listCorpus, readCorpus } from '@/lib/testing/corpus';
import { pmapExtX } from '../pmap-ext-x';
import { pmapExtXx } from '../pmap-ext-xx';
import { smaps } from '../smaps';
import { memoryMap, memoryMaps, readArtifact, toLines } from '../testing/read-artifact';

const file = (path: string) => toLines(readFileSync(join(import.meta.dirname, '..', path), 'utf8'));
const X = file('pmap-ext-x/fixtures/jdk25-serial.txt');
const XX = file('pmap-ext-xx/fixtures/jdk25-serial.txt');
const TWO = file('pmap-ext/two-processes-running-sums.txt');
const readX = (lines: readonly string[]) => readArtifact(pmapExtX, lines);
const readXx = (lines: readonly string[]) => readArtifact(pmapExtXx, lines);
const codes = (parsed: ReturnType<typeof readX>) => parsed.warnings.map(({ line, code }) => `${line} ${code}`);

function show(row: Mapping): string {
  const kib = (bytes: number | null) => (bytes === null ? '?' : formatKib(bytes));
  const parts = [`rss ${kib(row.rssBytes)}`, `pss ${kib(row.pssBytes)}`, `dirty ${kib(row.dirtyBytes)}`, `anon ${kib(row.anonymousBytes)}`];
  return `${row.line}: ${formatAddress(row.start)} ${kib(row.sizeBytes)} ${parts.join(' ')} ${row.mode} ${row.name}`.trim();
}
const keys = (rows: readonly Mapping[]) => rows.map((row) => [row.start, row.sizeBytes, row.rssBytes, row.mode, row.name]);

test('-X: every fact that its columns hold', () => {
  const parsed = readX(X);
  const map = memoryMap(parsed);
  expect(map).toMatchObject({ source: 'pmap-ext-x', pid: 32589, ascending: true, kernelNames: true });
  expect(map.residency).toBeUndefined();
  expect([map.rows[0], map.rows[1], map.rows.at(-2), map.rows.at(-1)].map((row) => row && show(row))).toEqual([
    '3: 0x1b000000 4 rss 4 pss 4 dirty ? anon 4 ---p',
    '4: 0x1b001000 13,904 rss 12,988 pss 12,988 dirty ? anon 10,304 rw-p classes.jsa',
    '153: 0x7ffdc9525000 132 rss 32 pss 32 dirty ? anon 32 rw-p [stack]',
    '154: 0xffffffffff600000 4 rss 0 pss 0 dirty ? anon 0 --xp [vsyscall]',
  ]);
  expect(map.rows[0]).toMatchObject({ swapBytes: 0, vmFlags: null, anonHugePagesBytes: null });
  expect(map.printedTotal).toMatchObject({ line: 156, dirtyBytes: null });
  // The pid, the rows and the sums; heads and ruler.
  expect([parsed.complete, parsed.warnings, countLines(parsed.runs, 'noise')]).toEqual([true, [], 2]);
});

test('-XX: dirty, huge pages and VmFlags besides; the same rows as -X of the same process', () => {
  const parsed = readXx(XX);
  const map = memoryMap(parsed);
  expect(keys(map.rows)).toEqual(keys(memoryMap(readX(X)).rows));
  expect(map).toMatchObject({ source: 'pmap-ext-xx', pid: 32589 });
  expect(show(map.rows[1]!)).toBe('4: 0x1b001000 13,904 rss 12,988 pss 12,988 dirty 10,304 anon 10,304 rw-p classes.jsa');
  expect(map.rows[1]).toMatchObject({ vmFlags: ['rd', 'wr', 'mr', 'mw', 'me', 'ac'], anonHugePagesBytes: 0 });
  expect(map.rows.at(-1)).toMatchObject({ name: '[vsyscall]', vmFlags: ['ex'] });
  expect([parsed.complete, parsed.warnings]).toEqual([true, []]);
});

test('without heads and sums (-q) Size, Rss and Pss are known, the rest stays unnamed', () => {
  const quietX = readX(file('pmap-ext-x/fixtures/quiet.txt'));
  const quietXx = readXx(file('pmap-ext-xx/fixtures/quiet.txt'));
  expect([quietX.complete, quietXx.complete, quietX.warnings, quietXx.warnings]).toEqual([true, true, [], []]);
  expect(keys(memoryMap(quietX).rows)).toEqual(keys(memoryMap(quietXx).rows));
  expect(memoryMap(quietXx).rows[0]).toMatchObject({ rssBytes: 8 * KIB, vmFlags: ['rd', 'mr', 'mw', 'me'], anonymousBytes: null });
  const bare = readX(X.slice(2, -2));
  expect(keys(memoryMap(bare).rows)).toEqual(keys(memoryMap(readX(X)).rows));
  expect(readX(X.slice(2, 40)).complete).toBe(false);
});

test('names that begin with numbers, hold blanks, or look like flags', () => {
  const row = X.find((line) => line.includes('classes.jsa'))!;
  const names = ['32589', '7 lives.bin (deleted)', 'rd wr', 'memfd:java_heap (deleted)', 'lab map with space.bin', ''];
  for (const lines of [[...X.slice(0, 2)], [...X.slice(0, 3)]]) {
    const withHeads = readX([...lines, ...names.map((name) => row.replace('classes.jsa', name))]);
    expect(
      memoryMap(withHeads)
        .rows.slice(-names.length)
        .map(({ name }) => name),
    ).toEqual(names);
  }
  const xx = XX.find((line) => line.includes('classes.jsa'))!;
  const read = readXx([...XX.slice(0, 2), ...names.filter((name) => name !== 'rd wr').map((name) => xx.replace('classes.jsa', name))]);
  expect(memoryMap(read).rows.map(({ name }) => name)).toEqual(names.filter((name) => name !== 'rd wr'));
  // Without heads: most rows have as many numbers as there are columns.
  const bare = readX([...X.slice(2, 30), row.replace('classes.jsa', '32589')]);
  expect(memoryMap(bare).rows.at(-1)?.name).toBe('32589');
});

test('chosen columns: what is missing is unknown; without VmFlags, translated heads', () => {
  const chosen = readXx(file('pmap-ext-xx/fixtures/chosen-columns.txt'));
  expect([chosen.complete, chosen.warnings]).toEqual([true, []]);
  expect(memoryMap(chosen).rows[5]).toMatchObject({
    name: '[heap]',
    pssBytes: 16 * KIB,
    anonymousBytes: null,
    vmFlags: ['rd', 'wr', 'mr', 'mw', 'me', 'ac'],
  });
  const plain = readXx(file('pmap-ext-xx/fixtures/chosen-without-flags.txt'));
  expect(keys(memoryMap(plain).rows)).toEqual(keys(memoryMap(chosen).rows));
  expect(memoryMap(plain).rows[0]).toMatchObject({ pssBytes: null, vmFlags: null });
  const german = readXx([
    '7:   java',
    '         Adresse Rechte Size  Rss Zuordnung',
    '    55add91bd000 r--p    8    4 java',
    '   7fff314f5000 rw-p  132 16 [stack]',
  ]);
  expect(memoryMap(german).rows.map(({ name, rssBytes }) => [name, rssBytes])).toEqual([
    ['java', 4 * KIB],
    ['[stack]', 16 * KIB],
  ]);
});

test('columns without Rss: the share stands for it, or nothing does', () => {
  const heads = (columns: string) => ['7:   java', `         Address Perm Size ${columns} Mapping`];
  const pss = memoryMap(readXx([...heads('Pss'), '    55add91bd000 r--p    8 4 java']));
  expect([pss.residency, pss.rows[0]?.rssBytes, pss.rows[0]?.pssBytes]).toEqual(['pss', 4 * KIB, 4 * KIB]);
  const none = memoryMap(readXx([...heads('Swap'), '    55add91bd000 r--p    8 4 java']));
  expect([none.residency, none.rows[0]?.rssBytes, none.rows[0]?.swapBytes]).toEqual(['none', 0, 4 * KIB]);
});

test('columns that tell no regions give their sums alone, and say so', () => {
  const parsed = readXx(file('pmap-ext-xx/fixtures/chosen-without-size.txt'));
  expect(parsed.facts).toEqual([
    {
      kind: 'memory-totals',
      value: {
        pid: 32520,
        amounts: { Rss: { line: 41, bytes: 1764 * KIB }, Pss: { line: 41, bytes: 251 * KIB }, Swap: { line: 41, bytes: 0 } },
      },
    },
  ]);
  expect([codes(parsed), parsed.complete]).toEqual([['3 pmap-ext-xx/few-columns'], true]);
});

test('sorted: heads, pid and sums anywhere; the same rows', () => {
  const parsed = readX(file('pmap-ext-x/fixtures/sorted-by-rss.txt'));
  const first = TWO.slice(
    0,
    TWO.findIndex((line) => line.startsWith('32521:')),
  );
  expect([parsed.complete, parsed.warnings, memoryMap(parsed).ascending, memoryMap(parsed).pid]).toEqual([true, [], false, 32520]);
  const byStart = (rows: Mapping[]) => keys([...rows].sort((a, b) => (a.start < b.start ? -1 : 1)));
  expect(byStart(memoryMap(parsed).rows)).toEqual(keys(memoryMap(readX(first)).rows));
});

test('procps before 4.0.4 goes on adding up over several processes: each gets its own sums', () => {
  const parsed = readX(TWO);
  const maps = memoryMaps(parsed);
  const rssOf = (rows: Mapping[]) => rows.reduce((bytes, row) => bytes + row.rssBytes, 0);
  expect(maps.map(({ pid, rows, printedTotal }) => [pid, printedTotal?.rssBytes === rssOf(rows)])).toEqual([
    [32520, true],
    [32521, true],
  ]);
  expect([codes(parsed), parsed.complete, parsed.tool.version]).toEqual([
    [`${TWO.length} pmap-ext-x/running-sums`],
    true,
    'procps before 4.0.4',
  ]);
  // The cutter makes two artifacts of it: the second one gets the sums of the first.
  const second = TWO.findIndex((line) => line.startsWith('32521:'));
  const reader = (lines: readonly string[], carried?: readonly number[]) => {
    const context = {
      tool: { pid: null, version: null, command: null },
      firstLine: 1,
      lastLine: lines.length,
      ...(carried && { carried }),
    };
    const open = pmapExtX.open(context);
    for (const [i, line] of lines.entries()) open.line(line, i + 1);
    return open.finish();
  };
  const above = reader(TWO.slice(0, second));
  const below = reader(TWO.slice(second), above.carry);
  expect(memoryMap(below).printedTotal?.rssBytes).toBe(maps[1]?.printedTotal?.rssBytes);
  expect([above.complete, below.complete, reader(TWO.slice(second)).complete]).toEqual([true, true, false]);
  // Later versions print the own sums of each: nothing is taken off.
  const fixed = [...TWO.slice(0, second), ...TWO.slice(0, second)];
  expect(memoryMaps(readX(fixed)).map(({ printedTotal }) => printedTotal?.rssBytes)).toEqual([1764 * KIB, 1764 * KIB]);
  expect(codes(readX(fixed))).toEqual([]);
});

test('a row less is seen; what a live process changes between two readings is not', () => {
  expect(readX(X.filter((line) => !line.includes('libjvm.so'))).complete).toBe(false);
  const sums = X.at(-1)!;
  const total = /\d+/.exec(sums)![0];
  expect(readX([...X.slice(0, -1), sums.replace(total, String(Number(total) + 4))])).toMatchObject({ complete: true, warnings: [] });
  const damaged = readX([...X.slice(0, -1), sums.replace(total, '')]);
  expect([codes(damaged), damaged.complete]).toEqual([[`${X.length} pmap-ext-x/odd-sums`], false]);
});

test('cut and odd rows are warned, not counted', () => {
  const row = X.find((line) => line.includes('libjvm.so'))!;
  for (const end of [150, 90, 60, 45, 40, 30, 22]) {
    const parsed = readX([...X.slice(0, 10), row.slice(0, end)]);
    expect([end, codes(parsed), parsed.complete]).toEqual([end, ['11 pmap-ext-x/cut-line'], false]);
  }
  const odd = [
    row.replace(/^ +[0-9a-f]+/, '7f0000000001'),
    row.replace(/( +\d+)( +\d+)( +\d+)( +\d+)( +\d+) /, '$1 7 4 4 4 '), // the inode stays; Size, Rss, Pss, Pss_Dirty
    row.replace(/\[?libjvm\.so/, '[sta'),
    'hello',
  ];
  expect(codes(readX([...X.slice(0, 10), ...odd])).map((text) => text.slice(3))).toEqual([
    'pmap-ext-x/odd-row',
    'pmap-ext-x/odd-row',
    'pmap-ext-x/cut-line',
    'pmap-ext-x/unknown-line',
  ]);
});

test('which is which', () => {
  const heads = X[1]!;
  const classes = (text: string) => [pmapExtX.classify(text), pmapExtXx.classify(text)];
  expect(classes(heads)).toEqual(['head', 'none']);
  expect(classes(XX[1]!)).toEqual(['none', 'head']);
  expect(classes('         Address  Rss Pss Swap Mapping')).toEqual(['none', 'strong']);
  expect(classes(X[2]!)).toEqual(['strong', 'weak']);
  expect(classes(XX[2]!)).toEqual(['none', 'strong']);
  expect(classes('    55add91bd000 r--p    8   8   8 sleep')).toEqual(['none', 'weak']);
  expect(classes('                      2924 1764 249 KB ')).toEqual(['foot', 'foot']);
  for (const text of [
    'Address           Kbytes     RSS   Dirty Mode  Mapping',
    'e0000000-f7a00000 rw-p 00000000 00:00 0 ',
    'Size:   4 kB',
    'We saw Rss and Pss grow',
    '',
  ])
    expect([text, ...classes(text)]).toEqual([text, 'none', 'none']);
  expect(classes('00007fd673000000 75644928 61078708 61078708 rw---   [ anon ]')[0]).toBe('none');
  expect(pmapExtXx.detect(['00007fd673000000 75644928 61078708 61078708 rw---   [ anon ]']).score).toBe(0);
  expect(pmapExtXx.detect(['         Address  Rss Pss Swap Mapping']).score).toBe(0);
  expect(pmapExtX.detect(XX).score).toBe(0);
  expect(pmapExtXx.detect(X).score).toBe(0);
  const commands = (command: string) => [pmapExtX.command?.test(command), pmapExtXx.command?.test(command)];
  expect(
    [
      'pmap -X 7',
      'sudo pmap -pX 7',
      'pmap -XX 7',
      'pmap -qXX 7',
      'pmap -C rc 7',
      'pmap -c 7',
      'pmap -f Rss,Pss 7',
      'pmap -x 7',
      'pmap 7',
    ].map(commands),
  ).toEqual([
    [true, false],
    [true, false],
    [false, true],
    [false, true],
    [false, true],
    [false, true],
    [false, true],
    [false, false],
    [false, false],
  ]);
});

corpusTest('every captured -X and -XX adds up column by column, and tells the rows of smaps of the same moment', () => {
  let files = 0;
  for (const incident of listCorpus('incidents')) {
    for (const moment of listCorpus(`incidents/${incident}`)) {
      const folder = `incidents/${incident}/${moment}`;
      if (!listCorpus(folder).includes('pmap-ext-X.txt')) continue;
      const truth = memoryMap(readArtifact(smaps, readCorpus(`${folder}/smaps.txt`))).rows.map((row) => ({
        ...row,
        name: row.name.split('/').at(-1),
      }));
      for (const [format, name] of [
        [pmapExtX, 'pmap-ext-X.txt'],
        [pmapExtXx, 'pmap-ext-XX.txt'],
      ] as const) {
        const parsed = readArtifact(format, readCorpus(`${folder}/${name}`));
        const { rows, printedTotal } = memoryMap(parsed);
        expect([folder, name, parsed.complete, parsed.warnings]).toEqual([folder, name, true, []]);
        const sum = (pick: (row: Mapping) => number | null) => rows.reduce((bytes, row) => bytes + (pick(row) ?? Number.NaN), 0);
        expect([sum((row) => row.sizeBytes), sum((row) => row.rssBytes)]).toEqual([printedTotal?.sizeBytes, printedTotal?.rssBytes]);
        expect(rows.map((row) => [row.start, row.sizeBytes, row.rssBytes, row.mode, row.name, row.anonymousBytes, row.swapBytes])).toEqual(
          truth.map((row) => [row.start, row.sizeBytes, row.rssBytes, row.mode, row.name, row.anonymousBytes, row.swapBytes]),
        );
        if (format === pmapExtXx)
          expect(rows.map((row) => [row.dirtyBytes, row.anonHugePagesBytes, row.vmFlags])).toEqual(
            truth.map((row) => [row.dirtyBytes, row.anonHugePagesBytes, row.vmFlags]),
          );
        files++;
      }
    }
  }
  expect(files).toBeGreaterThan(30);
});

corpusTest('samples of -X are whole', () => {
  for (const name of ['jdk17-X.txt', 'jdk17-parallel-X.txt'])
    expect(readArtifact(pmapExtX, readCorpus(`samples/pmap/${name}`))).toMatchObject({ complete: true, warnings: [] });
});
