import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findPlainEnd, readDecimalBytes, readHexWord, skipBlankBytes, skipDigitBytes } from './scan-bytes';

const encode = (text: string) => new TextEncoder().encode(text);

test('digits and blanks end where something else stands, and at the end of the bytes', () => {
  expect([skipDigitBytes(encode('1024 kB'), 0), skipDigitBytes(encode('1024'), 0), skipDigitBytes(encode('x'), 0)]).toEqual([4, 4, 0]);
  expect([skipBlankBytes(encode(' \t x'), 0), skipBlankBytes(encode('  '), 0)]).toEqual([3, 2]);
});

test('numbers are what they are as text', () => {
  fc.assert(
    fc.property(fc.nat(2 ** 31), (value) => {
      const decimal = encode(`<${value}>`);
      const hex = encode(value.toString(16));
      expect([readDecimalBytes(decimal, 1, decimal.length - 1), readHexWord(hex, 0, hex.length)]).toEqual([value, value]);
    }),
  );
  expect(readHexWord(encode('ffffffff'), 0, 8)).toBe(0xffffffff);
});

test.each([
  ['f(A const&)+0x12\n', 16],
  ['a && b\n', 6],
  ['a&lt;b\n', -1],
  ['a&#39;b\n', -1],
  ['vector<int>\n', -1],
  ['vector<int>  \n', -1],
  ['`quoted`\n', -1],
  ['with a tab\tin it\n', 16],
  ['line end of two\r\n', -1],
  ['café\n', -1],
  ['\u001b[31mred\n', -1],
  ['no line end', -1],
])('%j ends at %i', (text, end) => {
  const bytes = encode(text);
  expect(findPlainEnd(bytes, 0, bytes.length)).toBe(end);
});

test('a plain line is what a pattern says it is, wherever it begins', () => {
  const character = fc.constantFrom(
    'a',
    'Z',
    '0',
    ' ',
    '~',
    '!',
    '\t',
    '&',
    '& ',
    '&1',
    '>',
    '`',
    '%',
    "'",
    '\x1f',
    '\x7f',
    '\r',
    '\0',
    'é',
    '€',
  );
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('x', 'yz ', '12'), { maxLength: 9 }),
      fc.array(character, { maxLength: 3 }),
      fc.nat(5),
      (plain, odd, from) => {
        const text = `${plain.join('')}${odd.join('')}${plain.join('')}`;
        const isPlain = /^[\t -~]*$/.test(text) && !/&[#a-z]/i.test(text) && !/[>`][\t ]*$/.test(text);
        const bytes = encode(`${'-'.repeat(from)}${text}\nrest`);
        expect([text, findPlainEnd(bytes, from, bytes.length)]).toEqual([text, isPlain ? from + text.length : -1]);
      },
    ),
    { numRuns: 2_000 },
  );
});
