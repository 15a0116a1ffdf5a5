import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLineDecoder, type Decoded } from './decode';
import { MAX_LINE_BYTES } from './line-splitter';

interface Result extends Decoded {
  text: string[];
}

function decode(...chunks: Uint8Array[]): Result {
  const text: string[] = [];
  const decoder = createLineDecoder((line) => text.push(line));
  for (const chunk of chunks) {
    const lent = chunk.slice();
    decoder.push(lent);
    lent.fill(0x58); // the buffer is the caller's again
  }
  return { ...decoder.finish(), text };
}

const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16le = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'));
const utf16be = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le').swap16());
const bytes = (...values: number[]) => Uint8Array.from(values);
const cat = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

test('lines end in LF, CRLF or CR, mixed', () => {
  expect(decode(utf8('a\nb\r\nc\rd\n\r\n\r\re')).text).toEqual(['a', 'b', 'c', 'd', '', '', '', 'e']);
});

test('a trailing newline adds no line; a last line without one counts', () => {
  expect(decode(utf8('')).lines).toBe(0);
  expect(decode(utf8('\n')).text).toEqual(['']);
  expect(decode(utf8('a')).text).toEqual(['a']);
  expect(decode(utf8('a\n')).text).toEqual(['a']);
  expect(decode(utf8('a\n\n')).text).toEqual(['a', '']);
  expect(decode(utf8('a\r')).text).toEqual(['a']);
});

test('every encoding, with and without a byte order mark', () => {
  const text = '堆外内存 泄漏\r\n00007fd673000000 75644928 61078708 61078708 rw--- [ anon ]\n😀 end';
  const lines = ['堆外内存 泄漏', '00007fd673000000 75644928 61078708 61078708 rw--- [ anon ]', '😀 end'];
  const cases: [string, Uint8Array][] = [
    ['utf-8', utf8(text)],
    ['utf-8', cat(bytes(0xef, 0xbb, 0xbf), utf8(text))],
    ['utf-16le', utf16le(text)],
    ['utf-16le', cat(bytes(0xff, 0xfe), utf16le(text))],
    ['utf-16be', utf16be(text)],
    ['utf-16be', cat(bytes(0xfe, 0xff), utf16be(text))],
  ];
  for (const [encoding, input] of cases)
    expect(decode(input)).toEqual({
      encoding,
      binary: false,
      cutLines: 0,
      lines: 3,
      text: lines,
      utf8After: encoding === 'utf-8' ? 0 : null,
    });
});

test('GB18030 and Latin text are read as what they are when nothing in them is UTF-8', () => {
  const gbk = cat(bytes(0xb6, 0xd1, 0xcd, 0xe2), utf8('\nplain\n')); // 堆外
  expect(decode(gbk)).toMatchObject({ encoding: 'gb18030', text: ['堆外', 'plain'] });
  const latin = cat(utf8('m'), bytes(0xe9), utf8(' moire\n'), utf8('plain'));
  expect(decode(latin)).toMatchObject({ encoding: 'windows-1252', text: ['mé moire', 'plain'] });
});

test('a damaged byte in a UTF-8 document is U+FFFD, not Chinese', () => {
  const damaged = cat(utf8('内存\ncomm '), bytes(0xe5, 0x86), utf8('\nplain'));
  expect(decode(damaged)).toMatchObject({ encoding: 'utf-8', text: ['内存', 'comm \ufffd', 'plain'] });
});

test('NUL bytes that are no UTF-16 make a document binary, wherever they are', () => {
  expect(decode(utf8(`${'text\n'.repeat(2000)}\0`)).binary).toBe(true);
  expect(decode(bytes(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0)).binary).toBe(true);
  expect(decode(utf16le('text\n'.repeat(2000))).binary).toBe(false);
  expect(decode(utf16le('text\n\0')).binary).toBe(true);
});

test('every cut of a small document into two or three chunks gives the same lines', () => {
  const text = 'é\r\n\r堆\n\r\n😀\r';
  for (const input of [
    utf8(text),
    cat(bytes(0xef, 0xbb, 0xbf), utf8(text)),
    cat(bytes(0xff, 0xfe), utf16le(text)),
    utf16be(`plain ascii text, long enough\r\n${text}`),
  ]) {
    const whole = decode(input);
    for (let i = 0; i <= input.length; i++) {
      expect(decode(input.subarray(0, i), input.subarray(i))).toEqual(whole);
      for (let j = i; j <= input.length; j++) expect(decode(input.subarray(0, i), input.subarray(i, j), input.subarray(j))).toEqual(whole);
    }
  }
});

test('chunk borders never matter, whatever the bytes', () => {
  const piece = fc.oneof(
    fc.constantFrom('\n', '\r', '\r\n', 'row', '堆', '😀', 'é').map(utf8),
    fc.constantFrom('a\r\n', '内').map(utf16le),
    fc.uint8Array({ maxLength: 3 }),
    fc.constant(utf8('x'.repeat(700))),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), fc.array(fc.nat(), { maxLength: 6 }), (pieces, borders) => {
      const input = cat(...pieces);
      const cuts = borders.map((border) => border % (input.length + 1)).sort((a, b) => a - b);
      const chunks = [0, ...cuts].map((from, i) => input.subarray(from, cuts[i] ?? input.length));
      expect(decode(...chunks)).toEqual(decode(input));
    }),
    { numRuns: 500 },
  );
});

test('borders of the pieces in which a large chunk is worked through do not matter either', () => {
  const input = utf8('堆外内存\r\n'.repeat(30_000));
  const { text, lines } = decode(input);
  expect(lines).toBe(30_000);
  expect(new Set(text)).toEqual(new Set(['堆外内存']));
});

test('of an endless line the beginning is kept, and the lines after it are whole', () => {
  for (const encode of [utf8, utf16le]) {
    const result = decode(encode('first\n'.repeat(200)), encode('堆'.repeat(MAX_LINE_BYTES)), encode('\nlast'));
    expect(result).toMatchObject({ lines: 202, cutLines: 1 });
    expect(result.text[200]?.length).toBeLessThanOrEqual(MAX_LINE_BYTES);
    expect(new Set(result.text[200])).toEqual(new Set('堆'));
    expect(result.text[201]).toBe('last');
  }
});
