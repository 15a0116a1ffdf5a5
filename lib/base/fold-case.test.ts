import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findAll, foldCase } from './fold-case';

test('folding never moves a position', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(foldCase(text)).toHaveLength(text.length);
    }),
  );
  expect(foldCase('İstanbul RSS')).toBe('İstanbul rss');
});

test('every place that does not overlap, whatever its case', () => {
  expect(findAll('Inflate, inflate, INFLATE', 'inFlate', 10)).toEqual([0, 9, 18]);
  expect(findAll('aaaaa', 'aa', 10)).toEqual([0, 2]);
  expect(findAll('aaaaa', 'a', 2)).toEqual([0, 1]);
  expect(findAll('text', '', 5)).toEqual([]);
  expect(findAll('İi', 'I', 5)).toEqual([1]);
});
