import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatAddress } from '@/lib/base/address';
import { formatKib } from '@/lib/base/bytes';
import { countLines } from '@/lib/base/line-runs';
import type { Mapping, MemoryMap } from '@/lib/model/memory-map';
import { memoryMap, memoryMaps, readArtifact, toLines } from '../testing/read-artifact';
import { pmapX } from '.';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
const read = (text: string | readonly string[], pid: number | null = null) => readArtifact(pmapX, text, { pid });
const codes = (text: string) => read(text).warnings.map(({ line, code }) => `${line} ${code}`);

/** "113: 0x7ff43e75c000 8 rss 8 dirty 8 rw-s [shmid=0x1]": line, start, then KiB. */
function show(row: Mapping): string {
  const resident = row.pssBytes === null ? `rss ${formatKib(row.rssBytes)}` : `pss ${formatKib(row.pssBytes)}`;
  const dirty = row.dirtyBytes === null ? '' : ` dirty ${formatKib(row.dirtyBytes)}`;
  const swap = row.swapBytes === null ? '' : ` swap ${formatKib(row.swapBytes)}`;
  return `${row.line}: ${formatAddress(row.start)} ${formatKib(row.sizeBytes)} ${resident}${dirty}${swap} ${row.mode} ${row.name}`.trim();
}
const key = (row: Mapping) => `${formatAddress(row.start)}-${formatAddress(row.end)} ${row.rssBytes} ${row.mode} ${row.name}`;
const keys = (map: MemoryMap) => map.rows.map(key).sort();

test('a whole listing: rows, total, pid', () => {
  const parsed = read(fixture('deflater-leak.txt'));
  const map = memoryMap(parsed);
  expect(map).toMatchObject({ source: 'pmap-x', pid: 5247, ascending: true, kernelNames: false });
  expect(map.residency).toBeUndefined();
  expect(map.printedTotal).toEqual({ line: 354, sizeBytes: 4539132 * 1024, rssBytes: 2611084 * 1024, dirtyBytes: 2587864 * 1024 });
  expect(parsed.complete).toBe(true);
  expect(parsed.warnings).toEqual([]);
  expect(map.rows.length).toBe(350);
  expect([...map.rows.slice(0, 3), ...map.rows.slice(-3)].map(show)).toEqual([
    '3: 0xe0000000 522,240 rss 522,240 dirty 522,240 rw-p',
    '4: 0xffe00000 468 rss 468 dirty 324 rw-p classes.jsa',
    '5: 0xffe75000 556 rss 556 dirty 556 rw-p',
    '350: 0x7f413a7ef000 8 rss 8 dirty 8 rw-p ld-linux-x86-64.so.2',
    '351: 0x7fffb612a000 132 rss 32 dirty 32 rw-p [stack]',
    '352: 0xffffffffff600000 4 rss 0 dirty 0 --xp',
  ]);
  // PID line, 350 rows and the total; header and ruler.
  expect([countLines(parsed.runs, 'used'), countLines(parsed.runs, 'noise')]).toEqual([352, 2]);
});

test('sorted by RSS: the same rows, total first, still complete', () => {
  const plain = memoryMap(read(fixture('deflater-leak.txt')));
  const parsed = read(fixture('deflater-leak-sorted.txt'));
  const sorted = memoryMap(parsed);
  expect(sorted.ascending).toBe(false);
  expect(sorted.pid).toBe(5247);
  expect(sorted.printedTotal).toEqual({ ...plain.printedTotal, line: 1 });
  expect(keys(sorted)).toEqual(keys(plain));
  expect([parsed.complete, parsed.warnings]).toEqual([true, []]);
});

test('cut by head: incomplete, pid from the prompt', () => {
  const parsed = read(fixture('deflater-leak-top10.txt'), 5247);
  const map = memoryMap(parsed);
  expect(map.rows.length).toBe(9);
  expect(map.pid).toBe(5247);
  expect(parsed.tool.pid).toBe(5247);
  expect(parsed.complete).toBe(false);
});

test('the pid that pmap prints beats the one found near it', () => {
  expect(memoryMap(read(fixture('deflater-leak.txt'), 1)).pid).toBe(5247);
});

test('a process that grew while it was listed: overlapping rows are kept for reconciliation, the sum still fits', () => {
  const parsed = read(fixture('grew-while-listed.txt'));
  const map = memoryMap(parsed);
  const starts = map.rows.map((row) => row.start);
  expect(starts.length - new Set(starts).size).toBe(3);
  expect([map.ascending, parsed.complete]).toEqual([true, true]);
});

test('shared, deleted and named memory', () => {
  const named = memoryMap(read(fixture('shared-and-deleted.txt'))).rows.filter((row) => row.mode[3] === 's' || row.name.startsWith('['));
  expect(named.map(show).filter((row) => !row.includes('gconv'))).toEqual([
    '9: 0x7ff43d8c8000 64 rss 4 dirty 4 rw-s memfd:java_heap (deleted)',
    '10: 0x7ff43d8d8000 64 rss 4 dirty 4 rw-s lab map with space.bin (deleted)',
    '113: 0x7ff43e75c000 8 rss 8 dirty 8 rw-s [shmid=0x1]',
    '124: 0x7ffeb85af000 132 rss 60 dirty 60 rw-p [stack]',
  ]);
  const views = memoryMap(read(fixture('zgc-three-views.txt'))).rows.filter((row) => row.name === 'memfd:java_heap (deleted)');
  expect(views.map((row) => row.mode)).toEqual(['rw-s', 'rw-s', 'rw-s']);
});

test('toybox prints PSS: said so, not taken for RSS', () => {
  const parsed = read(fixture('toybox-idle-jvm.txt'));
  const map = memoryMap(parsed);
  expect(map).toMatchObject({ residency: 'pss', kernelNames: true, pid: 12055 });
  expect(parsed).toMatchObject({ complete: true, warnings: [], tool: { version: 'toybox' } });
  expect([map.rows[0], map.rows.at(-2), map.rows.at(-1)].map((row) => row && show(row))).toEqual([
    '3: 0xfc000000 65,536 pss 13,240 dirty 13,240 swap 0 rw-p',
    '179: 0x7fff29904000 132 pss 32 dirty 32 swap 0 rw-p [stack]',
    '180: 0xffffffffff600000 4 pss 0 dirty 0 swap 0 --xp [vsyscall]',
  ]);
  expect(map.rows.every((row) => row.rssBytes === row.pssBytes)).toBe(true);
});

test('BusyBox: mode of four letters, total without unit (printf formats of its procps/pmap.c)', () => {
  const parsed = read(
    [
      '1: mem -n 1024',
      'Address\t\t  Kbytes     PSS   Dirty    Swap  Mode  Mapping',
      '000055c423976000      24      24       0       0  r-xp  /usr/local/bin/mem',
      '000055c4251e2000 1048576 1048570 1048570       4  rw-p  [heap]',
      '00007fc662f2e000      84      20      20       0  rw-s    [ anon ]',
      '----------------  ------  ------  ------  ------',
      'total\t\t 1048684 1048614 1048590       4',
    ].join('\n'),
  );
  const map = memoryMap(parsed);
  expect(parsed).toMatchObject({ complete: true, warnings: [], tool: { pid: 1, version: 'BusyBox' } });
  expect(map.residency).toBe('pss');
  expect(map.rows.map(show)).toEqual([
    '3: 0x55c423976000 24 pss 24 dirty 0 swap 0 r-xp /usr/local/bin/mem',
    '4: 0x55c4251e2000 1,048,576 pss 1,048,570 dirty 1,048,570 swap 4 rw-p [heap]',
    '5: 0x7fc662f2e000 84 pss 20 dirty 20 swap 0 rw-s',
  ]);
});

test('procps to 3.2.7: sizes alone, residency unknown', () => {
  const parsed = read(
    [
      '3401:   man pmap',
      'Address   Kbytes     RSS    Anon  Locked Mode   Mapping',
      '00110000    1272       -       -       - r-x--  libc-2.10.1.so',
      '0024e000       4       -       -       - -----  libc-2.10.1.so',
      '00252000      12       -       -       - rw--R    [ anon ]',
      '-------- ------- ------- ------- -------',
      'total kB    1288       -       -       -',
    ].join('\n'),
  );
  const map = memoryMap(parsed);
  expect(parsed).toMatchObject({ complete: true, warnings: [], tool: { version: 'procps 3.2.7 or older' } });
  expect(map.residency).toBe('none');
  expect(map.printedTotal).toMatchObject({ sizeBytes: 1288 * 1024, rssBytes: null, dirtyBytes: null });
  expect(map.rows.map((row) => [row.mode, row.dirtyBytes, row.pssBytes, row.anonymousBytes])).toEqual([
    ['r-xp', null, null, null],
    ['---p', null, null, null],
    ['rw-p', null, null, null],
  ]);
});

test('procps 3.2.8 of 32 bit: three numbers in the rows, dashes in the total, rows of 0 KB are no mappings', () => {
  const parsed = read(
    [
      '08048000     480     300       0 r-x--  java',
      '08048000       0       0       0 r-x--  java',
      '0a1b2000     132     100     100 rw---    [ anon ]',
      '0a1b2000       0       0       0 rw---    [ anon ]',
      '-------- ------- ------- ------- -------',
      'total kB     612       -       -       -',
    ].join('\n'),
  );
  expect(memoryMap(parsed).rows.map(show)).toEqual([
    '1: 0x8048000 480 rss 300 dirty 0 r-xp java',
    '3: 0xa1b2000 132 rss 100 dirty 100 rw-p',
  ]);
  expect([parsed.complete, parsed.warnings.length, countLines(parsed.runs, 'noise')]).toEqual([true, 0, 3]);
});

test('blanks lost or multiplied, and heads in other languages', () => {
  const spaced = read([
    '4711:\tjava',
    'Adresse            KByte     RSS Schmutzig Modus Zuordnung',
    '\t00007fd673000000   8\t8  8   rw---      [ anon ]',
  ]);
  const lost = read(['00007fd673000000 8 8 8 rw--- [ anon ]']);
  expect(memoryMap(spaced).pid).toBe(4711);
  expect(spaced.warnings).toEqual([]);
  expect(keys(memoryMap(spaced))).toEqual(keys(memoryMap(lost)));
  expect(pmapX.classify('Adresse            KByte     RSS Schmutzig Modus Zuordnung')).toBe('head');
  expect(read(['1:   java', '地址 千字节 常驻 脏 模式 映射', '00007fd673000000 8 8 8 rw--- [ anon ]']).warnings).toEqual([]);
});

test('cut rows are warned, not guessed', () => {
  const row = '00007fd673000000 75644928 61078708 61078708 rw---   [ anon ]';
  for (const end of [row.length - 1, row.length - 3, row.length - 8, row.length - 12, 44, 35, 20, 16, 10]) {
    const cut = row.slice(0, end);
    const parsed = read([row, cut]);
    expect([cut, parsed.warnings[0]?.code, parsed.complete]).toEqual([cut, 'pmap-x/cut-line', false]);
    expect(memoryMap(parsed).rows.length).toBe(1);
    expect(pmapX.classify(cut), cut).not.toBe('none');
  }
  expect(codes(`61078708 61078708 rw---   [ anon ]\n${row}`)).toEqual(['1 pmap-x/cut-line']);
});

test('rows that cannot be are warned and not counted', () => {
  expect(
    codes(
      [
        '00007fd673000000 8 12 0 rw--- [ anon ]', // more resident than mapped
        '00007fd673000000 7 4 0 rw--- [ anon ]', // no whole page
        '00007fd67300000 8 4 0 rw--- [ anon ]', // a digit is lost, still a page
        '00007fd673000 8 4 0 rw--- [ anon ]',
        '7fd673000123 8 4 0 rw--- [ anon ]',
        'ffffffffffffe000 16 0 0 rw--- [ anon ]',
        '00007fd673000000 9007199254740992 0 0 rw--- [ anon ]',
      ].join('\n'),
    ),
  ).toEqual([1, 2, 5, 6, 7].map((line) => `${line} pmap-x/odd-row`));
});

test('what belongs to no listing is warned, with words', () => {
  const parsed = read('00007fd673000000 8 8 8 rw--- [ anon ]\nmost of it is anonymous\ntotal kB 8 8 8\ntotal kB 9 9 9');
  expect(parsed.warnings.map(({ line, code }) => [line, code])).toEqual([
    [2, 'pmap-x/unknown-line'],
    [4, 'pmap-x/second-total'],
  ]);
  expect(parsed.warnings[0]?.text).toContain('pmap -x');
  expect(memoryMap(parsed).printedTotal?.line).toBe(3);
});

test('an elision is no row, but the listing is no longer whole', () => {
  for (const mark of ['...', '……', '(省略)', '<snip>', '[... 200 lines omitted]']) {
    const parsed = read(`00007fd673000000 8 8 8 rw--- [ anon ]\n${mark}\ntotal kB 8 8 8`);
    expect([mark, parsed.warnings.length, parsed.complete]).toEqual([mark, 0, false]);
  }
});

test('a command that wrapped is not taken for trouble', () => {
  const parsed = read([
    '5247:   /usr/bin/java -XX:NativeMemoryTracking=detail',
    '-cp classes demo.ReportServer 18081',
    'ffffffffff600000 4 0 0 --x-- [ anon ]',
  ]);
  expect([parsed.warnings, memoryMap(parsed).pid]).toEqual([[], 5247]);
});

test('lines glued together by a paste are rows again', () => {
  const parsed = read([
    '0000000000400000       4       4       0 r-x-- a.out0000000000600000       4       4       4 rw--- a.out00007fff5e2b5000     132      36      36 rw---   [ stack ]',
  ]);
  expect(memoryMap(parsed).rows.map(show)).toEqual([
    '1: 0x400000 4 rss 4 dirty 0 r-xp a.out',
    '1: 0x600000 4 rss 4 dirty 4 rw-p a.out',
    '1: 0x7fff5e2b5000 132 rss 36 dirty 36 rw-p [stack]',
  ]);
  expect(parsed.runs).toEqual([{ firstLine: 1, lastLine: 1, use: 'used' }]);
  const cut = read(['00400000 4 4 0 r-x-- a0000000000600000 4 4 4 rw--- b0000000000800000 4 4 4 rw--- [ an']);
  expect([cut.warnings.length, cut.facts.length]).toEqual([1, 0]);
  expect(memoryMap(read(['00400000 4 4 0 r-x-- a0000000000600000 4 4 4 rw--- lib'])).rows.map((row) => row.name)).toEqual(['a', 'lib']);
});

test('two processes in one listing give two maps, each with its own total', () => {
  const one = toLines(fixture('deflater-leak.txt'));
  const two = toLines(fixture('zgc-three-views.txt'));
  const parsed = read([...one, ...two]);
  expect(memoryMaps(parsed).map((map) => [map.pid, map.rows.length])).toEqual([
    [5247, 350],
    [24645, two.length - 4],
  ]);
  expect([parsed.complete, parsed.warnings]).toEqual([true, []]);
  const quiet = memoryMaps(read(['1:   a', 'ffffffffff600000 4 0 0 --x-- [ anon ]', '2:   b', 'ffffffffff600000 4 0 0 --x-- [ anon ]']));
  expect(quiet.map((map) => [map.pid, map.rows.length])).toEqual([
    [1, 1],
    [2, 1],
  ]);
});

test('pmap -k prints the names of the kernel', () => {
  expect(memoryMap(read(['000055d41f076000 188 20 0 rw--- [heap]'])).kernelNames).toBe(true);
});

test('lines of an artifact keep the numbers of their document', () => {
  const map = memoryMap(readArtifact(pmapX, fixture('deflater-leak-top10.txt'), {}, 19));
  expect([map.printedTotal?.line, map.rows[0]?.line, map.rows.at(-1)?.lastLine]).toEqual([19, 20, 28]);
});

test('line classes', () => {
  const classes = Object.entries({
    '00007fd673000000 75644928 61078708 61078708 rw--- [ anon ]': 'strong',
    '00110000    1272       -       -       - r-x--  libc-2.10.1.so': 'weak', // no letter in the address: Solaris prints that, too
    '0024e000       4       -       -       - -----  libc-2.10.1.so': 'strong',
    '000055c4251e2000 1048576 1048576 1048576       0  rw-p  [heap]': 'strong',
    'total kB 106752092 86763996 86684760': 'foot',
    '10616:   /opt/java/bin/java': 'head',
    '10616:': 'none', // jcmd
    'Address           Kbytes     RSS   Dirty Mode  Mapping': 'head',
    '---------------- ------- ------- ------- ': 'weak',
    '00000000e0000000 387072K rw---   [ anon ]': 'none',
    ' total          3208080K': 'none',
    '00000000e0000000  387072 rw--- 0000000000000000 000:00000   [ anon ]': 'none',
    'Address           Kbytes Mode  Offset           Device    Mapping': 'none',
    'mapped: 3208080K    writeable/private: 593324K    shared: 126724K': 'none',
    '        e0000000 rw-p 00000000  00:00       0  387072   2644   2644': 'none',
    'e0000000-f7a00000 rw-p 00000000 00:00 0 ': 'none',
    '0x00007fd673000000-0x00007fd675000000 33554432 rw-p 1 2 3 HEAP': 'none',
    '[0x00007fd673000000 - 0x00007fd675000000] reserved 8KB for Java Heap from': 'none',
    'java;Deflater.deflate;deflate_slow 12': 'none',
    '0818E000      24      24       8       - rw---  bash': 'none',
    'total Kb   39664   33780   23436       -': 'none',
    'total 48': 'none',
    '': 'none',
    '   ': 'none',
  });
  expect(classes.map(([text]) => [text, pmapX.classify(text)])).toEqual(classes);
});

test('Solaris is recognised and left alone', () => {
  const solaris = [
    '2675:  bash',
    ' Address  Kbytes     RSS    Anon  Locked Mode   Mapped File',
    '08050000    1208    1184       -       - r-x--  bash',
    '0818E000      24      24       8       - rw---  bash',
    'FE592000       8       8       4       - rw---    [ heap ]',
    '--------  ------  ------  ------  ------',
    'total Kb    1240    1216      12       -',
  ];
  expect(pmapX.detect(solaris).score).toBe(0);
  expect(pmapX.detect(solaris.slice(2, 4)).score).toBe(0);
  expect(pmapX.detect(solaris.slice(2, 3)).score).toBe(0);
});

test('the prompt is known by its command', () => {
  for (const command of [
    'pmap -x 107870',
    'sudo pmap -x 1 | sort -rn -k3',
    'pmap -qx 1',
    'pmap 1 -x',
    'pmap -p -x $(pgrep java)',
    'pmap --extended 1',
  ]) {
    expect(pmapX.command?.test(command), command).toBe(true);
  }
  for (const command of ['pmap 1', 'pmap -X 1', 'pmap -XX 1', 'pmap -d 1', 'cat pmap-x.txt']) {
    expect(pmapX.command?.test(command), command).toBe(false);
  }
});

// Printed by procps 4.0.2 of one process, in the languages that it speaks: LANGUAGE=de, fr, pt_BR, uk, vi, ko.
test.each([
  ['Adresse            kByte     RSS   Dirty Modus Zuordnung', '[ stack ]', '[ anon ]', 'kB gesamt             164      36      12'],
  ['Adresse          kilo-octets     RSS Modifié Mode  Carte', '[ pile  ]', '[ anon ]', 'ko total             164      36      12'],
  ['Endereço           Kbytes     RSS   Sujo Modo  Mapeamento', '[ pilha ]', '[ anôn ]', 'kB total             164      36      12'],
  ['Адреса     кбайтів     RSS Брудно Режим Відповідність', '[ стек  ]', '[ анон ]', 'кБ загалом             164      36      12'],
  ['Địa chỉ       Kbyte     RSS   Bẩn Chế độ Ánh xạ', '[ ngăn xếp ]', '[ vô danh ]', 'tổng kB             164      36      12'],
  ['주  소          Kbytes     RSS   Dirty 모  드 매  핑', '[ stack ]', '[ anon ]', '총계  kB             164      36      12'],
])('in another language: %s', (heads, stack, anon, total) => {
  const parsed = read([
    '26966:   sleep 1000',
    heads,
    '000055758ee9a000       8       8       0 r---- sleep',
    `0000557590e4c000      24      16       0 rw---   ${anon}`,
    `00007ffd5e2a1000     132      12      12 rw---   ${stack}`,
    '---------------- ------- ------- -------',
    total,
  ]);
  expect([parsed.complete, parsed.warnings, parsed.tool.pid]).toEqual([true, [], 26966]);
  expect([...memoryMap(parsed).rows].map(({ name }) => name)).toEqual(['sleep', '', '[stack]']);
  expect(memoryMap(parsed).kernelNames).toBe(false);
  expect(['26966:   sleep 1000', heads, total].map(pmapX.classify)).toEqual(['head', 'head', 'foot']);
});

test('dashes that a blog made long are dashes again', () => {
  const blog = fixture('deflater-leak-top10.txt').replaceAll('---', '—').replaceAll('--', '–');
  expect(blog).not.toBe(fixture('deflater-leak-top10.txt'));
  expect(read(blog)).toEqual(read(fixture('deflater-leak-top10.txt')));
  expect(pmapX.classify('—————- ——- ——- ——-')).toBe('weak');
  expect(read('00007f2c62000000    1024     100       0 r--s- Größe – copy.jar').facts).toMatchObject([
    { value: { rows: [{ name: 'Größe – copy.jar' }] } },
  ]);
});

test('-q prints no total: whole from the process line to the page that x86 maps highest', () => {
  const quiet = [
    '26966:   sleep 1000',
    '000055758ee9a000       8       8       0 r---- sleep',
    '00007ffd5e2a1000     132      12      12 rw---   [ stack ]',
    'ffffffffff600000       4       0       0 --x--   [ anon ]',
  ];
  expect([quiet, quiet.slice(1), quiet.slice(0, -1)].map((lines) => read(lines).complete)).toEqual([true, false, false]);
});
