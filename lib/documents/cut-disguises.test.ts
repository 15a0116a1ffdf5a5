import { expect, test } from 'vitest';
import { cleanLines, cutLines, decodeLines } from './testing/cut-bytes';
import { DISGUISES, disguise, SESSION, SESSION_SEGMENTS } from './testing/disguises';
import { recognisers } from './testing/recognisers';

const plain = cutLines(recognisers, SESSION);

test.each(Object.entries(DISGUISES))('%s: the same artifacts, and their readers get the same text', (_, worn) => {
  const { bytes, lineOf } = disguise(worn);
  const lines = decodeLines(bytes);
  const cut = cutLines(recognisers, lines);
  expect(cut.segments.map(({ formatId, firstLine, lastLine }) => ({ formatId, firstLine, lastLine }))).toEqual(
    SESSION_SEGMENTS.map(({ formatId, firstLine, lastLine }) => ({ formatId, firstLine: lineOf(firstLine), lastLine: lineOf(lastLine) })),
  );
  const compare = worn.compare ?? ((text: string) => text.trimEnd());
  for (const [i, segment] of cut.segments.entries()) {
    // Blank lines may have become lines without anything of the artifact.
    const text = (source: readonly string[]) => source.map(compare).filter((line) => line !== '');
    expect(text(cleanLines(segment, lines))).toEqual(text(cleanLines(plain.segments[i]!, SESSION)));
  }
});
