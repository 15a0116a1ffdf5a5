import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MIB } from '@/lib/base/bytes';
import { corpusTest, readCorpus } from '@/lib/testing/corpus';
import { estimateBytes } from '../heap-profile/sampling';
import { readArtifact, toLines } from '../testing/read-artifact';
import { profile, profiles, toFolded } from '../testing/read-profile';
import { pprofText } from '.';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
const TABLE = fixture('top-inuse-space.txt');
const HEAP = fixture('heap-v2.heap');
const read = (text: string | readonly string[]) => readArtifact(pprofText, text);
const codes = (text: string | readonly string[]) => read(text).warnings.map(({ line, code }) => `${line} ${code}`);

test('the table of pprof: units are converted, the type is the event', () => {
  const parsed = read(TABLE);
  const { event, unit, recordedWeight, flat, stacks } = profile(parsed);
  expect([event, unit, recordedWeight, stacks]).toEqual(['inuse_space', 'bytes', Math.round(107.3 * MIB), []]);
  expect(flat.map(({ name, weight, totalWeight }) => `${name} ${weight}/${totalWeight}`)).toEqual([
    `deflateInit2_ ${Math.round(78.8 * MIB)}/${Math.round(78.8 * MIB)}`,
    `os::malloc(unsigned long, MEMFLAGS) ${Math.round(27.8 * MIB)}/${Math.round(28.1 * MIB)}`,
    'std::string::_Rep::_S_create 419430/419430',
    `Java_java_util_zip_Deflater_init 0/${Math.round(78.9 * MIB)}`,
    `start_thread 0/${Math.round(107.3 * MIB)}`,
  ]);
  expect([parsed.complete, parsed.warnings]).toEqual([true, []]);
});

/** Our own run: two functions under google-perftools, shown by Go's pprof. */
const shown = (name: string) => readFileSync(join(import.meta.dirname, 'testing', `${name}.txt`), 'utf8');

test('-traces: stacks, leaf first, in the unit of each value', () => {
  const cpu = read(shown('cpu-traces'));
  expect([profile(cpu).event, profile(cpu).unit, cpu.complete, cpu.warnings]).toEqual(['cpu', 'ns', true, []]);
  expect(toFolded(profile(cpu))).toEqual([
    '[t];[libc.so.6];[libc.so.6];main;burn 2000000',
    '[t];[libc.so.6];[libc.so.6];main;grow_a;[libc.so.6] 1000000',
    '[t];[libc.so.6];[libc.so.6];main;grow_a;[libc.so.6];[libc.so.6] 1000000',
  ]);
  const heap = read(shown('heap-traces'));
  // What was freed again has no value, and is no stack of inuse_space.
  expect(toFolded(profile(heap))).toEqual([`[t];[libc.so.6];[libc.so.6];main;grow_a ${Math.round(11.44 * MIB)}`]);
  const text = shown('cpu-traces').split('\n');
  const cut = read(text.slice(0, 6));
  expect([cut.complete, profile(cut).stacks.map((stack) => stack.cut)]).toEqual([false, [true]]);
  expect(codes(['             main', ...text])).toEqual(['1 pprof-text/unknown-line']);
});

test('-tree and -peek: the functions, without their callers and callees', () => {
  const parsed = read(shown('cpu-tree'));
  expect([parsed.complete, parsed.warnings, profile(parsed).recordedWeight]).toEqual([true, [], 4_000_000]);
  expect(profile(parsed).flat.map(({ name, weight, totalWeight }) => `${name} ${weight}/${totalWeight}`)).toEqual([
    '[libc.so.6] 2000000/4000000',
    'burn 2000000/2000000',
    '[t] 0/4000000',
    'grow_a 0/2000000',
    'main 0/4000000',
  ]);
});

test('-raw: samples and their locations, of the default type', () => {
  const parsed = read(shown('heap-raw'));
  expect([profile(parsed).event, profile(parsed).unit, profile(parsed).samples, parsed.complete, parsed.warnings]).toEqual([
    'inuse_space',
    'bytes',
    4000,
    true,
    [],
  ]);
  expect(toFolded(profile(parsed))).toEqual(['[t];[libc.so.6];[libc.so.6];main;grow_a 11998000']);
  const allocated = read(shown('heap-raw').replace('alloc_space/bytes', 'alloc_space/bytes[dflt]'));
  expect([profile(allocated).event, profile(allocated).totalWeight]).toEqual(['alloc_space', 11_998_000 + 7_200_000 + 65_528 + 264_000]);
  const inlined = read([
    'PeriodType: cpu nanoseconds',
    'Period: 10000000',
    'Samples:',
    'samples/count cpu/nanoseconds',
    '          2   20000000: 1 2 ',
    'Locations',
    '     1: 0x401000 M=1 leaf /a.cc:1 s=0',
    '             middle /a.cc:2:7 s=0',
    '     2: 0x401010 M=1 main /a.cc:3 s=0',
    'Mappings',
    '1: 0x400000/0x500000/0x0 /usr/bin/a abcdef [FN]',
  ]);
  expect([toFolded(profile(inlined)), inlined.complete, inlined.warnings]).toEqual([['main;middle;leaf 20000000'], true, []]);
});

test('filters are said above the table', () => {
  const parsed = read([
    'File: t',
    'Type: inuse_space',
    'Active filters:',
    '   focus=grow',
    ...TABLE.split('\n').filter((line) => !/^\w+: /.test(line)),
  ]);
  expect([profile(parsed).event, parsed.warnings]).toEqual(['inuse_space', []]);
});

test('the legacy text: live bytes by backtrace, estimated', () => {
  const parsed = read(HEAP);
  expect(toFolded(profile(parsed))).toEqual(
    [
      `[generated code];libzip.so+0x71687;libz.so.1.2.13+0x6e19 ${estimateBytes(4, 4_194_304, 524_288)}`,
      `[no stack] ${estimateBytes(1, 16_384, 524_288)}`,
      `libjvm.so+0x726c9c;libjvm.so+0x477b65 ${estimateBytes(7, 2_605_056, 524_288)}`,
    ].sort(),
  );
  expect([parsed.complete, parsed.warnings, profile(parsed).samples]).toEqual([true, [], 12]);
});

test('what the sampling rate means, as pprof reads it', () => {
  const bytesAt = (rate: string) => profile(read([`heap profile: 2: 4096 [0: 0] @ ${rate}`, '2: 4096 [0: 0] @ 0x1000'])).totalWeight;
  expect(['heap_v2/524288', 'heapz_v2/524288', 'heap/1048576', 'heapprofile', 'growthz/1', 'heap'].map(bytesAt)).toEqual([
    estimateBytes(2, 4096, 524_288),
    estimateBytes(2, 4096, 524_288),
    estimateBytes(2, 4096, 524_288),
    4096,
    4096,
    4096,
  ]);
});

test('Go names its addresses in lines behind the trace', () => {
  const parsed = read([
    'heap profile: 1: 4096 [1: 4096] @ heap/2',
    '1: 4096 [1: 4096] @ 0x48b3a5 0x42ecc3',
    '#\t0x48b3a4\tmain.inlined+0x24\t\t/src/main.go:3',
    '#\t0x48b3a5\tmain.leak+0x25\t\t/src/main.go:12',
    '#\t0x42ecc3\tmain.main+0x13\t\t/src/main.go:20',
    '',
    '# runtime.MemStats',
    '# Alloc = 4096',
  ]);
  expect(toFolded(profile(parsed))).toEqual(['main.main;main.leak 4096']);
  expect([parsed.warnings, profile(parsed).stacks[0]?.lastLine]).toEqual([[], 5]);
});

test('counts and times', () => {
  const row = (total: string, value: string, type = '') =>
    profile(
      read([
        ...(type ? [`Type: ${type}`] : []),
        `Showing nodes accounting for ${value}, 50% of ${total} total`,
        `${value} 50.00% 50.00% ${value} 50.00%  f`,
      ]),
    );
  expect(
    [row('150', '75', 'inuse_objects'), row('150', '75'), row('4s', '2s', 'cpu'), row('1.50mins', '45s'), row('2GB', '1GB')].map(
      ({ unit, flat, recordedWeight }) => [unit, flat[0]?.weight, recordedWeight],
    ),
  ).toEqual([
    ['count', 75, 150],
    ['unknown', 75, 150],
    ['ns', 2e9, 4e9],
    ['ns', 45e9, 90e9],
    ['bytes', 2 ** 30, 2 ** 31],
  ]);
});

test('missing rows, other units and odd lines are said', () => {
  const lines = toLines(TABLE);
  expect([codes(lines.filter((text) => !text.includes('os::malloc'))), read(lines.slice(0, 9)).complete]).toEqual([
    ['5 pprof-text/sum-mismatch'],
    true,
  ]);
  expect(codes([...lines, '  5 0.50% 99.72%  5 0.50%  f', ' 5GCU 1.50% 99.72% 5GCU 1.50%  g', 'looks like zlib'])).toEqual([
    '14 pprof-text/other-unit',
    '15 pprof-text/other-unit',
    '16 pprof-text/unknown-line',
  ]);
  expect(codes(toLines(HEAP).filter((text) => !text.includes('605056')))).toEqual(['1 pprof-text/sum-mismatch']);
  expect(codes(toLines(HEAP).slice(1))).toEqual(['1 pprof-text/no-head']);
  expect(profiles(read([...lines, ...lines])).length).toBe(2);
  expect(profiles(read([...toLines(HEAP), ...toLines(HEAP)])).length).toBe(2);
});

test('line classes', () => {
  const classes = Object.entries({
    '        80 53.33% 53.33%        130 86.67%  line3002 (inline)': 'strong',
    '         0     0%   100%         50 33.33%  line2000': 'strong',
    '   62.50MB 53.33% 53.33%   130.00MB 86.67%  main.leak': 'strong',
    '   10ms 1e-05% 1e-05%   130ms 0.0013%  main.tiny': 'strong',
    '0.5 0.5% 0.5% 0.5 0.5% f': 'weak',
    'Showing nodes accounting for 150, 100% of 150 total': 'head',
    '      flat  flat%   sum%        cum   cum%': 'head',
    'heap profile:    144:  8498176 [   144:  8498176] @ heapz_v2/524288': 'head',
    '     1:     9216 [     1:     9216] @ 0xc635c8 0x42ecc3': 'strong',
    'Type: inuse_space': 'weak',
    'Type: a word and another': 'weak',
    '    78.8  73.4%  73.4%     78.8  73.4% deflateInit2_': 'none',
    '  t*: 837: 4908289 [0: 0]': 'none',
    '    73.40%  java  libz.so.1.2.13  [.] deflate_slow': 'none',
    '1:  12  3456  java.lang.String': 'none',
    '# Samples: 12': 'none',
  });
  expect(classes.map(([text]) => [text, pprofText.classify(text)])).toEqual(classes);
});

corpusTest("pprof's own test data: the table, and a heapz", () => {
  const table = read(readCorpus('samples/heap-profile/pprof-text-flat.txt'));
  expect([table.complete, table.warnings]).toEqual([true, []]);
  expect(profile(table).flat.map(({ name, weight, totalWeight }) => `${name} ${weight}/${totalWeight}`)).toEqual([
    'line3002 80/130',
    'line2001 40/50',
    'line1000 30/30',
    'line2000 0/50',
    'line3000 0/150',
    'line3001 0/110',
  ]);
  const heap = read(readCorpus('samples/heap-profile/pprof-heapz-cppbench.heap'));
  const { stacks, totalWeight, samples } = profile(heap);
  expect([heap.complete, heap.warnings, samples]).toEqual([true, [], 144]);
  expect(totalWeight).toBeGreaterThan(8_498_176);
  expect(stacks[0]?.weight).toBe(estimateBytes(1, 9216, 524_288));
});
