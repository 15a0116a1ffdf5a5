import { expect, test } from 'vitest';
import { corpusTest, readCorpusBytes, SEED } from '@/lib/testing/corpus';
import { type CutDocument, createCutter } from './cut';
import { createLineDecoder } from './decode';
import { recognisers } from './testing/recognisers';

function cutBytes(bytes: Uint8Array): CutDocument {
  const cutter = createCutter(recognisers);
  const decoder = createLineDecoder((line) => cutter.line(line));
  decoder.push(bytes);
  decoder.finish();
  return cutter.finish();
}

const say = (document: CutDocument) =>
  [
    ...document.prompts.map((prompt) => ({ line: prompt.firstLine, text: `${prompt.firstLine}–${prompt.lastLine} prompt` })),
    ...document.segments.map((segment) => ({
      line: segment.firstLine,
      text: `${segment.firstLine}–${segment.lastLine} ${segment.formatId}`,
    })),
  ]
    .sort((a, b) => a.line - b.line)
    .map(({ text }) => text);

corpusTest('the seed article', () => {
  const document = cutBytes(readCorpusBytes(SEED));
  expect(document.lines).toBe(278);
  expect(say(document)).toEqual([
    '18–18 prompt',
    '19–28 pmap-x',
    '87–87 prompt',
    '88–135 nmt-summary',
    '144–148 nmt-detail',
    '158–158 gdb-range',
    '214–250 async-profiler-text',
  ]);
});
for (const name of ['terminal-session', 'wiki-gutters', 'issue-markdown'])
  corpusTest(name, () => {
    console.log(name, say(cutBytes(readCorpusBytes(`samples/mixed-documents/${name}.txt`))));
  });
test('x', () => {});
