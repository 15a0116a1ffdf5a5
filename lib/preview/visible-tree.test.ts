import fc from 'fast-check';
import { expect, test } from 'vitest';
import { treeOf } from '@/components/profiles/testing/made-tree';
import { joinThreads } from '@/components/profiles/tree/transform';
import { type CallColumns, childrenOf, nameOf } from '@/lib/model/call-columns';
import { hottestOf, sameNode, visibleTree } from './visible-tree';

const told = (tree: CallColumns) =>
  [...tree.frame.keys()].map((node) => `${' '.repeat(tree.depth[node]!)}${nameOf(tree, node)} ${tree.total[node]} ${tree.self[node]}`);

const line = fc.tuple(
  fc.constantFrom('[main tid=1]', '[GC tid=2]', 'x'),
  fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 6 }),
  fc.integer({ min: 1, max: 9 }),
);

test('of a small tree all of it is seen, as with its threads joined', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 14 }), (lines) => {
      const tree = treeOf(lines.map(([thread, path, n]) => `${[thread, ...path].join(';')} ${n}`).join('\n'));
      const seen = visibleTree(tree);
      const joined = joinThreads(tree);
      expect(told(seen)).toEqual(told(joined));
      expect([...seen.parent]).toEqual([...joined.parent]);
      expect([...seen.end]).toEqual([...joined.end]);
    }),
  );
});

test('of siblings too narrow to be seen the heaviest stands for all; weights stay those of the whole', () => {
  const tree = treeOf(`a;b 990000\na;${'c;d 10\na;e 9\na;f 8'}`);
  const seen = visibleTree(tree);
  expect(told(seen)).toEqual(['all 990027 0', ' a 990027 0', '  b 990000 990000', '  c 10 0']);
  expect([...seen.end]).toEqual([4, 4, 3, 4]);
});

test('a tree of any size is seen in a bounded one', () => {
  const lines: string[] = [];
  for (let i = 0; i < 60_000; i++) lines.push(`[w-${i % 50} tid=${i % 50}];f${i % 7};g${i % 211};h${i % 9973};k${i} 1`);
  const tree = treeOf(lines.join('\n'));
  const seen = visibleTree(tree);
  expect(tree.frame.length).toBeGreaterThan(60_000);
  expect(seen.frame.length).toBeLessThan(21_000);
  expect(seen.total[0]).toBe(tree.total[0]);
  expect(seen.frames.names).not.toContain('[w-1 tid=1]');
});

test('what most stacks end in; a place found again in a tree that has grown', () => {
  const before = treeOf('a;b;c 5\na;d 3');
  const after = treeOf('a;d 30\na;b;x 6\na;b;c 5');
  expect(hottestOf(before, 1)).toEqual([{ name: 'c', self: 5 }]);
  const c = [...before.frame.keys()].find((node) => nameOf(before, node) === 'c')!;
  const found = sameNode(before, c, after);
  expect([nameOf(after, found), after.depth[found]]).toEqual(['c', 3]);
  // What is no longer there leads to what is left above it.
  expect(nameOf(before, sameNode(after, [...after.frame.keys()].find((node) => nameOf(after, node) === 'x')!, before))).toBe('b');
});

test('where there are too many nodes, what is light is left out, not what stands to the right', () => {
  const lines: string[] = [];
  // Two halves of the same shape, each with more to see than there is room for.
  for (let i = 0; i < 16_000; i++) {
    const path = `a${i % 3};b${i % 60};c${i % 1_200};d${i % 4_000};e${i % 8_000}`;
    lines.push(`left;${path} 110`, `right;${path} 109`);
  }
  const seen = visibleTree(treeOf(lines.join('\n')));
  const [left, right] = childrenOf(seen, 0);
  const below = (node: number | undefined) => seen.end[node!]! - node!;
  expect(below(right) / below(left)).toBeGreaterThan(0.6);
});
