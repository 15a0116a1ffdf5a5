import { expect, test } from 'vitest';
import { type CutDocument, createCutter } from '@/lib/documents/cut';
import { createLineDecoder } from '@/lib/documents/decode';
import { formats } from '@/lib/formats/registry';
import { corpusTest, listCorpus, readCorpusBytes, SEED } from '@/lib/testing/corpus';

function cutBytes(bytes: Uint8Array): CutDocument {
  const cutter = createCutter(formats);
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
      text: `${segment.firstLine}–${segment.lastLine} ${segment.formatId} ${segment.confidence} ${segment.because} ${segment.complete} ${JSON.stringify(segment.tool)}`,
    })),
  ]
    .sort((a, b) => a.line - b.line)
    .map(({ text }) => text);

for (const folder of listCorpus('samples'))
  for (const f of listCorpus(`samples/${folder}`).filter((n) => n.endsWith('.txt')))
    corpusTest(folder + f, () => {
      const b = readCorpusBytes(`samples/${folder}/${f}`);
      const t = performance.now();
      const d = cutBytes(b);
      console.log(folder, f, b.length, Math.round(performance.now() - t), d.lines, d.segmentsLeft, say(d));
    });
