import { expect, test } from 'vitest';
import { filterEntries, type PaletteEntry } from './palette-select';

const entry = (group: string, title: string): PaletteEntry => ({ id: `${group}/${title}`, group, title, keys: '', run: () => {} });
const entries = [
  entry('Page', 'Share'),
  entry('Snapshot', 't0'),
  entry('Snapshot', 't1'),
  entry('Region', '0x7f4098000000 glibc arena heap'),
];
const titles = (typed: string) => filterEntries(entries, typed).map(({ title }) => title);

test('nothing typed lists everything in its order', () => {
  expect(titles('  ')).toEqual(entries.map(({ title }) => title));
});

test('every word must be somewhere, in any order', () => {
  expect(titles('t1 snap')).toEqual(['t1']);
  expect(titles('ARENA 7f40')).toEqual(['0x7f4098000000 glibc arena heap']);
  expect(titles('share region')).toEqual([]);
});

test('what begins with the word stands before what only holds it', () => {
  const more = [entry('Go', 'Resources'), entry('Go', 'Sources')];
  expect(filterEntries(more, 'sour').map(({ title }) => title)).toEqual(['Sources', 'Resources']);
});

test('a long list is cut, not drawn whole', () => {
  const many = Array.from({ length: 1_000 }, (_, i) => entry('Region', `0x${i}`));
  expect(filterEntries(many, '0x').length).toBeLessThan(100);
});
