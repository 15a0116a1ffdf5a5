import { describe, expect, test } from 'vitest';
import { createLineDecoder } from '@/lib/documents/decode';
import { fixtures } from '@/lib/formats/testing/fixtures';
import { findDifference } from '@/lib/formats/testing/same-facts';
import { createFirstPass, createSecondPass, type DocumentReading, readDocument } from './read-document';

// Where the chunks of an upload end is chance: it must change nothing, from bytes to lines to artifacts. What is behind the decoder and
// the indexer of lines gets whole lines only; so every boundary is tried on these two, and on the whole way all of them at once.

const SMALL = 4 * 1024;
const SEEDED_CUTS = 200;
/** For each of the other encodings. */
const FEWER_CUTS = 50;

/** Numbers below 1, the same in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function chooseCuts(length: number, seededCuts = SEEDED_CUTS): number[] {
  if (length <= SMALL) return Array.from({ length: Math.max(0, length - 1) }, (_, i) => i + 1);
  const next = seeded(length);
  return [...new Set(Array.from({ length: seededCuts }, () => 1 + Math.floor(next() * (length - 1))))].sort((a, b) => a - b);
}

function split(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const ends = [...cuts, bytes.length];
  return ends.map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end));
}

/** Lines, and what became known of them. (Where they begin: lib/documents/line-index.test.ts.) */
function decode(chunks: readonly Uint8Array[]) {
  const lines: string[] = [];
  const decoder = createLineDecoder((line) => lines.push(line));
  for (const chunk of chunks) decoder.push(chunk);
  return { text: lines.join('\n'), decoded: decoder.finish() };
}

function readChunks(chunks: readonly Uint8Array[]): DocumentReading {
  const first = createFirstPass();
  for (const chunk of chunks) first.push(chunk);
  const second = createSecondPass(first.finish());
  for (const chunk of chunks) second.push(chunk);
  return second.finish();
}

/** As captured; with line ends of two bytes; in an encoding of two bytes; with characters of three and four bytes between. */
const ENCODINGS: Record<string, (bytes: Uint8Array) => Uint8Array> = {
  'as it is': (bytes) => bytes,
  CRLF: (bytes) => Buffer.from(Buffer.from(bytes).toString('utf8').replaceAll('\n', '\r\n')),
  'UTF-16': (bytes) => Buffer.from(`\ufeff${Buffer.from(bytes).toString('utf8')}`, 'utf16le'),
  'among Chinese and emoji': (bytes) => Buffer.from(`二、再看内存分布 🔥\n\n${Buffer.from(bytes).toString('utf8')}\n内存 🔥`),
};

describe.each(fixtures)('$name', ({ bytes }) => {
  test.each(Object.entries(ENCODINGS))('%s: any two chunks give the same lines', (_, encode) => {
    const encoded = encode(bytes);
    const whole = decode([encoded]);
    for (const cut of chooseCuts(encoded.length, encoded === bytes ? SEEDED_CUTS : FEWER_CUTS)) {
      const parts = decode(split(encoded, [cut]));
      const difference = findDifference(parts, whole);
      if (difference) expect([cut, difference]).toBeNull(); // (a hundred thousand assertions would take longer than what they assert)
    }
  });

  test('all these boundaries at once give the same artifacts', () => {
    const parts = readChunks(split(bytes, chooseCuts(bytes.length)));
    const whole = readDocument(bytes);
    // (Marks of lines stand where it was cheap to set them.)
    expect(findDifference({ ...parts, index: null }, { ...whole, index: null })).toBeNull();
    expect(parts.runs).toEqual(whole.runs);
  });
});

test('there are fixtures of both sizes', () => {
  expect(fixtures.some(({ bytes }) => bytes.length <= SMALL)).toBe(true);
  expect(fixtures.some(({ bytes }) => bytes.length > SMALL)).toBe(true);
});
