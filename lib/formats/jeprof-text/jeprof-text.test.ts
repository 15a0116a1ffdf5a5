import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MIB } from '@/lib/base/bytes';
import { corpusTest, readCorpus } from '@/lib/testing/corpus';
import { readArtifact, toLines } from '../testing/read-artifact';
import { profile } from '../testing/read-profile';
import { jeprofText } from '.';

const FIXTURE = readFileSync(join(import.meta.dirname, 'fixtures/inuse-space.txt'), 'utf8');
const read = (text: string | readonly string[]) => readArtifact(jeprofText, text);
const codes = (text: string | readonly string[]) => read(text).warnings.map(({ line, code }) => `${line} ${code}`);

test('rows become the flat table, in bytes, with the weight of callers', () => {
  const parsed = read(FIXTURE);
  const { event, unit, recordedWeight, stacks, flat } = profile(parsed);
  expect([event, unit, recordedWeight, stacks]).toEqual(['malloc', 'bytes', Math.round(107.3 * MIB), []]);
  expect(
    flat.map(
      ({ name, weight, totalWeight, line }) => `${line} ${name} ${(weight / MIB).toFixed(1)}/${((totalWeight ?? 0) / MIB).toFixed(1)}`,
    ),
  ).toEqual([
    '4 deflateInit2_ 78.8/78.8',
    '5 os::malloc 20.0/20.0',
    '6 os::malloc 7.8/7.8',
    '7 std::__throw_ios_failure 0.4/0.4',
    '8 Java_java_util_zip_Deflater_init 0.2/78.9',
    '9 ?? ??:0 0.1/54.9',
    '10 start_thread 0.0/7.6',
    '11 Compile::Compile(ciEnv*, ciMethod*, int) 0.0/1.0',
  ]);
  expect(parsed.runs).toEqual([
    { firstLine: 1, lastLine: 2, use: 'noise' },
    { firstLine: 3, lastLine: 11, use: 'used' },
  ]);
  expect([parsed.complete, parsed.warnings]).toEqual([true, []]);
});

test('the unit is that of the total', () => {
  const table = (total: string, value: string) => profile(read([`Total: ${total}`, `  ${value} 100.0% 100.0%  ${value} 100.0% f`]));
  const shown = [
    table('2097152 B', '2097152'),
    table('12 objects', '12'),
    table('243 samples', '243'),
    table('1.500 seconds', '1.500'),
  ].map(({ event, unit, flat, recordedWeight }) => [event, unit, flat[0]?.weight, recordedWeight]);
  expect(shown).toEqual([
    ['malloc', 'bytes', 2_097_152, 2_097_152],
    ['malloc', 'count', 12, 12],
    ['cpu', 'samples', 243, 243],
    ['lock', 'ns', 1.5e9, 1.5e9],
  ]);
  expect(profile(read(['  1.0 100.0% 100.0%  1.5 100.0% f'])).unit).toBe('bytes');
  expect(profile(read(['  1 100.0% 100.0%  1 100.0% f'])).unit).toBe('unknown');
});

test('a cut table is not complete, two tables are noticed, odd lines are warned about', () => {
  const lines = toLines(FIXTURE);
  expect([read(lines.slice(0, 5)).complete, codes(lines.slice(0, 5))]).toEqual([false, []]);
  expect([read(lines.slice(3)).complete, codes(lines.slice(3))]).toEqual([false, []]);
  expect(codes([...lines.slice(2), ...lines.slice(2, 4)])).toEqual(['1 jeprof-text/sum-mismatch', '10 jeprof-text/second-total']);
  expect(codes([...lines, 'so it is zlib'])).toEqual(['12 jeprof-text/unknown-line']);
  expect(profile(read(['Total: 0.0 MB', '     0.0    nan    nan      0.0    nan f'])).flat).toHaveLength(1);
});

test('line classes', () => {
  const classes = Object.entries({
    '    78.8  73.4%  73.4%     78.8  73.4% deflateInit2_': 'strong',
    '     0.0   0.0% 100.0%     54.9  51.2% ?? ??:0': 'strong',
    '0.5 0.5% 0.5% 0.5 0.5% f': 'weak',
    'Total: 107.3 MB': 'head',
    'Using local file jeprof.1.heap.': 'weak',
    '        80 53.33% 53.33%        130 86.67%  line3002 (inline)': 'none',
    '   62.50MB 73.4% 73.4% 62.50MB 73.4% main.leak': 'none',
    'Total: reserved=8444154KB, committed=6461730KB': 'none',
    '    73.40%  java  libz.so.1.2.13  [.] deflate_slow': 'none',
    '  90   90.00%        9  deflate': 'none',
    'Using local files is faster': 'none',
  });
  expect(classes.map(([text]) => [text, jeprofText.classify(text)])).toEqual(classes);
});

corpusTest('our own run: flat sums up to the total, sum% is the running sum, deflateInit2_ has 73.4 %', () => {
  const text = readCorpus('samples/heap-profile/jeprof-text.txt');
  const parsed = read(text);
  const { flat, recordedWeight } = profile(parsed);
  expect([parsed.complete, parsed.warnings, flat.length]).toEqual([true, [], toLines(text).length - 1]);
  const sum = flat.reduce((whole, row) => whole + row.weight, 0);
  expect(Math.abs(sum - recordedWeight!) / MIB).toBeLessThan(0.5);
  expect([flat[0]?.name, ((flat[0]!.weight / recordedWeight!) * 100).toFixed(1)]).toEqual(['deflateInit2_', '73.4']);
});
