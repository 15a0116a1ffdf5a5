import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLineDecoder, resumeLineDecoder } from './decode';
import { createLineIndexer, findLineStart, type LineIndex } from './line-index';

const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16le = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'));
const utf16be = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le').swap16());
const cat = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

/** Lines of the full pass, and the index made beside it, both over chunks of the given size. */
function read(bytes: Uint8Array, chunkBytes: number): { lines: string[]; index: LineIndex } {
  const lines: string[] = [];
  const decoder = createLineDecoder((text) => lines.push(text));
  const indexer = createLineIndexer();
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    decoder.push(bytes.subarray(at, at + chunkBytes));
    indexer.push(bytes.subarray(at, at + chunkBytes));
  }
  return { index: indexer.finish(decoder.finish().utf8After), lines };
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

test('marks stand every thousand lines, and earlier where lines are long', () => {
  const short = read(utf8('row\n'.repeat(10_500)), 65_536).index;
  expect([...short.lines]).toEqual([1, 1001, 2001, 3001, 4001, 5001, 6001, 7001, 8001, 9001, 10001]);
  expect(short.offsets[1]).toBe(4_000);
  const long = read(utf8(`${'x'.repeat(100_000)}\n`.repeat(20)), 65_536).index;
  expect([...long.lines]).toEqual([1, 4, 7, 10, 13, 16, 19]);
});

test('where chunks end never changes the marks', () => {
  const bytes = utf8('a\r\nb\rc\n'.repeat(2_000));
  const whole = read(bytes, bytes.length).index;
  for (const chunk of [1, 2, 3, 7, 1_023, 1_024, 1_025]) expect(read(bytes, chunk).index).toEqual(whole);
});

test('the line after CRLF begins after its LF, wherever it is looked up', () => {
  const bytes = utf8('0123456789\r\n'.repeat(3_000));
  const { index } = read(bytes, 12_001);
  for (const [i, offset] of index.offsets.entries()) expect(offset).toBe(((index.lines[i] ?? 0) - 1) * 12);
});

test('a document without a byte has one mark', () => {
  expect(read(new Uint8Array(0), 1).index).toMatchObject({ encoding: 'utf-8', lines: Uint32Array.of(1), utf8After: null });
});
