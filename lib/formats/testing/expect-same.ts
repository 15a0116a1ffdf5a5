import fc from 'fast-check';
import { expect } from 'vitest';
import type { ArtifactFormat } from '../define';
import { readArtifact } from './read-artifact';
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
