import { expect, test } from 'vitest';
import { corpusTest, readCorpusBytes, SEED } from '@/lib/testing/corpus';
import { createFirstPass, createSecondPass, readDocument } from './read-document';
import { createUnreadWatch, type Judge } from './unread-lines';

/** Counts lines that begin with "row". */
const rows: Judge = {
  id: 'rows',
  classify: (text) => (text.startsWith('row') ? 'strong' : 'none'),
  detect(lines) {
    const hits = lines.filter((line) => line.startsWith('row')).length;
    return { score: hits / lines.length, because: `${hits} of ${lines.length} lines are rows` };
  },
};
const anything: Judge = { id: 'anything', unstructured: true, classify: () => 'strong', detect: () => ({ score: 1, because: 'always' }) };

function watch(text: string, borders: number[] = [], prompts: [number, number][] = [], notes: [number, number][] = []) {
  const made = createUnreadWatch(
    [anything, rows],
    prompts.map(([firstLine, lastLine]) => ({ firstLine, lastLine })),
    notes.map(([firstLine, lastLine]) => ({ firstLine, lastLine, format: null })),
  );
  for (const [i, line] of text.split('\n').entries()) {
    if (borders.includes(i + 1)) made.border();
    made.note(line, i + 1);
  }
  const { ranges, total, lines } = made.finish();
  const said = ranges.map(
    ({ firstLine, lastLine, nearest, byHand }) =>
      `${firstLine}-${lastLine}${byHand ? ' by hand' : ''}${nearest ? `: ${nearest.firstLine}-${nearest.lastLine} ${nearest.because}` : ''}`,
  );
  return { said, total, lines };
}

test('a range is told without the blank lines around it, with the paragraph that comes nearest', () => {
  expect(watch('\nsome words\n\nrow 1\nno\nrow 2\n\nrow and then\nnothing\nmore\n\n').said).toEqual(['2-10: 4-6 2 of 3 lines are rows']);
  expect(watch('nothing\nthat resembles').said).toEqual(['1-2']);
});

test('artifacts and choices part ranges; blank lines and prompts are none', () => {
  expect(watch('a\nb\nc\nd', [3])).toEqual({ said: ['1-2', '3-4'], total: 2, lines: 4 });
  expect(watch('a\nrow\nrow\nd', [], [], [[2, 3]]).said).toEqual(['1-1', '2-3 by hand: 2-3 2 of 2 lines are rows', '4-4']);
  expect(watch('\n$ pmap -x \\\n 5\n\n', [], [[2, 3]])).toEqual({ said: [], total: 0, lines: 0 });
  expect(watch('row\n$ ls\nrow', [], [[2, 2]]).said).toEqual(['1-3: 1-1 1 of 1 lines are rows']);
});

test('quote marks and colours do not hide what a line comes near to', () => {
  expect(watch('> row 1\n\u001b[31mrow 2\u001b[0m').said).toEqual(['1-2: 1-2 2 of 2 lines are rows']);
});

test('however long the document, little of it is compared, and all of it is counted', () => {
  let asked = 0;
  const counting: Judge = {
    id: 'counting',
    classify: () => 'none',
    detect(lines) {
      asked += lines.length;
      return { score: 0, because: '' };
    },
  };
  const made = createUnreadWatch([counting], [], []);
  for (let line = 1; line <= 300_000; line++) {
    if (line % 1_000 === 0) made.border();
    made.note(line % 50 === 0 ? '' : 'x'.repeat(line % 5_000 === 1 ? 200_000 : 40), line);
  }
  const { ranges, total } = made.finish();
  expect([ranges.length, total, asked <= 4_000]).toEqual([200, 300, true]);
  expect(ranges[0]).toMatchObject({ firstLine: 1, lastLine: 999, compared: true });
  expect(ranges.at(-1)).toMatchObject({ compared: false, nearest: null });
});

test('what lies between captures is told with its reason, and what was made a note by hand too', () => {
  const table = 'Address           Kbytes     RSS   Dirty Mode  Mapping\n';
  const row = (i: number) => `00007f${(0x1000 + i).toString(16)}000000    1024     512       0 rw---   [ anon ]\n`;
  const map = `4711:   java -jar app.jar\n${table}${row(1)}${row(2)}${row(3)}total kB            3072    1536       0\n`;
  const bytes = new TextEncoder().encode(`Monday, it grew again.\n\n${map}\nAnd what of this?\n`);
  expect(readDocument(bytes).unread).toMatchObject({ total: 2, lines: 2, ranges: [{ firstLine: 1 }, { firstLine: 10 }] });

  const first = createFirstPass();
  first.push(bytes);
  const second = createSecondPass(first.finish(), [{ firstLine: 3, lastLine: 8, format: null }]);
  second.push(bytes);
  const [, noted] = second.finish().unread.ranges;
  expect(noted).toMatchObject({ firstLine: 3, lastLine: 8, byHand: true, nearest: { format: 'pmap-x', firstLine: 3, lastLine: 8 } });
});

test('why a format turned lines away is told, where they look like its own', () => {
  const solaris = '4711:   java\n00010000      56K r-x--  /usr/bin/java\n0002C000       8K rwx--  /usr/bin/java\n total     64K\n';
  const { ranges } = readDocument(new TextEncoder().encode(solaris)).unread;
  expect(ranges).toMatchObject([
    { nearest: { format: 'pmap', because: '3 of 4 lines look like it, but this is pmap of Solaris, which is not read' } },
  ]);
});

corpusTest('the article: every line of it is in a capture, blank, a prompt, or told as unread', () => {
  const bytes = readCorpusBytes(SEED);
  const reading = readDocument(bytes);
  const { ranges, total } = reading.unread;
  expect(ranges).toHaveLength(total);
  const inCapture = (line: number) => reading.artifacts.some(({ sheet }) => sheet.firstLine <= line && line <= sheet.lastLine);
  const isTold = (line: number) => ranges.some((range) => range.firstLine <= line && line <= range.lastLine);
  const text = new TextDecoder().decode(bytes).split('\n');
  for (const [i, line] of text.entries()) {
    expect(inCapture(i + 1) && isTold(i + 1), `line ${i + 1} is both`).toBe(false);
    if (line.trim() !== '' && !inCapture(i + 1) && !isTold(i + 1)) expect(line, `line ${i + 1}`).toMatch(/[$#] /);
  }
  expect(ranges.every((range) => range.compared)).toBe(true);
});
