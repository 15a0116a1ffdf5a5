import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Parsed } from '@/lib/model/artifact';
import type { ClassHistogram } from '@/lib/model/process-facts';
import { readArtifact, toLines } from '../testing/read-artifact';
import { classHistogram } from '.';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
const read = (text: string | readonly string[]) => readArtifact(classHistogram, text);
const histograms = (parsed: Parsed): ClassHistogram[] =>
  parsed.facts.flatMap((fact) => (fact.kind === 'class-histogram' ? [fact.value] : []));

function only(parsed: Parsed): ClassHistogram {
  const [one, ...others] = histograms(parsed);
  if (!one || others.length > 0) throw new Error(`Expected one histogram, got ${histograms(parsed).length}.`);
  return one;
}
const show = ({ rows }: Pick<ClassHistogram, 'rows'>) =>
  rows.map(({ line, instances, bytes, className }) => `${line} ${className}: ${instances} in ${bytes}`);

test.each([
  ['jdk17-all.txt', 4279, 256],
  ['jdk25.txt', 4656, 294],
])('%s: rows make up the total', (name, pid, rows) => {
  const parsed = read(fixture(name));
  expect([parsed.complete, parsed.warnings, parsed.tool.pid]).toEqual([true, [], pid]);
  const { total, rows: found } = only(parsed);
  expect(found.length).toBe(rows);
  expect([found.reduce((sum, row) => sum + row.instances, 0), found.reduce((sum, row) => sum + row.bytes, 0)]).toEqual([
    total?.instances,
    total?.bytes,
  ]);
});

test('the program kept 200 Deflaters, and the histogram says so', () => {
  for (const name of ['jdk17-all.txt', 'jdk25.txt'])
    expect(only(read(fixture(name))).rows.find(({ className }) => className === 'java.util.zip.Deflater')?.instances).toBe(200);
});

test('what grep left is read, and is not whole', () => {
  const parsed = read(fixture('jdk17-grep.txt'));
  expect([show(only(parsed)), parsed.complete, only(parsed).total]).toEqual([
    ['1 java.util.zip.Deflater: 3200 in 204800', '2 java.util.zip.Deflater$DeflaterZStreamRef: 3200 in 76800'],
    false,
    null,
  ]);
});

test('arrays, hidden classes, 7, notes behind a row', () => {
  expect(
    show(
      only(
        read([
          '   1:       1234567      998244353  [C',
          '   2:        123456       11222333  <constMethodKlass>',
          '   3:          1234          98720  java.lang.invoke.LambdaForm$MH/0x00007f5a64c01800 (java.base@17.0.15)',
          '   4:           200          12800  java.util.zip.Deflater   <-- !!',
          '   5:           200          12800  [[Lcom.example.Größe;',
        ]),
      ),
    ),
  ).toEqual([
    '1 [C: 1234567 in 998244353',
    '2 <constMethodKlass>: 123456 in 11222333',
    '3 java.lang.invoke.LambdaForm$MH/0x00007f5a64c01800: 1234 in 98720',
    '4 java.util.zip.Deflater: 200 in 12800',
    '5 [[Lcom.example.Größe;: 200 in 12800',
  ]);
});

test('other tables are none', () => {
  for (const text of ['1: 2 3 apples', '12: 4096 0 foo', 'Total 5 apples', '1:          3200         204800', '3: 100 99 java.lang.String'])
    expect([text, classHistogram.classify(text)]).toEqual([text, 'none']);
});

test('a total that the rows do not make up is not whole; two histograms are two facts', () => {
  const lines = toLines(fixture('jdk17-all.txt'));
  const without = lines.filter((line) => !line.includes(' 100: '));
  expect(read(without).complete).toBe(false);
  expect(histograms(read([...lines, ...lines])).map(({ pid, rows }) => [pid, rows.length])).toEqual([
    [4279, 256],
    [4279, 256],
  ]);
  expect(histograms(read([...lines.slice(1), ...lines.slice(1)])).length).toBe(2);
});

test('a ruler of long dashes is one', () => {
  expect([classHistogram.classify('———————————————–'), classHistogram.classify('—')]).toEqual(['weak', 'none']);
});
