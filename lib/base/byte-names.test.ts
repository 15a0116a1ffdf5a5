import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteNames, toNames } from './byte-names';

const encode = (text: string) => new TextEncoder().encode(text);

test('a name is called by the same number as long as it is remembered, and its text is the one that came', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 20 }), { maxLength: 300 }), (texts) => {
      const names = new ByteNames();
      const numbers = texts.map((text, i) => {
        const bytes = encode(`<${text}>`);
        return i % 2 ? names.findText(text) : names.find(bytes, 1, bytes.length - 1);
      });
      const columns = toNames(names.toColumns());
      expect(numbers.map((number) => columns[number])).toEqual(texts);
      expect(numbers.map((number) => names.text(number))).toEqual(texts);
    }),
  );
});

test('what comes again and again is kept once', () => {
  const names = new ByteNames();
  for (let i = 0; i < 100; i++) expect([names.findText('libjvm.so'), names.findText('[ anon ]')]).toEqual([0, 1]);
  expect(names.length).toBe(2);
});

test('far more names than are remembered', () => {
  const names = new ByteNames();
  const texts = Array.from({ length: 100_000 }, (_, i) => `Arena${i}::grow+0x${(i * 7).toString(16)}`);
  const numbers = texts.map((text) => names.findText(text));
  const known = toNames(names.toColumns());
  expect(numbers.every((number, i) => known[number] === texts[i])).toBe(true);
});
