import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EXACT_DIGITS, readDecimal, readHex, skipBlanks, skipDigits, skipHex } from './scan';

test('positions, up to the end of the text', () => {
  expect(skipBlanks(' \t 7', 0)).toBe(3);
  expect(skipBlanks('   ', 1)).toBe(3);
  expect(skipBlanks('', 0)).toBe(0);
  expect(skipDigits('x40968 kB', 1)).toBe(6);
  expect(skipDigits('4096', 0)).toBe(4);
  expect(skipHex('00007fD67300000g', 0)).toBe(15);
  expect(skipHex('@/:`', 0)).toBe(0);
});

test('numbers of any length that is allowed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 ** EXACT_DIGITS - 1 }), (value) => {
      const text = `kB ${value} kB`;
      expect(readDecimal(text, 3, skipDigits(text, 3))).toBe(value);
    }),
  );
});

test('addresses of 64 bits, with leading zeros or without, in either case', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), fc.integer({ min: 1, max: 16 }), fc.boolean(), (value, width, upper) => {
      const hex = value.toString(16).padStart(width, '0');
      const text = `-${upper ? hex.toUpperCase() : hex}-`;
      expect(readHex(text, 1, skipHex(text, 1))).toBe(value);
    }),
  );
});
