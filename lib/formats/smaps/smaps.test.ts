import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatAddress } from '@/lib/base/address';
import { formatKib } from '@/lib/base/bytes';
import { countLines } from '@/lib/base/line-runs';
import type { Mapping } from '@/lib/model/memory-map';
import { memoryMap, memoryMaps, readArtifact, toLines } from '../testing/read-artifact';
import { smaps } from '.';

const EXCERPT = toLines(readFileSync(join(import.meta.dirname, 'fixtures/mapped-files-excerpt.txt'), 'utf8'));
/** Lines of a block of kernel 6.x: the head and 24 keys. */
const BLOCK = 25;
const read = (lines: readonly string[] | string) => readArtifact(smaps, lines);

function show(row: Mapping): string {
  const kib = (bytes: number | null) => (bytes === null ? '?' : formatKib(bytes));
  const parts = [`rss ${kib(row.rssBytes)}`, `pss ${kib(row.pssBytes)}`, `dirty ${kib(row.dirtyBytes)}`, `anon ${kib(row.anonymousBytes)}`];
  return `${row.line}-${row.lastLine}: ${formatAddress(row.start)} ${kib(row.sizeBytes)} ${parts.join(' ')} ${row.mode} ${row.name}`.trim();
}

test('blocks become mappings, with every fact that a block holds', () => {
  const parsed = read(EXCERPT);
  const map = memoryMap(parsed);
  expect(map).toMatchObject({ source: 'smaps', pid: null, printedTotal: null, ascending: true, kernelNames: true });
  expect(map.rows.length * BLOCK).toBe(EXCERPT.length);
  expect([0, 3, 4, 5, 6, 20, 21].map((i) => show(map.rows[i]!))).toEqual([
    '1-25: 0xf0000000 260,096 rss 324 pss 324 dirty 324 anon 324 rw-p',
    '76-100: 0x556fcd3e4000 4 rss 4 pss 4 dirty 0 anon 0 r-xp /usr/lib/jvm/java-17-openjdk-amd64/bin/java',
    '101-125: 0x556fceef1000 284 rss 108 pss 108 dirty 108 anon 108 rw-p [heap]',
    '126-150: 0x7f3a31000000 204,800 rss 102,400 pss 102,400 dirty 102,400 anon 0 rw-s /srv/app/data/state.seg',
    '151-175: 0x7f3a3d800000 716,800 rss 716,800 pss 716,800 dirty 716,800 anon 0 r--s /srv/app/data/index-0.seg',
    '501-525: 0x7ffe4f370000 132 rss 32 pss 32 dirty 32 anon 32 rw-p [stack]',
    '526-550: 0xffffffffff600000 4 rss 0 pss 0 dirty 0 anon 0 --xp [vsyscall]',
  ]);
  expect(map.rows[0]?.vmFlags).toEqual(['rd', 'wr', 'mr', 'mw', 'me', 'ac']);
  expect(map.rows[0]).toMatchObject({ swapBytes: 0, anonHugePagesBytes: 0 });
  expect(parsed).toMatchObject({ complete: true, warnings: [] });
  // Head, Size, Rss, Pss, two dirty keys, Anonymous, AnonHugePages, Swap and VmFlags reach a fact or are checked.
  expect(countLines(parsed.runs, 'used')).toBe(map.rows.length * 10);
});

test('keys that a kernel does not print are unknown, not zero', () => {
  // Linux 2.6.18, 32 bit.
  const block = (start: string, end: string) => [
    `${start}-${end} r-xp 00000000 08:01 1234       /lib/libc.so`,
    'Size:              1268 kB',
    'Rss:                500 kB',
    'Shared_Clean:       500 kB',
    'Shared_Dirty:         0 kB',
    'Private_Clean:        0 kB',
    'Private_Dirty:        0 kB',
  ];
  const parsed = read([...block('00110000', '0024d000'), ...block('00310000', '0044d000')]);
  expect(memoryMap(parsed).rows[0]).toMatchObject({
    rssBytes: 500 * 1024,
    pssBytes: null,
    dirtyBytes: 0,
    anonymousBytes: null,
    swapBytes: null,
    anonHugePagesBytes: null,
    vmFlags: null,
  });
  expect(parsed.complete).toBe(true);
  expect(memoryMap(read(block('00110000', '0024d000').slice(0, 5))).rows[0]?.dirtyBytes).toBeNull();
});

test('a filtered smaps (grep Rss) is read; one dirty half is no dirty figure', () => {
  const filtered = EXCERPT.filter((line) => /^[0-9a-f]+-|^(Rss|Private_Dirty):/.test(line));
  expect(smaps.detect(filtered).score).toBe(1);
  const parsed = read(filtered);
  const whole = memoryMap(read(EXCERPT));
  expect(memoryMap(parsed).rows.map((row) => row.rssBytes)).toEqual(whole.rows.map((row) => row.rssBytes));
  expect(memoryMap(parsed).rows[0]?.dirtyBytes).toBeNull();
  expect([parsed.complete, parsed.warnings]).toEqual([true, []]);
});

test('names of Android, of mappings and of files with blanks', () => {
  const name = (head: string, ...keys: string[]) => memoryMap(read([head, ...keys, 'Rss: 4 kB'])).rows[0]?.name;
  expect(name('7000-8000 rw-p 00000000 00:00 0', 'Name:           [anon:libc_malloc]')).toBe('[anon:libc_malloc]');
  expect(name('7000-8000 rw-p 00000000 00:00 0   [anon:dalvik-main space (region space)]')).toBe('[anon:dalvik-main space (region space)]');
  expect(name('7000-8000 rw-s 00000000 00:01 1234 /memfd:java_heap (deleted)')).toBe('/memfd:java_heap (deleted)');
  expect(name('7000-8000 r--s 00000000 fe:00 77  /srv/a b.bin (deleted)')).toBe('/srv/a b.bin (deleted)');
  expect(name('7000-8000 rw-p 00000000 00:00 0 ')).toBe('');
});

test('keys without a unit, and keys of kernels to come', () => {
  const parsed = read([
    '7000-8000 rw-p 00000000 00:00 0',
    'Rss: 4 kB',
    'THPeligible:    1',
    'ProtectionKey:         0',
    'Shiny_New: 4 kB',
    'VmFlags: rd wr ?? ',
  ]);
  expect([parsed.warnings, countLines(parsed.runs, 'noise')]).toEqual([[], 3]);
  expect(memoryMap(parsed).rows[0]).toMatchObject({ vmFlags: ['rd', 'wr', '??'], lastLine: 6 });
});

test('quoted and indented lines are the same lines', () => {
  const plain = memoryMap(read(EXCERPT)).rows;
  for (const prefix of ['> ', '>> ', '    ', '| ']) {
    const quoted = EXCERPT.map((line) => prefix + line);
    expect(smaps.detect(quoted).score).toBe(1);
    expect(memoryMap(read(quoted)).rows).toEqual(plain);
  }
});

test('a paste that ends inside a block is incomplete, wherever it ends', () => {
  for (let lines = EXCERPT.length - BLOCK + 1; lines < EXCERPT.length; lines++) {
    const parsed = read(EXCERPT.slice(0, lines));
    expect([lines, parsed.complete]).toEqual([lines, false]);
    // The last mapping counts as soon as its Rss (the fifth line of its block) is there.
    expect(memoryMap(parsed).rows.length).toBe(lines - (EXCERPT.length - BLOCK) >= 5 ? 22 : 21);
  }
  expect(read(EXCERPT.slice(0, -BLOCK)).complete).toBe(true);
});

test('a line cut in the middle is warned, its number not believed', () => {
  const block = EXCERPT.slice(0, BLOCK);
  const parsed = read([...block, 'f1000000-f2000000 rw-p 00000000 00:00 0', 'Size:   16384 kB', 'Rss:     26']);
  expect(memoryMap(parsed).rows.length).toBe(1);
  expect(parsed.warnings.map(({ line, code }) => [line, code])).toEqual([
    [26, 'smaps/no-rss'],
    [27, 'smaps/no-rss'],
    [28, 'smaps/unknown-line'],
  ]);
  expect(parsed.complete).toBe(false);
});

test('a paste that begins inside a block loses that block alone', () => {
  const parsed = read(EXCERPT.slice(10));
  expect(memoryMap(parsed).rows.length).toBe(21);
  expect(parsed.warnings.length).toBe(BLOCK - 10);
  expect(new Set(parsed.warnings.map(({ code }) => code))).toEqual(new Set(['smaps/no-head']));
  expect(parsed.complete).toBe(false);
});

test('blocks that contradict themselves are not counted', () => {
  const parsed = read([
    '7000-8000 rw-p 00000000 00:00 0',
    'Size: 8 kB',
    'Rss: 4 kB',
    'Locked: 0 kB',
    '8000-9000 rw-p 00000000 00:00 0',
    'Rss: 8 kB',
    'a000-9000 rw-p 00000000 00:00 0',
    'Rss: 0 kB',
    'b000-c000 rw-p 00000000 00:00 0',
    'Rss: 4 kB',
    'Rss: 0 kB',
    'VmRSS:   4 kB',
  ]);
  expect(memoryMap(parsed).rows.map(show)).toEqual(['9-11: 0xb000 4 rss 4 pss ? dirty ? anon ? rw-p']);
  expect(parsed.warnings.map(({ line, code }) => `${line} ${code}`)).toEqual([
    '1 smaps/size-mismatch',
    '2 smaps/size-mismatch',
    '3 smaps/size-mismatch',
    '5 smaps/odd-range',
    '6 smaps/odd-range',
    '7 smaps/odd-range',
    '8 smaps/odd-range',
    '11 smaps/twice',
    '12 smaps/foreign-key',
  ]);
  expect(countLines(parsed.runs, 'noise')).toBe(1);
});

test('smaps of two processes, one after the other, are two maps', () => {
  const parsed = readArtifact(smaps, [...EXCERPT, ...EXCERPT], { command: 'cat /proc/12284/smaps /proc/1/smaps' });
  expect(memoryMaps(parsed).map((map) => [map.rows.length, map.pid, map.ascending])).toEqual([
    [22, null, true],
    [22, null, true],
  ]);
});

test('the pid comes from the prompt', () => {
  expect(memoryMap(readArtifact(smaps, EXCERPT, { pid: 12284 })).pid).toBe(12284);
  expect(memoryMap(readArtifact(smaps, EXCERPT, { command: 'sudo cat /proc/12284/smaps' })).pid).toBe(12284);
  expect(smaps.command?.test('cat /proc/12284/smaps | head')).toBe(true);
  expect(smaps.command?.test('cat /proc/12284/smaps_rollup')).toBe(false);
});

test('smaps_rollup and maps are not smaps', () => {
  const rollup = ['e0000000-7fffb6f1d000 ---p 00000000 00:00 0                              [rollup]', ...EXCERPT.slice(4, BLOCK - 2)];
  expect(smaps.detect(rollup).score).toBe(0);
  const maps = EXCERPT.filter((line) => /^[0-9a-f]+-/.test(line));
  expect(smaps.detect(maps).score).toBe(0);
  // hs_err: the library list, a blank, then meminfo.
  expect(smaps.detect([...maps, '', '/proc/meminfo:', 'MemTotal:   8147084 kB', 'AnonHugePages:  0 kB', 'Swap: 0 kB']).score).toBe(0);
  // Before an smaps in the same paste, the rollup is named in a warning and its sums are not taken for a mapping.
  const both = read([...rollup, ...EXCERPT]);
  expect(memoryMap(both).rows.length).toBe(22);
  expect(both.warnings.map(({ line, code }) => [line, code])).toEqual([[1, 'smaps/rollup']]);
});

test('maps in the same paste: its lines are warned, smaps is whole, nothing counts twice', () => {
  const maps = EXCERPT.filter((line) => /^[0-9a-f]+-/.test(line));
  for (const lines of [
    [...maps, ...EXCERPT],
    [...EXCERPT, ...maps],
  ]) {
    const parsed = read(lines);
    expect(memoryMap(parsed).rows.length).toBe(22);
    expect(new Set(parsed.warnings.map(({ code }) => code))).toEqual(new Set(['smaps/no-keys']));
    expect([parsed.warnings.length >= 21, parsed.complete]).toEqual([true, true]);
  }
  expect(read([...EXCERPT, ...maps.slice(0, 1)]).complete).toBe(false);
});

test('line classes', () => {
  const classes = Object.entries({
    'Size:             387072 kB': 'strong',
    'Rss:                2644 kB': 'strong',
    'VmFlags: rd wr mr mw me ac sd ': 'strong',
    'THPeligible:           0': 'strong',
    'Private_Dirty:         4 kB': 'weak',
    'Swap:                  0 kB': 'weak',
    'Shiny_New:             0 kB': 'weak',
    'e0000000-f7a00000 rw-p 00000000 00:00 0 ': 'weak',
    'e0000000-7fffb6f1d000 ---p 00000000 00:00 0                              [rollup]': 'head',
    'VmRSS:\t  150940 kB': 'none',
    'RssAnon:\t  127632 kB': 'none',
    'MemTotal:        8147084 kB': 'none',
    'SwapTotal:             0 kB': 'none',
    'Name:\tjava': 'none',
    'Rss:   26': 'none',
    'Total: reserved=3208080KB, committed=150940KB': 'none',
    '00007fd673000000 75644928 61078708 61078708 rw--- [ anon ]': 'none',
    '0x00007fd673000000-0x00007fd675000000 33554432 rw-p': 'none',
    'We saw 12-14 r--p things': 'none',
    '': 'none',
  });
  expect(classes.map(([text]) => [text, smaps.classify(text)])).toEqual(classes);
});

test('a flag of kernels to come stays in its block; a known key that lost its unit does not', () => {
  const block = [
    '7f0000000000-7f0000001000 rw-p 00000000 00:00 0 ',
    'Size:                  4 kB',
    'Rss:                   4 kB',
    'AnotherFlag:           1',
    'VmFlags: rd wr ',
  ];
  const parsed = readArtifact(smaps, block);
  expect([parsed.warnings, parsed.complete]).toEqual([[], true]);
  expect(block.map(smaps.classify)).toEqual(['weak', 'strong', 'strong', 'weak', 'strong']);
  expect([smaps.classify('Anonymous:             4'), smaps.classify('Threads:\t24'), smaps.classify('Note: 4')]).toEqual([
    'none',
    'none',
    'none',
  ]);
});
