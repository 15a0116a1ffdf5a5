import { expect, test } from 'vitest';
import { type ByteLines, type LinesTold, STRONG_LINE, textOf } from '@/lib/base/byte-lines';
import { LF } from '@/lib/base/scan-bytes';
import { createCutter, type Recogniser } from './cut';
import { createLineDecoder } from './decode';
import type { OpenAhead } from './read-ahead';

// A format of rows "row 12", with heads "rows:" and sums "total 3", and nothing else.
const rows: Recogniser = {
  id: 'rows',
  command: null,
  classify: (text) => (/^ *row \d+$/.test(text) ? 'strong' : /^total \d+$/.test(text) ? 'weak' : text === 'rows:' ? 'head' : 'none'),
  skim(bytes, from, to) {
    const end = bytes.indexOf(LF, from);
    const found = end < 0 || end >= to ? 'none' : rows.classify(textOf(bytes, from, end));
    return found === 'strong' ? end : found === 'weak' ? -end : 0;
  },
  detect: (lines) => ({ score: lines.filter((text) => text !== '').length > 3 ? 1 : 0, because: 'rows' }),
};

/** What each reader that was opened got: its lines, and how many of them as bytes. */
function cut(text: string, chunk = 64) {
  const opened: { firstLine: number; got: [number, string][]; asBytes: number }[] = [];
  const openAhead: OpenAhead = (_, __, firstLine) => {
    const reader = { firstLine, got: [] as [number, string][], asBytes: 0 };
    opened.push(reader);
    return {
      line: (text, line) => reader.got.push([line, text]),
      ahead(lines: ByteLines, told: LinesTold) {
        while (lines.at < lines.to && lines.line <= lines.lastLine) {
          const end = lines.bytes.indexOf(LF, lines.at);
          const row = textOf(lines.bytes, lines.at, end);
          if (!/^row \d+$/.test(row)) return;
          reader.got.push([lines.line++, row]);
          reader.asBytes++;
          told.ends[told.count++] = end * 4 + STRONG_LINE;
          lines.at = end + 1;
        }
      },
    };
  };
  const cutter = createCutter([rows], { streakLines: 4, openAhead });
  const decoder = createLineDecoder(cutter.line, cutter.bytes);
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += chunk) decoder.push(bytes.subarray(at, at + chunk));
  decoder.finish();
  const { segments } = cutter.finish();
  return { opened, segments };
}

const list = (count: number, from = 1) => Array.from({ length: count }, (_, i) => `row ${from + i}`);

test('a long artifact has been read when it is cut: every line once, in order, whatever came before and in between', () => {
  const lines = ['as follows', '', 'rows:', ...list(300), '', ...list(300, 301), 'total 600'];
  const { opened, segments } = cut(`${[...lines, '', 'and that was it'].join('\n')}\n`);
  expect(segments.map(({ firstLine, lastLine, ahead }) => [firstLine, lastLine, ahead !== null])).toEqual([[3, 605, true]]);
  expect(opened).toHaveLength(1);
  const [reader] = opened;
  expect(reader?.got.filter(([line]) => line <= 605)).toEqual(lines.slice(2).map((text, i) => [i + 3, text]));
  expect(reader?.got.filter(([line, text]) => line > 605 && text !== '')).toEqual([]);
  expect(reader?.asBytes).toBeGreaterThan(300);
});

test('what is short, quoted, indented, damaged or has lines left out is not read before it is cut', () => {
  const none = (lines: readonly string[]) => cut(`${lines.join('\n')}\n`).segments.map(({ ahead }) => ahead ?? null);
  expect(none(list(6))).toEqual([null]);
  expect(none(list(300).map((row) => `> ${row}`))).toEqual([null]);
  expect(none(list(300).map((row) => `    ${row}`))).toEqual([null]);
  expect(none([...list(10), '...', ...list(300, 11)])).toEqual([null]);
  expect(none([...list(10), '> ', ...list(300, 11)])).toEqual([null]);
  // Once it has begun, it is given up.
  expect(none([...list(300), '> ', ...list(20, 301)])).toEqual([null]);
  expect(none([...list(300), '...', ...list(20, 301)])).toEqual([null]);
});

test('two of them in one document are two readers', () => {
  const { opened, segments } = cut(`${[...list(300), '', '$ ls', '', ...list(300, 301)].join('\n')}\n`, 100);
  expect(segments.map(({ ahead }) => ahead !== null)).toEqual([true, true]);
  expect(opened.map(({ firstLine, got }) => [firstLine, got.filter(([, text]) => text !== '').length])).toEqual([
    [1, 300],
    [304, 300],
  ]);
});

test('a reader that takes lines and does not tell of them is our own mistake', () => {
  const openAhead: OpenAhead = () => ({
    line: () => undefined,
    ahead(lines) {
      lines.at = lines.to;
      lines.line++;
    },
  });
  const cutter = createCutter([rows], { streakLines: 4, openAhead });
  const decoder = createLineDecoder(cutter.line, cutter.bytes);
  expect(() => decoder.push(new TextEncoder().encode(`${list(400).join('\n')}\n`))).toThrow('told of 0');
});
