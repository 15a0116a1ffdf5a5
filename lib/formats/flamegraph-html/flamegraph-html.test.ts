import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countLines } from '@/lib/base/line-runs';
import { profileKind } from '@/lib/model/profile';
import { corpusTest, listCorpus, readCorpus } from '@/lib/testing/corpus';
import { formats } from '../registry';
import { readArtifact, toLines } from '../testing/read-artifact';
import { profile, toFolded } from '../testing/read-profile';
import { flamegraphHtml } from '.';
import { toFrame } from './frames';
import { NamePool, readCalls, readPoolEntries } from './line';
import { drawCalls, drawOldCalls, drawPage, growTree } from './testing/draw-html';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
const read = (text: string | readonly string[], command: string | null = null) => readArtifact(flamegraphHtml, text, { command });
const codes = (text: readonly string[]) => read(text).warnings.map(({ line, code }) => `${line} ${code.slice(16)}`);

/** Stacks summed and sorted, as folded text without marks. */
function sum(folded: readonly string[]): string[] {
  const weights = new Map<string, number>();
  for (const line of folded) {
    const at = line.lastIndexOf(' ');
    weights.set(line.slice(0, at), (weights.get(line.slice(0, at)) ?? 0) + Number(line.slice(at + 1)));
  }
  return [...weights].map(([stack, weight]) => `${stack} ${weight}`).sort();
}

const STACKS = [
  'java/lang/Thread.run;a/B.c;deflate 5',
  'java/lang/Thread.run;a/B.c 2',
  "java/lang/Thread.run;a/B.cd;it\\s'me 3",
  'start_thread;JavaThread::run 7',
];

test('any stacks: drawn and read again they are the same, in every generation', () => {
  const frame = fc.stringMatching(/^[a-zA-Z'\\ .:/<>()-]{1,14}$/).filter((name) => name.trim() === name && !name.startsWith('-'));
  const line = fc.tuple(fc.array(frame, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 400_000_000 }));
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 25 }), (rows) => {
      const folded = rows.map(([frames, weight]) => `${frames.join(';')} ${weight}`);
      const root = growTree(folded);
      for (const calls of [drawCalls(root), drawOldCalls(root, true), drawOldCalls(root, false)]) {
        const parsed = read(drawPage('CPU profile', calls));
        expect(parsed.warnings).toEqual([]);
        expect(parsed.complete).toBe(true);
        const value = profile(parsed);
        expect(toFolded(value)).toEqual(sum(folded));
        expect(value).toMatchObject({ event: 'cpu', unit: 'samples', totalWeight: root.total, samples: root.total });
      }
    }),
    { numRuns: 60 },
  );
});

test('names are told by the one before', () => {
  const pool = new NamePool();
  const read = readPoolEntries(
    "'all', ' C2Compiler::compile_method', '!ompilation::Compilation', '-compile_java_method', '\\'x', '\\\\y']",
  );
  expect(read?.closed).toBe(true);
  for (const entry of read?.entries ?? []) pool.add(entry);
  expect(pool.names.slice(0, 5)).toEqual([
    'all',
    'C2Compiler::compile_method',
    'Compilation::Compilation',
    'Compilation::compile_java_method',
    'Compilax',
  ]);
  expect(readPoolEntries("'a', b")).toBeNull();
  expect(readPoolEntries("'not closed")).toBeNull();
});

test.each([
  ["f(0,0,641,4,'all')", 'f 0,0,641,4 all'],
  ["f(6,0,4,2,'it\\'s')", "f 6,0,4,2 it's"],
  ["f(6,0,4,1,'run',1,0,3)", 'f 6,0,4,1 run'],
  ['f(635,1,1,178)', 'f 635,1,1,178 null'],
  ['f(204,11,3)', 'f 204,11,3 null'],
  ['u(1323)', 'u 1323 null'],
  ['n(3,584,0,0,1);', 'n 3,584,0,0,1 null'],
  ['u(1) n(2,3); f(4,5,-6)', 'u 1 null|n 2,3 null|f 4,5,-6 null'],
])('calls %s', (text, expected) => {
  expect(
    readCalls(text)
      ?.map(({ letter, numbers, name }) => `${letter} ${numbers} ${name}`)
      .join('|'),
  ).toBe(expected);
});
test.each(['f(x)', 'f(1,2)', 'g(1,2,3)', 'u(1,2,3,4,5,6)', 'f(1,2,3) = 4', "u(1,'x')", 'function f(level, left)', 'n('])(
  'no call: %s',
  (text) => expect(readCalls(text)).toBeNull(),
);

test.each([
  ['schedule', 5, 'seven', false, 'schedule:kernel'],
  ['schedule', 2, 'five', false, 'schedule:kernel'],
  ['byte[]', 5, 'seven', true, 'byte[]:java'],
  ['Integer', 5, 'seven', true, 'Integer:java'],
  ['Integer', 5, 'seven', false, 'Integer:kernel'],
  ['run', 0, 'five', false, 'run:java'],
  ['a/B.run', 1, 'seven', false, 'a/B.run:java'],
  ['call_stub', 1, 'seven', false, 'call_stub:vm'],
  ['runtime.main', 3, 'seven', false, 'runtime.main:native'],
  ['main.Main', 4, 'five', false, 'main.Main:native'],
  ['JavaThread::run', 4, 'seven', false, 'JavaThread::run:vm'],
  ['[http-1 tid=7]', 3, 'seven', false, '[http-1 tid=7]:thread'],
  ['[unknown]', 3, 'seven', false, '[unknown]:unknown'],
] as const)('%s of type %i of %s', (name, type, palette, leafIsClass, expected) => {
  const frame = toFrame(name, type, palette, leafIsClass);
  expect(`${frame.name}:${frame.type}`).toBe(expected);
});

test('types of the first versions are known by the page, or by the root', () => {
  const root = growTree(['schedule_[k] 1']);
  const five = drawOldCalls(root, true);
  const kinds = (lines: readonly string[]) => profile(read(lines)).frames.map(({ type }) => type);
  expect(kinds(drawPage('Flame Graph', five, ['\tconst palette = [', '\t\t[0x50e150, 30, 30, 30],']))).toEqual(['kernel']);
  expect(kinds(five)).toEqual(['kernel']);
  expect(kinds(drawPage('Flame Graph', drawOldCalls(root, false), ['\t\t[0xb2e1b2, 20, 20, 20],', '\t\t[0x50e150, 30, 30, 30],']))).toEqual(
    ['kernel'],
  );
});

test('event and unit', () => {
  const origin = (title: string, head: string[] = [], command: string | null = null) => {
    const value = profile(read(drawPage(title, drawCalls(growTree(STACKS)), head), command));
    return `${value.event} ${value.unit} ${profileKind(value)}`;
  };
  expect(origin('CPU profile')).toBe('cpu samples time');
  expect(origin('Flame Graph')).toBe('null samples null');
  expect(origin('Allocation profile (bytes)')).toBe('alloc bytes allocation');
  expect(origin('Native malloc profile', ["\tconst units = 'bytes';"])).toBe('nativemem bytes allocation');
  expect(origin('Flame Graph', [], 'asprof -e alloc --total -f a.html 7')).toBe('alloc bytes allocation');
});

test('reversed drawings are turned; inverted ones where threads begin at their leaves', () => {
  const forward = sum(STACKS);
  const backward = STACKS.map((line) => `${line.slice(0, line.lastIndexOf(' ')).split(';').reverse().join(';')} ${line.split(' ').at(-1)}`);
  const of = (folded: readonly string[], head: string) =>
    toFolded(profile(read(drawPage('CPU profile', drawCalls(growTree(folded)), [head]))));
  expect(of(backward, '\tlet reverse = true;')).toEqual(forward);
  expect(of(backward, '\tlet inverted = /*inverted:*/true;')).toEqual(forward);
  expect(of(STACKS, '\tlet inverted = true;')).toEqual(forward);
  expect(of(STACKS, '\tlet reverse = false;')).toEqual(forward);
});

test('children that were too narrow to be drawn', () => {
  const value = profile(
    read(drawPage('CPU profile', ["f(0,0,100,3,'all')", "f(1,0,60,1,'a/B.c')", "f(2,10,20,3,'x')", "f(1,70,20,3,'y')"])),
  );
  expect(toFolded(value)).toEqual(['[frames left out] 20', 'a/B.c 40', 'a/B.c;x 20', 'y 20']);
  expect(value.stacks.filter(({ cut }) => cut)).toHaveLength(1);
});

test('what does not fit is told, and not counted', () => {
  const page = (calls: string[]) => drawPage('CPU profile', ["f(0,0,100,3,'all')", "f(1,0,60,1,'a')", ...calls]);
  const at = page([]).indexOf("f(1,0,60,1,'a')") + 2;
  expect(codes(page(["f(2,50,20,1,'b')"]))).toEqual([`${at} outside-parent`]);
  expect(codes(page(["f(1,40,20,1,'b')"]))).toEqual([`${at} outside-parent`]);
  expect(codes(page(["f(4,0,20,1,'b')"]))).toEqual([`${at} no-parent`]);
  expect(codes(page(["f(5000,0,20,1,'b')"]))).toEqual([`${at} too-deep`]);
  expect(codes(page(['we saw this']))).toEqual([`${at} unknown-line`]);
  expect(codes(['const cpool = [', "'all',", "' a'", '];', 'n(3,10)', 'u(99)'])).toEqual(['6 unknown-name']);
  expect(codes(['const cpool = [', "'all',", "' a", "' b'", '];', 'n(3,10)', 'u(11)'])).toEqual(['3 broken-name', '7 unknown-name']);
  expect(codes(drawPage('CPU profile', drawCalls(growTree(STACKS)), ['\tconst maxdiff = 12;'])).map((code) => code.split(' ')[1])).toEqual([
    'differential',
  ]);
});

test('a text that is cut: what is open gets a gap', () => {
  const lines = drawPage('CPU profile', drawOldCalls(growTree(STACKS), false));
  const cut = lines.slice(0, lines.findIndex((line) => line.includes('deflate')) + 1);
  const parsed = read(cut);
  expect(parsed.complete).toBe(false);
  expect(toFolded(profile(parsed))).toEqual([
    '[frames left out] 7',
    'java/lang/Thread.run;[frames left out] 3',
    'java/lang/Thread.run;a/B.c;[frames left out] 2',
    'java/lang/Thread.run;a/B.c;deflate 5',
  ]);
  // Calls alone are whole where the root is covered.
  expect(read(drawOldCalls(growTree(STACKS), false)).complete).toBe(true);
});

test('many frames, deep stacks and long lines are read in one pass', () => {
  const wide = Array.from({ length: 60_000 }, (_, i) => `f(1,${i},1,3,'f${i}')`);
  expect(profile(read(["f(0,0,60000,3,'all')", ...wide])).totalWeight).toBe(60_000);
  const deep = ['const cpool = [', "'all'", '];', 'n(3,20000)', ...Array.from({ length: 20_000 }, (_, i) => `u(3,${20_000 - i})`)];
  expect(codes(deep).length).toBe(20_000 - 4_096);
  const names = Array.from({ length: 20_000 }, (_, i) => `'${String.fromCharCode(32 + Math.min(i, 60_000))}${'x'.repeat(10)}',`);
  expect(read(['const cpool = [', ...names, '];', 'n(3,5)']).runs.length).toBeGreaterThan(0);
  for (const piece of ["'", "\\'", '\\', ',', '1,', 'f(1,2,3);', 'u(1)', "'a',", '<h1>', 'units = ', '<']) {
    const body = piece.repeat(400_000 / piece.length);
    for (const text of [body, `f(${body}`, `f(1,2,3,4,'${body}')`, `const cpool = [${body}`, `<h1>${body}`])
      for (const lines of [[text], ['const cpool = [', text]]) expect(read(lines).runs.at(-1)?.lastLine).toBe(lines.length);
  }
});

test.each([
  'f(1)\nu(2)\nn(3)',
  'n(3)',
  '<!DOCTYPE html>\n<html>\n<body>\n<h1>CPU profile</h1>\n</body></html>',
  "const names = [\n'all',\n'b'\n];",
  'public class A {\n\tvoid f(int a) {\n\t}\n}',
])('is no flame graph: %s', (text) => {
  const lines = toLines(text);
  expect(lines.some((line) => flamegraphHtml.classify(line) === 'strong') && text.includes('<h1>')).toBe(false);
  expect(flamegraphHtml.detect(lines).score).toBe(text === 'f(1)\nu(2)\nn(3)' ? flamegraphHtml.detect(lines).score : 0);
});

test('own captures, drawn and read again', () => {
  const short = ['cpu.html', 'cpu-old-calls.html', 'nativemem-bytes.html'].map((name) => {
    const parsed = read(fixture(name));
    const value = profile(parsed);
    expect([name, parsed.warnings, parsed.complete]).toEqual([name, [], true]);
    return `${name}: ${value.event} ${value.unit} ${value.totalWeight} in ${value.stacks.length} stacks, ${[...new Set(value.frames.map(({ type }) => type))].sort()}`;
  });
  expect(short).toEqual([
    'cpu.html: cpu samples 41 in 16 stacks, java,kernel,native,vm',
    'cpu-old-calls.html: null samples 37 in 15 stacks, java,kernel,native,vm',
    'nativemem-bytes.html: nativemem bytes 5841 in 30 stacks, native,vm',
  ]);
});

corpusTest('samples: every frame inside a parent, totals as drawn, claimed by this format alone', () => {
  const names = listCorpus('samples/flamegraph-html').filter((name) => name.endsWith('.html'));
  const short = names.map((name) => {
    const lines = toLines(readCorpus(`samples/flamegraph-html/${name}`));
    const claims = formats
      .filter((format) => lines.some((line) => format.classify(line) === 'strong') && format.detect(lines).score > 0)
      .map(({ id }) => id);
    expect([name, ...claims]).toEqual([name, 'flamegraph-html']);
    const parsed = read(lines);
    expect([name, parsed.warnings, parsed.complete, countLines(parsed.runs, 'warned')]).toEqual([name, [], true, 0]);
    const value = profile(parsed);
    const calls = lines.filter((line) => /^[fun]\(\d/.test(line)).length;
    return `${name}: ${value.event}, ${calls} frames, ${value.totalWeight} ${value.unit} in ${value.stacks.length} stacks`;
  });
  expect(short).toEqual([
    'async-2.0.html: null, 652 frames, 641 samples in 144 stacks',
    'async-3.0.html: cpu, 282 frames, 584 samples in 105 stacks',
  ]);
});

corpusTest('no other sample is claimed', () => {
  for (const folder of listCorpus('samples').filter((name) => !name.includes('.') && name !== 'flamegraph-html'))
    for (const name of listCorpus(`samples/${folder}`)) {
      const lines = toLines(readCorpus(`samples/${folder}/${name}`));
      expect([name, lines.filter((line) => flamegraphHtml.classify(line) === 'strong').slice(0, 2)]).toEqual([name, []]);
    }
});

const TREE = [
  '<!DOCTYPE html>',
  "<html lang='en'>",
  '<head>',
  '<title>Tree view</title>',
  '<style>',
  'body {margin: 0; padding: 10px;}',
  '</style>',
  '</head>',
  '<body>',
  '<h1>CPU profile, total samples: 1,234</h1>',
  '<ul class="tree">',
  '<li><div>[0] 97.24% 1,200 self: 0.00% 0</div><span class="red"> start_thread</span>',
  '<ul>',
  '<li><div>[1] 89.95% 1,110 self: 2.51% 31 (interpreted: 0 inlined: 1 compiled: 30) </div><span class="green"> java/util/Map&lt;K&gt;.get</span>',
  '<ul>',
  '<li><div>[2] 81.04% 1,000 self: 81.04% 1,000</div><span class="brown"> do_syscall_64</span>',
  '<li>...',
  '</ul>',
  '<li><div>[1] 7.29% 90 self: 7.29% 90</div><span class="yellow"> GCTaskThread::run()</span>',
  '</ul>',
  '<li><div>[0] 2.76% 34 self: 2.76% 34</div><span class="red"> [unknown]</span>',
  '</ul>',
  '</body>',
  '</html>',
];

test('the tree view: what each frame has in itself, and what was too narrow to be printed', () => {
  const parsed = readArtifact(flamegraphHtml, TREE);
  expect([parsed.warnings, profile(parsed).event, profile(parsed).unit, profile(parsed).totalWeight]).toEqual([[], 'cpu', 'samples', 1234]);
  expect(toFolded(profile(parsed))).toEqual([
    '[unknown] 34',
    'start_thread;GCTaskThread::run() 90',
    'start_thread;java/util/Map<K>.get 31',
    'start_thread;java/util/Map<K>.get;[frames left out] 79',
    'start_thread;java/util/Map<K>.get;do_syscall_64 1000',
  ]);
  expect(profile(parsed).frames.map(({ name, type }) => `${name}:${type}`)).toEqual([
    'start_thread:native',
    'java/util/Map<K>.get:java',
    'do_syscall_64:kernel',
    '[frames left out]:unknown',
    'GCTaskThread::run():vm',
    '[unknown]:unknown',
  ]);
  expect(flamegraphHtml.detect(TREE).score).toBe(1);
  const orphan = readArtifact(flamegraphHtml, [...TREE.slice(0, 11), ...TREE.slice(13)]);
  expect([orphan.warnings.map(({ code }) => code)[0], orphan.complete]).toEqual(['flamegraph-html/no-parent', false]);
});

test('a reversed tree view begins with the leaves, and says of no frame what it has in itself', () => {
  const parsed = readArtifact(flamegraphHtml, [
    '<li><div>[0] 75.00% 30</div><span class="t4"> deflate</span>',
    '<ul>',
    '<li><div>[1] 50.00% 20</div><span class="t0"> java/lang/Thread.run</span>',
    '</ul>',
    '<li><div>[0] 25.00% 10</div><span class="t4"> inflate</span>',
    '</html>',
  ]);
  expect(toFolded(profile(parsed))).toEqual(['deflate 10', 'inflate 10', 'java/lang/Thread.run;deflate 20']);
});
