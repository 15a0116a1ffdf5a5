import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createCutter } from '@/lib/documents/cut';
import { createLineDecoder } from '@/lib/documents/decode';
import { formats } from '@/lib/formats/registry';
import { corpusTest, listCorpus, readCorpusBytes } from '@/lib/testing/corpus';

// Asking only the formats that are growing, in the midst of a long artifact, must change nothing but the time it takes.

function cut(bytes: Uint8Array, streakLines: number) {
  const cutter = createCutter(formats, { streakLines });
  const decoder = createLineDecoder((text) => cutter.line(text));
  decoder.push(bytes);
  decoder.finish();
  const { segments, ...rest } = cutter.finish();
  return { ...rest, segments: segments.map(({ clean: _, ...segment }) => segment) };
}

/** Streaks from the fourth line on, where normally 128 are waited for: far more chances to go wrong. */
const expectSame = (bytes: Uint8Array, what: string) => expect(cut(bytes, 4), what).toEqual(cut(bytes, Number.POSITIVE_INFINITY));

test('the sample', () => {
  expectSame(readFileSync(path.join(import.meta.dirname, '../../public/sample-incident.txt')), 'sample');
});

for (const folder of listCorpus('samples').filter((name) => !name.includes('.'))) {
  corpusTest(`samples/${folder}`, () => {
    for (const file of listCorpus(`samples/${folder}`)) {
      const bytes = readCorpusBytes(`samples/${folder}/${file}`);
      if (bytes.length < 400_000) expectSame(bytes, file);
    }
  });
}

corpusTest('captures of an incident, one after the other in one document', () => {
  const files = listCorpus('incidents/healthy/t1').filter((file) => /\.txt$/.test(file) && file !== 'thread-print.txt');
  const bytes = Buffer.concat(
    files.flatMap((file) => [Buffer.from(`$ cat ${file}\n`), readCorpusBytes(`incidents/healthy/t1/${file}`), Buffer.from('\nand then\n')]),
  );
  expectSame(bytes, 'joined');
});
