import fc from 'fast-check';
import { expect, test } from 'vitest';
import { corpusTest, readCorpusBytes, SEED } from '@/lib/testing/corpus';
import { MAX_SEGMENTS, type Recogniser } from './cut';
import type { CutDocument } from './segment';
import { cleanLines, cutLines, decodeLines, tell } from './testing/cut-bytes';
import { DISGUISES, disguise, SESSION } from './testing/disguises';
import { pmapX, recognise, recognisers } from './testing/recognisers';

const cut = (text: string) => cutLines(recognisers, text.split('\n'));
const told = (text: string) => tell(cut(text));

const ROW = '00007f4098000000   65536   65536   65536 rw---   [ anon ]';
const ROW_2 = '00007f40a4000000   65516   65516   65516 rw---   [ anon ]';
const HEAD = 'Address           Kbytes     RSS   Dirty Mode  Mapping';
const TOTAL = 'total kB         4539132 2611084 2587864';

corpusTest('the seed article', () => {
  const document = cutLines(recognisers, decodeLines(readCorpusBytes(SEED)));
  expect(document.lines).toBe(278);
  expect(tell(document)).toEqual([
    '18–18 prompt',
    '19–28 pmap-x',
    '87–87 prompt',
    '88–135 nmt-summary',
    '144–148 nmt-detail',
    '158–158 gdb-range',
    '214–250 async-profiler-text',
  ]);
});

test('a session: prompts, artifacts, what printed them, and how sure', () => {
  const document = cutLines(recognisers, SESSION);
  expect(document.prompts).toEqual([
    { firstLine: 2, lastLine: 2, command: 'pmap -x 5247 | sort -rn -k3 | head -n 6', pid: 5247 },
    { firstLine: 9, lastLine: 9, command: 'jcmd 5247 VM.native_memory detail', pid: 5247 },
    { firstLine: 44, lastLine: 44, command: 'exit', pid: null },
  ]);
  const [pmap, nmt, gdb] = document.segments;
  expect(pmap).toMatchObject({
    formatId: 'pmap-x',
    complete: false,
    tool: { pid: 5247, version: null, command: 'pmap -x 5247 | sort -rn -k3 | head -n 6' },
  });
  expect(pmap?.because).toBe('6 of 6 lines are known; the command above it fits');
  expect(nmt).toMatchObject({ formatId: 'nmt-detail', complete: null, confidence: 1, tool: { pid: 5247 } });
  expect(gdb).toMatchObject({ formatId: 'gdb-range', tool: { pid: 5247 } });
  expect(gdb?.clean(SESSION[42]!, 43)).toBe('gdb --batch --pid 5247 -ex "dump memory gdb_block.dump 0x7f4098000000 0x7f4098200000"');
});

test('a command that fits makes surer, and what is unsure stays a note', () => {
  const unsure = (score: number): Recogniser => ({ ...pmapX, detect: () => ({ score, because: 'somewhat' }) });
  const confidence = (score: number, ...lines: string[]) => cutLines([unsure(score)], lines).segments.map((segment) => segment.confidence);
  expect(confidence(0.5, ROW)).toEqual([0.5]);
  expect(confidence(0.5, '$ pmap -x 7', ROW)).toEqual([0.6]);
  expect(confidence(0.5, '$ cat notes', ROW)).toEqual([0.5]);
  expect(confidence(0.95, '$ pmap -x 7', ROW)).toEqual([1]);
  expect(confidence(0.35, ROW)).toEqual([]);
  expect(confidence(0.35, '$ pmap -x 7', ROW)).toEqual([expect.closeTo(0.45)]);
  expect(confidence(0, '$ pmap -x 7', ROW)).toEqual([]);
});

test('the command belongs to what follows it directly', () => {
  const commands = (text: string) => cut(text).segments.map(({ tool }) => tool.command);
  expect(commands(`$ pmap -x 7\nPicked up JAVA_TOOL_OPTIONS: -Xmx1g\n${ROW}`)).toEqual(['pmap -x 7']);
  expect(commands(`$ pmap -x 7\n${ROW}\nAnd later it was:\n${ROW_2}`)).toEqual(['pmap -x 7', null]);
  expect(commands(`$ pmap -x 7\n${'prose\n'.repeat(6)}${ROW}`)).toEqual([null]);
  // A command in a blog post that lost its prompt is no prompt, but says what follows.
  const bare = cut(`pmap -x 107870 | sort -rn -k3\n\n${TOTAL}\n${ROW}`);
  expect(bare.prompts).toEqual([]);
  expect(bare.segments[0]?.tool).toEqual({ pid: 107870, version: null, command: 'pmap -x 107870 | sort -rn -k3' });
});

test('two lists of one kind are two artifacts', () => {
  expect(told(`7: java\n${HEAD}\n${ROW}\n${TOTAL}\n8: java\n${HEAD}\n${ROW}\n${TOTAL}`)).toEqual(['1–4 pmap-x', '5–8 pmap-x']);
  expect(told(`7: java\n${HEAD}\n${ROW}\n8: java\n${HEAD}\n${ROW}`)).toEqual(['1–3 pmap-x', '4–6 pmap-x']);
  expect(told(`${HEAD}\n${ROW}\n${HEAD}\n${ROW}`)).toEqual(['1–2 pmap-x', '3–4 pmap-x']);
  expect(told(`${TOTAL}\n${ROW}\n${ROW_2}\n${TOTAL}\n${ROW}`)).toEqual(['1–3 pmap-x', '4–5 pmap-x']);
  expect(told(`${ROW}\nten minutes later:\n${ROW_2}`)).toEqual(['1–1 pmap-x', '3–3 pmap-x']);
  expect(told(`${ROW}\n十分钟后 5 次\n${ROW_2}`)).toEqual(['1–1 pmap-x', '3–3 pmap-x']);
  expect(told(`${ROW}\n[u@h ~]$ pmap -x 7\n${ROW_2}`)).toEqual(['1–1 pmap-x', '2–2 prompt', '3–3 pmap-x']);
  expect(told(`${ROW}\n~~~\n${ROW_2}`)).toEqual(['1–1 pmap-x', '3–3 pmap-x']);
  for (const fence of ['```', '```text', '> ```', '<pre>', '</details>'])
    expect(told(`${ROW}\n${fence}\n${ROW_2}`)).toEqual(['1–1 pmap-x', '3–3 pmap-x']);
  expect(told(`\`\`\`${ROW}\`\`\`\n\`\`\`${ROW_2}\`\`\``)).toEqual(['1–1 pmap-x', '2–2 pmap-x']);
  expect(told(`${ROW}\n### later\n${ROW_2}`)).toEqual(['1–1 pmap-x', '3–3 pmap-x']);
});

test('a sorted list begins with its total, and its heads lie anywhere', () => {
  const sorted = `${TOTAL}\n${ROW}\n${ROW_2}\n${HEAD}\n7:   /usr/bin/java -Xmx1g\n${ROW}\n---------------- ------- -------`;
  expect(told(sorted)).toEqual(['1–7 pmap-x']);
  // Without its total (`grep -v total`), the command says that it is sorted.
  expect(told(`$ pmap -x 7 | sort -k3 -n\n${ROW}\n7: java\n${ROW_2}`)).toEqual(['1–1 prompt', '2–4 pmap-x']);
});

test('a foot ends, unless more foot follows', () => {
  expect(told(`${HEAD}\n${ROW}\n---------------- ------- -------\n${TOTAL}\n\n${ROW_2}`)).toEqual(['1–4 pmap-x', '6–6 pmap-x']);
});

test('blank lines lie within, not around; too many part', () => {
  expect(told(`\n\n${HEAD}\n\n${ROW}\n\n\n${ROW_2}\n\n`)).toEqual(['3–8 pmap-x']);
  expect(told(`${ROW}\n\n\n\n\n${ROW_2}`)).toEqual(['1–1 pmap-x', '6–6 pmap-x']);
});

test.each(['...', '……', '（省略）', '<snip>', '[...]', '... a lot of output omitted ...', '此处省略 200 行'])(
  '%s stands for lines that are missing',
  (mark) => {
    const document = cut(`${ROW}\n${mark}\n${ROW_2}`);
    expect(tell(document)).toEqual(['1–3 pmap-x']);
    expect(document.segments[0]).toMatchObject({ complete: false });
    expect(document.segments[0]?.clean(mark, 2)).toBe(null);
    // At the end it is no line of the artifact, but says the same; twice is one too many.
    expect(cut(`${ROW}\n${mark}`).segments).toMatchObject([{ lastLine: 1, complete: false }]);
    expect(cut(`${mark}\n${ROW}`).segments).toMatchObject([{ firstLine: 2, complete: false }]);
    expect(told(`${ROW}\n${mark}\n${ROW_2}\n${mark}\n${ROW}`)).toEqual(['1–3 pmap-x', '5–5 pmap-x']);
  },
);

test('a damaged row stays where it is: its reader will say so', () => {
  const damaged = '00007f40a4000000   65516   655';
  expect(told(`${ROW}\n${damaged}\n${ROW_2}`)).toEqual(['1–3 pmap-x']);
  expect(cut(`${ROW}\n${damaged}`).segments).toMatchObject([{ firstLine: 1, lastLine: 2, complete: false }]);
  expect(told(`${ROW}\n${damaged}\n$ exit`)).toEqual(['1–2 pmap-x', '3–3 prompt']);
  // Neither in a row nor where something else follows.
  expect(told(`${ROW}\n${damaged}\n${damaged}\n${ROW_2}`)).toEqual(['1–1 pmap-x', '4–4 pmap-x']);
  expect(told(`${ROW}\n${damaged}\nprose`)).toEqual(['1–1 pmap-x']);
});

test('`head` cut the list when as many lines came as it lets through', () => {
  const complete = (command: string) => cut(`$ ${command}\n${ROW}\n${ROW_2}`).segments.map((segment) => segment.complete);
  expect(complete('pmap -x 7 | head -n 2')).toEqual([false]);
  expect(complete('pmap -x 7 | head -3')).toEqual([null]);
  expect(complete('pmap -x 7 | head')).toEqual([null]);
  expect(complete('pmap -x 7 | grep rw')).toEqual([false]);
  expect(complete('pmap -x 7')).toEqual([null]);
});

test('line numbers before a block are no lines of anything, and tell where it ends', () => {
  const count = recognise('counts', null, { strong: /^\d+$/ });
  const numbers = (...lines: string[]) => tell(cutLines([count], lines));
  expect(numbers('1', '2', '3', 'text')).toEqual([]);
  expect(numbers('1', 'text')).toEqual([]);
  expect(numbers('7', '9')).toEqual(['1–2 counts']);
  // Behind the second line, a weak line is the page's again.
  const weak = recognise('weak', null, { strong: /^row/, weak: /^\(/ });
  expect(tell(cutLines([weak], ['1', '2', 'row', '(sub)', '(a remark)']))).toEqual(['3–4 weak']);
  expect(tell(cutLines([weak], ['1', '2', 'row', 'row', 'row', 'row']))).toEqual(['3–6 weak']);
});

test('the candidate that explains most lines wins; a tie goes to the earlier format; a loser keeps what is only its own', () => {
  const few = recognise('few', null, { strong: /^a/ });
  const most = recognise('most', null, { strong: /^[ab]/ });
  const same = recognise('same', null, { strong: /^a/ });
  expect(tell(cutLines([few, most], ['a', 'b', 'a']))).toEqual(['1–3 most']);
  expect(tell(cutLines([few, same], ['a', 'a']))).toEqual(['1–2 few']);
  expect(tell(cutLines([same, few], ['a', 'a']))).toEqual(['1–2 same']);
  // Both would take the title; the larger gets it.
  const x = recognise('x', null, { strong: /^x/, head: /^title/ });
  const y = recognise('y', null, { strong: /^y/, head: /^title/ });
  expect(tell(cutLines([x, y], ['x', '', 'title', 'y', 'y', 'y']))).toEqual(['1–1 x', '3–6 y']);
});

test('crumbs of what a format knew and rejected are no artifacts', () => {
  const report = recognise('report', null, { strong: /^row$/ });
  const rejecting = recognise('other', null, { strong: /^row$|^diff/ }, (lines) => !lines.some((line) => line.startsWith('diff')));
  expect(tell(cutLines([report, rejecting], ['diff', 'diff', 'row', 'diff', 'diff']))).toEqual([]);
  expect(tell(cutLines([report, rejecting], ['row', 'row', 'diff']))).toEqual(['1–2 report']);
});

test('what `strings` printed is no report, whatever it looks like', () => {
  expect(told(`$ strings -n 8 gdb.dump | head\n${ROW}\n$ pmap -x 7\n${ROW}`)).toEqual(['1–1 prompt', '3–3 prompt', '4–4 pmap-x']);
  expect(told(`$ strings gdb.dump\ntext\n\nThen pmap:\n${ROW}`)).toEqual(['1–1 prompt', '5–5 pmap-x']);
});

test('a typed command of several lines is one prompt', () => {
  const document = cut(`[u@h ~]$ pmap \\\n> -x 7 \\\n> | head -n 1\n${ROW}`);
  expect(document.prompts).toEqual([{ firstLine: 1, lastLine: 3, command: 'pmap -x 7 | head -n 1', pid: 7 }]);
  expect(document.segments).toMatchObject([{ firstLine: 4, lastLine: 4, complete: false }]);
  const gdb = cut('$ gdb --pid 7 \\\n  -ex "dump memory f 0x1000 0x2000"\n$ exit');
  expect(tell(gdb)).toEqual(['1–2 gdb-range', '3–3 prompt']);
  expect(cleanLines(gdb.segments[0]!, ['$ gdb --pid 7 \\', '  -ex "dump memory f 0x1000 0x2000"'])).toEqual([
    'gdb --pid 7 \\',
    '  -ex "dump memory f 0x1000 0x2000"',
  ]);
});

test('what merely resembles a prefix stays: a file name with a full-width bracket, one entity', () => {
  const row = '00007f4098000000   65536   65536   65536 r--s- 报告（一）&amp;x.jar';
  const document = cutLines(recognisers, [row]);
  expect(document.segments[0]?.clean(row, 1)).toBe(row);
});

test('a document of another kind in which single lines resemble rows gives a bounded number of segments', () => {
  const lines = Array.from({ length: 3 * MAX_SEGMENTS }, (_, i) => [
    `${i.toString(16).padStart(16, '0')} 4 4 4 rw--- x`,
    'and then',
  ]).flat();
  const document = cutLines(recognisers, lines);
  expect(document.segments).toHaveLength(MAX_SEGMENTS);
  expect(document.segmentsLeft).toBe(2 * MAX_SEGMENTS);
});

/** Every line is in exactly one segment, or in exactly one prompt, or a note. */
function expectAccount(document: CutDocument, lines: readonly string[]): void {
  expect(document.lines).toBe(lines.length);
  const ranges = [...document.segments, ...document.prompts].sort((a, b) => a.firstLine - b.firstLine);
  let last = 0;
  for (const { firstLine, lastLine } of ranges) {
    expect(firstLine).toBeGreaterThan(last);
    expect(lastLine).toBeGreaterThanOrEqual(firstLine);
    last = lastLine;
  }
  expect(last).toBeLessThanOrEqual(lines.length);
  for (const list of [document.segments, document.prompts]) {
    expect(list.map(({ firstLine }) => firstLine)).toEqual([...list].map(({ firstLine }) => firstLine).sort((a, b) => a - b));
  }
  for (const segment of document.segments) {
    expect(segment.confidence).toBeGreaterThanOrEqual(0.4);
    expect(segment.confidence).toBeLessThanOrEqual(1);
    const text = (line: number) => lines[line - 1] ?? '';
    expect(text(segment.firstLine).trim()).not.toBe('');
    expect(text(segment.lastLine).trim()).not.toBe('');
    for (let line = segment.firstLine; line <= segment.lastLine; line++) {
      const cleaned = segment.clean(text(line), line);
      if (cleaned !== null) expect(cleaned.length).toBeLessThanOrEqual(text(line).length);
    }
  }
}

const pool = Object.values(DISGUISES).flatMap((worn) => disguise(worn).lines);
const anyLine = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...pool) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', '1', '2', '3', '```', '...', '$ pmap -x 7 \\', '[u@h ~]$ ', '> ', '5: ', '<pre>', '\x1b[0m'),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text.replace(/[\r\n]/g, '')) },
);

test('whatever the text: never throws, and every line is accounted for', () => {
  fc.assert(
    fc.property(fc.array(anyLine, { maxLength: 60 }), (lines) => expectAccount(cutLines(recognisers, lines), lines)),
    { numRuns: 600 },
  );
});

test('the whole session, cut anywhere, is accounted for', () => {
  for (let from = 0; from < SESSION.length; from++) {
    for (const to of [from + 3, from + 10, SESSION.length])
      expectAccount(cutLines(recognisers, SESSION.slice(from, to)), SESSION.slice(from, to));
  }
});

test('the work grows with the lines: each is asked about a bounded number of times', () => {
  const work = (lines: readonly string[]) => {
    let asked = 0;
    let judged = 0;
    const counting = recognisers.map((recogniser) => ({
      ...recogniser,
      classify: (text: string) => {
        asked++;
        return recogniser.classify(text);
      },
      detect: (sample: readonly string[]) => {
        judged += sample.length;
        return recogniser.detect(sample);
      },
    }));
    cutLines(counting, lines);
    return { asked: asked / lines.length / recognisers.length, judged: judged / lines.length / recognisers.length };
  };
  const long = (lines: readonly string[]) => Array.from({ length: 4_000 }, (_, i) => lines[i % lines.length] ?? '');
  expect(work(long(SESSION)).asked).toBeLessThanOrEqual(1.1);
  for (const worn of Object.values(DISGUISES)) {
    const { asked, judged } = work(long(disguise(worn).lines));
    expect(asked).toBeLessThanOrEqual(8);
    expect(judged).toBeLessThanOrEqual(1);
  }
  // One long list: only its first 2,000 lines are judged, by the one format that it grew for.
  expect(work(long([ROW])).judged).toBe(2_000 / 4_000 / recognisers.length);
});

test('lines of 1 MiB are cut in linear time', () => {
  // A quadratic pattern needs hours for one of these lines; the test's own time limit is the assertion.
  const units = [
    'a;',
    '7',
    ' ',
    '\t',
    '[',
    ']',
    '> ',
    '| ',
    '<pre>',
    '&lt;',
    '\\ ',
    '1 ',
    '- ',
    ': ',
    ' - ',
    '] ',
    '\x1b[',
    '$ ',
    '# ',
    '@',
    '…',
    '（',
    '"',
    'INFO ',
  ];
  const lines = units.flatMap((unit) => {
    const body = unit.repeat(2 ** 20 / unit.length);
    return [
      ROW,
      body,
      `${ROW}${body}`,
      `[OUT] ${body}`,
      `12:00:07 INFO ${body}x`,
      `[u@h ~]$ gdb ${body}`,
      `5: ${body}`,
      `6: ${body}`,
      `7: ${body}`,
    ];
  });
  const document = cutLines([pmapX], lines);
  expect(document.lines).toBe(lines.length);
  for (const segment of document.segments) cleanLines(segment, lines);
});
