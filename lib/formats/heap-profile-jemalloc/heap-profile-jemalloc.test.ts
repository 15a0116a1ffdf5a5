import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MIB } from '@/lib/base/bytes';
import { countLines } from '@/lib/base/line-runs';
import { corpusTest, readCorpus } from '@/lib/testing/corpus';
import { estimateBytes } from '../heap-profile/sampling';
import { readArtifact, toLines } from '../testing/read-artifact';
import { profile, toFolded } from '../testing/read-profile';
import { heapProfileJemalloc } from '.';

const FIXTURE = readFileSync(join(import.meta.dirname, 'fixtures/deflater-few-traces.heap'), 'utf8');
const read = (text: string | readonly string[]) => readArtifact(heapProfileJemalloc, text);
const codes = (text: string | readonly string[]) => read(text).warnings.map(({ line, code }) => `${line} ${code}`);

test('backtraces become stacks of libraries, root first, without the allocator; weights are estimates', () => {
  const parsed = read(FIXTURE);
  const { event, unit, samples, totalWeight, stacks, frames } = profile(parsed);
  expect([event, unit, samples]).toEqual(['malloc', 'bytes', 36]);
  expect(toFolded(profile(parsed))).toEqual([
    '[generated code];libjvm.so+0x726c9c;libjvm.so+0x477b65 20978578',
    '[generated code];libzip.so+0x71687;libz.so.1.2.13+0x6e19 1670463',
    '[no stack] 131077',
    'libjvm.so+0x477b65 2763206',
  ]);
  expect(totalWeight).toBe(stacks.reduce((sum, stack) => sum + stack.weight, 0));
  expect(frames.map(({ name, type }) => `${type} ${name}`)).toContain('vm libjvm.so+0x477b65');
  expect(stacks.map(({ firstLine, lastLine }) => [firstLine, lastLine])).toEqual([
    [6, 9],
    [10, 12],
    [13, 15],
    [16, 18],
  ]);
  expect([parsed.complete, parsed.warnings]).toEqual([true, []]);
  // Interval, heading, four backtraces with their sums, six libraries; six single threads, a blank line, a title.
  expect([countLines(parsed.runs, 'used'), countLines(parsed.runs, 'noise')]).toEqual([16, 10]);
});

test('the estimate of a sample: small objects stand for many, large ones for themselves, nothing for nothing', () => {
  expect(estimateBytes(1, 16, 524_288)).toBe(524_296);
  expect(estimateBytes(1, 64 * MIB, 524_288)).toBe(64 * MIB);
  expect([estimateBytes(0, 0, 524_288), estimateBytes(5, 100, 1), estimateBytes(5, 100, 0)]).toEqual([0, 100, 100]);
  expect(estimateBytes(2 ** 52, 1, 2 ** 40)).toBeLessThan(Number.POSITIVE_INFINITY);
});

test('where the sum over threads was lost, the threads are summed', () => {
  const withoutSums = toLines(FIXTURE).filter((text, i) => i < 5 || !text.includes('t*'));
  expect(toFolded(profile(read(withoutSums)))).toEqual(toFolded(profile(read(FIXTURE))));
});

test('what is missing is said, and the profile is not called complete', () => {
  const lines = toLines(FIXTURE);
  const withoutTrace = [...lines.slice(0, 9), ...lines.slice(12)];
  expect([codes(withoutTrace), read(withoutTrace).complete]).toEqual([['2 heap-profile-jemalloc/sum-mismatch'], false]);
  const headless = lines.slice(5);
  expect([codes(headless), read(headless).complete]).toEqual([['1 heap-profile-jemalloc/no-interval'], false]);
  const cut = lines.slice(0, 16);
  expect(codes(cut)).toEqual(['16 heap-profile-jemalloc/cut-trace']);
  expect(read(lines.slice(0, 18)).complete).toBe(false); // no libraries
  expect(codes([...lines, 'heap_v2/524288', 'and so on'])).toEqual([
    '27 heap-profile-jemalloc/second-profile',
    '28 heap-profile-jemalloc/unknown-line',
  ]);
});

test('without libraries frames stay addresses', () => {
  const { frames } = profile(read(toLines(FIXTURE).slice(0, 12)));
  expect(frames.every(({ name, type }) => type === 'unknown' && name.startsWith('0x7fe7'))).toBe(true);
});

test('line classes', () => {
  const classes = Object.entries({
    'heap_v2/524288': 'head',
    '  t*: 837: 4908289 [0: 0]': 'strong',
    't12: 1: 2048 [3: 4096] Compiler thread 1': 'strong',
    '@ 0x7fe7230a2630 0x7fe7230a2d21': 'strong',
    '@': 'weak',
    'MAPPED_LIBRARIES:': 'weak',
    '7ffea3cac000-7ffea3ccd000 rw-p 00000000 00:00 0   [stack]': 'weak',
    'heap profile:    144:  8498176 [   144:  8498176] @ heapz_v2/524288': 'none',
    '@somebody: 0x7fe7230a2630 is an address': 'none',
    't1: 2: 3': 'none',
    '': 'none',
  });
  expect(classes.map(([text]) => [text, heapProfileJemalloc.classify(text)])).toEqual(classes);
  expect(heapProfileJemalloc.detect(['heap_v2/524288', '@ 0x1']).score).toBe(0);
});

corpusTest('our own run: the estimate is the total that jeprof printed', () => {
  const parsed = read(readCorpus('samples/heap-profile/jemalloc-heap_v2.heap'));
  const { totalWeight, stacks, frames } = profile(parsed);
  const total = /^Total: ([\d.]+) MB$/m.exec(readCorpus('samples/heap-profile/jeprof-text.txt'))?.[1];
  expect((totalWeight / MIB).toFixed(1)).toBe(total);
  expect([parsed.complete, parsed.warnings, stacks.length]).toEqual([true, [], 39]);
  // jeprof gives deflateInit2_ (libz) 73.4 % of it.
  const leafOf = (library: string) =>
    stacks.filter((stack) => frames[stack.frames.at(-1)!]!.name.startsWith(library)).reduce((sum, stack) => sum + stack.weight, 0);
  expect(frames.some(({ name }) => name.startsWith('libjemalloc'))).toBe(false);
  expect(((leafOf('libz.so') / totalWeight) * 100).toFixed(1)).toBe('73.4');
});

corpusTest('an excerpt of ARM32 with an empty backtrace', () => {
  const parsed = read(readCorpus('samples/heap-profile/jemalloc-heap_v2-arm32.heap'));
  expect(toFolded(profile(parsed))).toEqual([`[no stack] ${estimateBytes(30, 79_763_360, 524_288)}`]);
  expect([parsed.complete, parsed.warnings]).toEqual([true, []]);
});
