import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fixtures } from '@/lib/formats/testing/fixtures';
import { corpusTest, listCorpus, readCorpusBytes, SEED } from '@/lib/testing/corpus';
import { createFirstPass, createSecondPass, type DocumentReading, readDocument } from './read-document';
import { expectClosed } from './testing/expect-closed';

const SAMPLE = readFileSync(path.join(import.meta.dirname, '../../public/sample-incident.txt'));

const table = (reading: DocumentReading) =>
  reading.artifacts.map(
    ({ sheet }) => `${sheet.firstLine}-${sheet.lastLine} ${sheet.format} ${sheet.linesUsed}+${sheet.linesNoise}+${sheet.warningCount}`,
  );

test('the sample is read to its last line', () => {
  const reading = readDocument(SAMPLE);
  expectClosed(reading);
  expect(table(reading).map((line) => line.split(' ')[1])).toEqual([
    'pmap-x',
    'nmt-summary',
    'nmt-detail',
    'gdb-range',
    'async-profiler-text',
  ]);
});

corpusTest('the seed is cut just as its page says, and every line is accounted for', () => {
  const reading = readDocument(readCorpusBytes(SEED));
  expectClosed(reading);
  expect(table(reading)).toEqual([
    '19-28 pmap-x 10+0+0',
    '88-135 nmt-summary 35+13+0',
    '144-148 nmt-detail 5+0+0',
    '158-158 gdb-range 1+0+0',
    '214-250 async-profiler-text 33+4+0',
  ]);
});

const FOLDERS = [
  'async-profiler-text',
  'collapsed',
  'flamegraph-html',
  'gdb-strings',
  'heap-info',
  'hs-err',
  'maps',
  'mixed-documents',
  'nmt',
  'perf-report',
  'perf-script',
  'pmap',
  'proc-status',
  'smaps',
  'system-map',
];

for (const folder of FOLDERS) {
  corpusTest(`no line of samples/${folder} is lost, whatever it is`, () => {
    for (const file of listCorpus(`samples/${folder}`)) {
      const bytes = readCorpusBytes(`samples/${folder}/${file}`);
      if (bytes.length < 2_000_000) expectClosed(readDocument(bytes));
    }
  });
}

test('where the chunks end changes nothing', () => {
  const whole = readDocument(SAMPLE);
  fc.assert(
    fc.property(fc.array(fc.nat(SAMPLE.length), { maxLength: 20 }), (cuts) => {
      const places = [0, ...cuts.toSorted((a, b) => a - b), SAMPLE.length];
      const chunks = places.slice(1).map((end, i) => SAMPLE.subarray(places[i], end));
      const first = createFirstPass();
      for (const chunk of chunks) first.push(chunk);
      const second = createSecondPass(first.finish());
      for (const chunk of chunks) second.push(chunk);
      expect(second.finish()).toEqual(whole);
    }),
    { numRuns: 30 },
  );
});

test('whatever comes, no line is lost and nothing is thrown', () => {
  const lines = SAMPLE.toString('utf8').split('\n');
  const line = fc.oneof(
    fc.constantFrom(...lines),
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.constantFrom('', '1', '```', '> quoted', '$ pmap -x 1', '\u001b[31mred\u001b[0m', 'total kB', '[0x1 - '),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 120 }), fc.constantFrom('\n', '\r\n', '\r'), (text, end) =>
      expectClosed(readDocument(new TextEncoder().encode(text.join(end)))),
    ),
    { numRuns: 200 },
  );
});

test('any bytes at all', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5_000 }), (bytes) => expectClosed(readDocument(bytes))),
    { numRuns: 200 },
  );
});

test('two processes in one pmap -X are two artifacts, each with its own sums, though procps 4.0.2 goes on adding up', () => {
  const reading = readDocument(readFileSync(path.join(import.meta.dirname, '../formats/pmap-ext/two-processes-running-sums.txt')));
  expectClosed(reading);
  expect(reading.artifacts.map(({ sheet }) => [sheet.format, sheet.tool.pid, sheet.complete])).toEqual([
    ['pmap-ext-x', 32520, true],
    ['pmap-ext-x', 32521, true],
  ]);
  const maps = reading.artifacts.flatMap(({ facts }) => facts.flatMap((fact) => (fact.kind === 'memory-map' ? [fact.value] : [])));
  for (const { rows, printedTotal } of maps) expect(printedTotal?.rssBytes).toBe(rows.reduce((bytes, row) => bytes + row.rssBytes, 0));
});

test('numbers under cat are read by the command above them, and by nothing else', () => {
  const session = [
    'app@web-1:~$ cat /sys/fs/cgroup/memory.current',
    '4294967296',
    'app@web-1:~$ cat /sys/fs/cgroup/memory.max',
    '5368709120',
    'app@web-1:~$ cat /sys/fs/cgroup/memory.stat | grep -E "^(anon|file) "',
    'anon 3221225472',
    'file 536870912',
    'app@web-1:~$ date +%s',
    '1795428131',
    'app@web-1:~$ exit',
  ];
  for (const dress of ['', '> ', '2026-11-22 10:00:00 ']) {
    const reading = readDocument(new TextEncoder().encode(session.map((line) => dress + line).join('\n')));
    expectClosed(reading);
    expect([dress, ...table(reading)]).toEqual([dress, '2-2 cgroup-memory 1+0+0', '4-4 cgroup-memory 1+0+0', '6-7 cgroup-memory 2+0+0']);
    expect(reading.artifacts.flatMap(({ facts }) => facts.map(({ value }) => value))).toMatchObject([
      { version: 2, currentBytes: { line: 2, bytes: 4294967296 } },
      { limit: { line: 4, bytes: 5368709120 } },
      { stat: { anon: { line: 6, bytes: 3221225472 }, file: { line: 7, bytes: 536870912 } } },
    ]);
  }
});

test('a number at the very end of a text without a line end may be cut: used, with a warning, where no foot could tell', () => {
  const folded = Array.from({ length: 9 }, (_, i) => `main;run;step_${i} ${100 + i}`).join('\n');
  const told = (text: string, encoding: BufferEncoding = 'utf8') =>
    readDocument(Buffer.from(text, encoding)).artifacts.map(({ sheet }) => [
      sheet.format,
      sheet.linesUsed,
      sheet.warnings.map(({ line, code }) => `${line} ${code}`),
    ]);
  expect(told(folded)).toEqual([['folded', 9, ['9 folded/may-be-cut']]]);
  expect(told(`${folded}\n`)).toEqual([['folded', 9, []]]);
  expect(told(`${folded}\r\n`)).toEqual([['folded', 9, []]]);
  expect(told(`\ufeff${folded}`, 'utf16le')).toEqual([['folded', 9, ['9 folded/may-be-cut']]]);
  expect(told(`\ufeff${folded}\n`, 'utf16le')).toEqual([['folded', 9, []]]);
  // Something follows: the number was whole.
  expect(told(`${folded}\n\nthat was it`)).toEqual([['folded', 9, []]]);
  // Only what is open: a name, a unit or a foot is behind the numbers of these.
  for (const name of ['pmap-x/deflater-leak.txt', 'smaps/mapped-files-excerpt.txt', 'class-histogram/jdk17-all.txt']) {
    const text = Buffer.from(fixtures.find((one) => one.name === name)?.bytes ?? [])
      .toString('utf8')
      .trimEnd();
    expect([name, told(text).map(([, , warnings]) => warnings)]).toEqual([name, [[]]]);
  }
});

test('pmap -x sorted by its lines alone, its pid line among the rows, is one listing', () => {
  const fixture = fixtures.find(({ name }) => name === 'pmap-x/deflater-leak.txt');
  const lines = Buffer.from(fixture?.bytes ?? [])
    .toString('utf8')
    .trimEnd()
    .split('\n');
  const sorted = lines.toSorted((a, b) => (a < b ? -1 : 1));
  const pidAt = sorted.findIndex((text) => /^\d+: /.test(text));
  expect(pidAt > 100 && pidAt < sorted.length - 1).toBe(true);
  for (const text of [sorted.join('\n'), `$ pmap -x 5247 | sort\n${sorted.join('\n')}\n`, sorted.toReversed().join('\n')]) {
    const [artifact, ...others] = readDocument(Buffer.from(text)).artifacts;
    expect(others).toEqual([]);
    expect(artifact?.sheet).toMatchObject({ format: 'pmap-x', complete: true, warningCount: 0, tool: { pid: 5247 } });
    const [fact] = artifact?.facts ?? [];
    expect(fact?.kind === 'memory-map' && fact.value.rows.length).toBe(lines.length - 4);
  }
});
