import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type LineTaker, textOf } from '@/lib/base/byte-lines';
import { findPlainEnd } from '@/lib/base/scan-bytes';
import { createLineDecoder, resumeLineDecoder } from './decode';
import { findLineStart, type LineIndex, LineMarks } from './line-index';

const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16le = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'));
const utf16be = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le').swap16());
const cat = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

/** Lines of the full pass, and the index made of it, over chunks of the given size. */
function read(bytes: Uint8Array, chunkBytes: number): { lines: string[]; index: LineIndex } {
  const lines: string[] = [];
  const marks = new LineMarks();
  const decoder = createLineDecoder((text) => lines.push(text), takeBytes(lines), marks);
  for (let at = 0; at < bytes.length; at += chunkBytes) decoder.push(bytes.subarray(at, at + chunkBytes));
  return { index: marks.finish(decoder.finish().utf8After), lines };
}

/** Takes every other bunch of lines as bytes, where they are plain. */
function takeBytes(lines: string[]): LineTaker {
  let turn = 0;
  return (offered) => {
    for (turn++; turn % 2 === 0 && offered.at < offered.to; offered.line++) {
      const end = findPlainEnd(offered.bytes, offered.at, offered.to);
      if (end < 0) break;
      lines.push(textOf(offered.bytes, offered.at, end));
      offered.at = end + 1;
    }
    return true;
  };
}

/** Lines `from`..`to` as one who begins at the nearest mark reads them. */
function readWindow(bytes: Uint8Array, index: LineIndex, from: number, to: number, chunkBytes: number): string[] {
  const start = findLineStart(index, from);
  const window: string[] = [];
  let line = start.line - 1;
  const decoder = resumeLineDecoder(start, (text) => {
    line++;
    if (line >= from && line <= to) window.push(text);
  });
  for (let at = start.offset; at < bytes.length; at += chunkBytes) decoder.push(bytes.subarray(at, at + chunkBytes));
  decoder.finish();
  return window;
}

const ends = fc.constantFrom('\n', '\n', '\n', '\r\n', '\r', '\n\n');
const texts = fc.constantFrom('', 'row 00007fd673000000 rw---', '堆外内存', 'é', '😀', 'x'.repeat(2_000), '\ufeffmark');
const line = fc.tuple(texts, ends).map(([text, end]) => text + end);
/** Some thousand lines from a few, so that documents have several marks. */
const text = fc
  .tuple(fc.array(line, { minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 600 }), fc.array(line, { maxLength: 5 }), texts)
  .map(([some, times, tail, last]) => `${some.join('').repeat(times)}${tail.join('')}${last}`);
const damage = fc.array(fc.uint8Array({ maxLength: 4 }), { maxLength: 3 });
const gbk = fc.constantFrom(
  Uint8Array.of(0xb6, 0xd1, 0xcd, 0xe2, 0x0a),
  Uint8Array.of(0x6d, 0xe9, 0x20, 0x0d, 0x0a),
  utf8('plain\n'.repeat(700)),
);

const documents = fc.oneof(
  fc.tuple(text, damage, text).map(([a, bytes, b]) => cat(utf8(a), ...bytes, utf8(b))),
  fc.tuple(fc.array(gbk, { maxLength: 8 }), text, fc.array(gbk, { maxLength: 4 })).map(([a, middle, b]) => cat(...a, utf8(middle), ...b)),
  text.map((value) => cat(Uint8Array.of(0xef, 0xbb, 0xbf), utf8(value))),
  fc
    .tuple(text, fc.boolean())
    .map(([value, mark]) => cat(mark ? Uint8Array.of(0xff, 0xfe) : utf16le('a plain beginning, long enough to tell\r\n'), utf16le(value))),
  fc.tuple(text, damage).map(([value, bytes]) => cat(Uint8Array.of(0xfe, 0xff), utf16be(value), ...bytes)),
  fc.uint8Array({ maxLength: 3_000 }),
);

test('a window read from the nearest mark is the slice of the whole, in any encoding', () => {
  fc.assert(
    fc.property(
      documents,
      fc.integer({ min: 1, max: 70_000 }),
      fc.integer({ min: 1, max: 70_000 }),
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 50 })), { minLength: 1, maxLength: 6 }),
      (bytes, chunkBytes, windowChunk, windows) => {
        const { lines, index } = read(bytes, chunkBytes);
        for (const [at, length] of windows) {
          const from = 1 + (at % (lines.length + 1));
          expect(readWindow(bytes, index, from, from + length, windowChunk)).toEqual(lines.slice(from - 1, from + length));
        }
      },
    ),
    { numRuns: 200 },
  );
});

test('a mark is never far: no more than a thousand lines and what is decoded at once, no more than a quarter MiB and a line', () => {
  const farthest = ({ offsets }: LineIndex, end: number) =>
    Math.max(...[...offsets.slice(1), end].map((offset, i) => offset - (offsets[i] ?? 0)));
  for (const text of ['row\n', `${'x'.repeat(100)}\r\n`, `${'x'.repeat(100_000)}\n`]) {
    for (const encode of [utf8, utf16le]) {
      const bytes = encode(text.repeat(Math.ceil(1_000_000 / text.length)));
      for (const chunk of [1_000, 65_536, bytes.length]) {
        const { index } = read(bytes, chunk);
        const most = Math.min(256 * 1024, 1_000 * encode(text).length) + 65_536 + encode(text).length;
        expect([text.slice(0, 5), chunk, farthest(index, bytes.length) <= most]).toEqual([text.slice(0, 5), chunk, true]);
      }
    }
  }
});

test('the line after CRLF begins after its LF, wherever it is looked up', () => {
  const bytes = utf8('0123456789\r\n'.repeat(3_000));
  const { index } = read(bytes, 12_001);
  for (const [i, offset] of index.offsets.entries()) expect(offset).toBe(((index.lines[i] ?? 0) - 1) * 12);
});

test('a document without a byte has one mark', () => {
  expect(read(new Uint8Array(0), 1).index).toMatchObject({ encoding: 'utf-8', lines: Uint32Array.of(1), utf8After: null });
});
