import { expect, test } from 'vitest';
import { createBlockWatch, createGutterWatch, GUTTER_RUN, readNumbered } from './gutter';

/** For every line: does it stand in a gutter? */
function inGutter(...lines: string[]): boolean[] {
  const numbered = lines.map(readNumbered);
  const watch = createGutterWatch();
  return numbered.map((here, i) => watch.isGutter(here, numbered.slice(i + 1, i + GUTTER_RUN)));
}

test('numbers before every line, three or more, ascending by one', () => {
  expect(inGutter('1: a', '2: b', '3: c', 'x')).toEqual([true, true, true, false]);
  expect(inGutter('  8\ta', '  9\tb', ' 10\tc')).toEqual([true, true, true]);
  expect(inGutter('1| a', '2|', '3| c')).toEqual([true, true, true]);
  expect(inGutter('1  a', '2', '3  c', '4')).toEqual([true, true, true, true]);
});

test('no gutter: two, jumping, mixed, or numbers alone', () => {
  expect(inGutter('1: a', '2: b')).toEqual([false, false]);
  expect(inGutter('1: a', '2: b', '4: c')).toEqual([false, false, false]);
  expect(inGutter('1: a', '2| b', '3: c')).toEqual([false, false, false]);
  expect(inGutter('1', '2', '3', '4')).toEqual([false, false, false, false]);
  expect(inGutter('107870:', 'a', 'b')).toEqual([false, false, false]);
});

/** The blocks found, and which lines were gutter. */
function blocks(...lines: string[]): { gutter: number[]; block: number[] } {
  const watch = createBlockWatch();
  const gutter = lines.flatMap((text, i) => (watch.isGutter(text, i + 1) ? [i + 1] : []));
  const block = watch.block();
  return { gutter, block: block ? [block.firstLine, block.lastLine] : [] };
}

test('numbers before a block: one a line, one alone, all in one line', () => {
  expect(blocks('', '1', '2', '3', 'a', 'b', 'c')).toEqual({ gutter: [2, 3, 4], block: [5, 7] });
  expect(blocks('1', 'pmap -x 107870')).toEqual({ gutter: [1], block: [2, 2] });
  expect(blocks('1 2 3 4', 'a')).toEqual({ gutter: [1], block: [2, 5] });
});

test('numbers that are no gutter', () => {
  expect(blocks('3', '4', '5', 'a')).toEqual({ gutter: [], block: [] });
  expect(blocks('1 2 4', 'a')).toEqual({ gutter: [], block: [] });
  expect(blocks('802052 37735 5827 1 0 153242 0')).toEqual({ gutter: [], block: [] });
});

test('a run that begins again is another block', () => {
  expect(blocks('1', '2', 'a', 'b', '1', 'c')).toEqual({ gutter: [1, 2, 5], block: [6, 6] });
});
