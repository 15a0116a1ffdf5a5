import fc from 'fast-check';
import { expect, test } from 'vitest';
import { corpusTest, listCorpus, readCorpus } from '@/lib/testing/corpus';
import type { ArtifactFormat } from '../define';
import { readArtifact, toLines } from './read-artifact';
import { readBytes } from './read-bytes';

/** Reads a text as bytes and as lines, which must give the same; tells how many lines were taken as bytes. */
export const expectSameAs =
  (format: ArtifactFormat) =>
  (text: string, cuts?: readonly number[]): number => {
    const { parsed, taken } = readBytes(format, text, cuts);
    const { account: _, ...expected } = readArtifact(format, text);
    expect(parsed).toMatchObject(expected);
    return taken;
  };

/** Lengths of the chunks in which a text may come. */
export const anyCuts = fc.array(fc.integer({ min: 1, max: 4_000 }), { minLength: 1, maxLength: 20 });

/**
 * Holds a format that reads bytes to what it makes of lines: over its own captures, cut anywhere, and over the corpus. Nearly every line of
 * its own captures, and half of those of the corpus, must be taken as bytes: else nothing was held against anything.
 */
export function testBytes(format: ArtifactFormat, fixtures: readonly string[], corpus: string, isSample: RegExp): void {
  const expectSame = expectSameAs(format);

  test('bytes give what lines give for our own captures, cut anywhere', () => {
    for (const text of fixtures) {
      expect(expectSame(text)).toBeGreaterThan(toLines(text).length * 0.8);
      fc.assert(
        fc.property(anyCuts, (cuts) => {
          expectSame(text, cuts);
        }),
        { numRuns: 5 },
      );
    }
  });

  corpusTest('and for every sample', () => {
    let lines = 0;
    let taken = 0;
    for (const name of listCorpus(corpus).filter((file) => isSample.test(file))) {
      const text = readCorpus(`${corpus}/${name}`);
      lines += toLines(text).length;
      taken += expectSame(text, [50_000]);
    }
    expect(taken).toBeGreaterThan(lines * 0.5);
  });
}
