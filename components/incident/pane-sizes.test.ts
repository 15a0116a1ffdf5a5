import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSizes } from './pane-sizes';

const IDS = ['a', 'b', 'c'];
const read = (value: unknown) => parseSizes(JSON.stringify(value), IDS);

test('sizes come back as they were kept', () => {
  const sizes = { layout: { a: 2.5, b: 50, c: 47.5 }, tall: true };
  expect(read(sizes)).toEqual(sizes);
  expect(read({ layout: sizes.layout })?.tall).toBe(false);
});

test('what does not fit these panes is not used', () => {
  expect(read({ layout: { a: 50, b: 50 } })).toBeNull();
  expect(read({ layout: { a: 50, b: 25, d: 25 } })).toBeNull();
  expect(read({ layout: { a: 50, b: 25, c: 20, d: 5 } })).toBeNull();
  expect(read({ layout: { a: 90, b: 90, c: -80 } })).toBeNull();
  expect(read({ layout: { a: 10, b: 10, c: 10 } })).toBeNull();
  expect(read({ layout: [31, 38, 31] })).toBeNull();
});

test('no stored text makes reading throw', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void parseSizes(text, IDS)));
  expect(parseSizes(null, IDS)).toBeNull();
});
