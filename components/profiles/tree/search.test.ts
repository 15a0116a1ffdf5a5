import { expect, test } from 'vitest';
import { treeOf } from '../testing/made-tree';
import { search } from './search';

const tree = treeOf(`
  java.util.zip.Deflater.deflate;deflate_slow 30
  java.util.zip.Inflater.inflate;libz.so.1\`inflate 20
  demo.Main.run;a+b 10
`);
const found = (query: string, isPattern: boolean) => {
  const result = search(tree, query, isPattern);
  return result && { names: tree.frames.names.filter((_, frame) => result.frames[frame] === 1), weight: result.weight };
};

test('words are no pattern, a pattern is opted into', () => {
  expect(found('^java', false)).toEqual({ names: [], weight: 0 });
  expect(found('^JAVA.*(de|in)flate$', true)).toEqual({
    names: ['java.util.zip.Deflater.deflate', 'java.util.zip.Inflater.inflate'],
    weight: 50,
  });
  expect(found('a+b', false)?.names).toEqual(['a+b']);
  expect(found('a\\+b', true)?.names).toEqual(['a+b']);
  // The library is looked at by itself, so that ^ and $ mean its ends.
  expect(found('^libz\\.so', true)?.weight).toBe(20);
  expect([found('', true), found(' , ', false)]).toEqual([null, null]);
});

test('what is no pattern finds nothing, and says why', () => {
  expect(search(tree, '(a', true)).toMatchObject({
    weight: 0,
    trouble: { at: 0, text: 'This ( is not closed. Write \\( for the sign itself.' },
  });
  expect(search(tree, 'a', true)?.trouble).toBeNull();
});
