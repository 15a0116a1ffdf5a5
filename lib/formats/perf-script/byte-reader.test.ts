import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { corpusTest, listCorpus, readCorpus } from '@/lib/testing/corpus';
import { anyCuts, expectSameAs } from '../testing/expect-same';
import { toLines } from '../testing/read-artifact';
import { perfScript } from '.';

const FIXTURES = join(import.meta.dirname, 'fixtures');
const fixtures = readdirSync(FIXTURES);
const fixture = (name: string) => readFileSync(join(FIXTURES, name), 'utf8');

const expectSame = expectSameAs(perfScript);

test.each(fixtures)('bytes give what lines give: %s, cut anywhere', (name) => {
  const text = fixture(name);
  expect(expectSame(text)).toBeGreaterThan(toLines(text).length * 0.9);
  fc.assert(
    fc.property(anyCuts, (cuts) => {
      expectSame(text, cuts);
    }),
    { numRuns: 10 },
  );
});

test.each(fixtures)('line ends of Windows, and a last line without its end: %s', (name) => {
  const text = fixture(name);
  expect(expectSame(text.replaceAll('\n', '\r\n'))).toBe(0);
  expectSame(text.trimEnd());
  expectSame(text.slice(0, Math.floor(text.length * 0.7)));
});

corpusTest('bytes give what lines give for every sample, most of them never made into text', () => {
  let lines = 0;
  let taken = 0;
  for (const name of listCorpus('samples/perf-script').filter((file) => !file.includes('.golden'))) {
    const text = readCorpus(`samples/perf-script/${name}`);
    lines += toLines(text).length;
    taken += expectSame(text, [50_000]);
  }
  expect(taken).toBeGreaterThan(lines * 0.6);
});

const EVENTS = [
  'java 100/101 [003] 10.000001:     250000 cpu-clock:ppp: ',
  'java 100/101 10.000001:     250000 cpu-clock:ppp: ',
  'G1 Conc#0  102 10.5:1 cycles:',
  '2020_task 103 [001] 4794564.109217: 10 cycles:u: ',
  'C2 Compiler 1  103 4794564.109216001: cycles:u: ',
  '  104 12.000001: 7 page-faults: ',
  'größe 105 12.000001: 7 page-faults: ',
  'java 106 12.000001: 99999999999999999999 cycles: ',
  'java 107 12.000001: 5 cycles:  7f0000001000 deflate+0x10 (/usr/lib/libz.so.1)',
  'java 108 cycles:',
  'java 109',
  'a 1.2345: b 7 12.000001: 5 cycles: ',
];
const FRAMES = [
  '\t    7f0000001000 deflate+0x10 (/usr/lib/libz.so.1)',
  '\t    7f0000001008 deflate+0x18 (/usr/lib/libz.so.1)',
  '\t    7f0000001008 deflate (/usr/lib/libz.so.1)',
  '\t    7f0000001010 deflate+0x10 (/opt/other.so)',
  '\t    7f0000002000 start_thread+0x20 (/usr/lib/libc.so.6)',
  '\tffffffff81000000 entry_SYSCALL_64_after_hwframe+0x44 ([kernel.kallsyms])',
  '\tffffffff81000000 x+0x44 ([unknown])',
  '\t    7f0000003000 StubRoutines (1)+0xc9 (/tmp/perf-100.map)',
  '\t    7f0000003000 StubRoutines (1)',
  '\t    7f0000004000 Ljava/io/A;::f->Ljava/io/B;::g+0x4 (/tmp/perf-100.map)',
  '\t    7f0000001000 crc32_z (inlined)',
  '\t    7f0000002000 inline_me (inlined)',
  '\t    7f0000005000 [unknown] (/usr/lib/libz.so.1)',
  '\t    7f0000005000 [unknown] ([unknown])',
  '\t    7f0000006000 operator()(char const*) const+0x1 (/my app (x86)/lib one.so)',
  '\t    7f0000006000 bare+0x1 (libjit.so.1)',
  '\t    7f0000007000 größe+0x1 (/usr/lib/libz.so.1)',
  '\t             10 f (/x)',
  '7f0000001000 deflate+0x10 (/usr/lib/libz.so.1)',
  '\t    7f0000001000 odd 12.123456: cycles: (/usr/lib/libz.so.1)',
];
const OTHERS = [
  '',
  '',
  '',
  '',
  '...',
  '# cmdline : /usr/bin/perf record -F 199 -g -p 100',
  'not a line of perf',
  '  vfs.h:12',
  '\t',
  'java 7 [001] 12.345678: PERF_RECORD_LOST lost 7',
];

/** Samples as perf prints them, with whatever may stand between them. */
const anyScript = fc
  .array(
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc
          .tuple(fc.constantFrom(...EVENTS.slice(0, 5)), fc.array(fc.constantFrom(...FRAMES.slice(0, 14)), { maxLength: 6 }))
          .map(([event, frames]) => [event, ...frames, '']),
      },
      { weight: 1, arbitrary: fc.constantFrom(...EVENTS).map((line) => [line]) },
      { weight: 1, arbitrary: fc.array(fc.constantFrom(...FRAMES), { maxLength: 3 }) },
      { weight: 1, arbitrary: fc.constantFrom(...OTHERS).map((line) => [line]) },
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.flat().join('\n'));

test('whatever stands between the samples, both ways give the same', () => {
  let lines = 0;
  let taken = 0;
  fc.assert(
    fc.property(anyScript, anyCuts, (text, cuts) => {
      lines += toLines(text).length;
      taken += expectSame(text, cuts);
    }),
    { numRuns: 600 },
  );
  expect(taken).toBeGreaterThan(lines * 0.4);
});

test('many lines, each with an address of its own', () => {
  const samples = Array.from({ length: 3_000 }, (_, i) => {
    const frames = Array.from({ length: 20 }, (_, k) => {
      const address = (0x7f0000000000 + i * 65_536 + k * 64).toString(16);
      return `\t    ${address} function_${(i * k) % 97}+0x${(i % 4096).toString(16)} (/usr/lib/lib${k}.so)`;
    });
    return [
      `worker-${i % 50} 100/${200 + (i % 50)} [${String(i % 8).padStart(3, '0')}] ${i}.${String(i).padStart(6, '0')}: 10 cycles: `,
      ...frames,
      '',
      '',
    ].join('\n');
  });
  const text = samples.join('');
  // A line at each border of a chunk comes as text.
  expect(expectSame(text, [100_000])).toBeGreaterThan(toLines(text).length - text.length / 100_000 - 1);
});

test('a line that can be judged by its bytes is what it is as text', () => {
  const texts = [...EVENTS, ...FRAMES, ...OTHERS, ...fixtures.flatMap((name) => toLines(fixture(name)).slice(0, 400))];
  let judged = 0;
  for (const text of texts) {
    const bytes = new TextEncoder().encode(`${text}\n`);
    const end = perfScript.skim?.(bytes, 0, bytes.length) ?? 0;
    if (end === 0) continue;
    judged++;
    expect([text, end, perfScript.classify(text)]).toEqual([text, bytes.length - 1, 'strong']);
  }
  expect(judged).toBeGreaterThan(texts.length * 0.6);
  for (const text of [
    'perf 7 [001] 12.345678: 1 cycles: ',
    '77 12.345678: 1 cycles: ',
    '/usr/bin/perf 7 12.345678: 1 cycles: ',
    'jcmd 7 12.345678: 1 x: ',
  ])
    expect(perfScript.skim?.(new TextEncoder().encode(`${text}\n`), 0, text.length + 1)).toBe(0);
});
