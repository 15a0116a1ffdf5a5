import { expect, test } from 'vitest';
import { splitAtHits } from './highlight';

const marks = (text: string, query: string) =>
  splitAtHits(text, query)
    .map((piece) => (piece.hit ? `[${piece.text}]` : piece.text))
    .join('');

test('every place is marked as it is written', () => {
  expect(marks('Java_java_util_zip_Deflater_deflateBytes', 'DEFLATE')).toBe('Java_java_util_zip_[Deflate]r_[deflate]Bytes');
  expect(marks('deflate', 'deflate')).toBe('[deflate]');
  expect(marks('<b>total</b>', '<B>')).toBe('[<b>]total</b>');
  expect(marks('', 'x')).toBe('');
  expect(marks('text', '')).toBe('text');
});

test('a line of one letter gives a bounded number of marks, and all of its text', () => {
  const text = 'a'.repeat(5_000);
  const pieces = splitAtHits(text, 'a');
  expect(pieces.length).toBe(201);
  expect(pieces.map((piece) => piece.text).join('')).toBe(text);
});
