import { expect, test } from 'vitest';
import { nameOf } from '@/lib/model/call-columns';
import { treeOf } from '../testing/made-tree';
import { heaviestPath, listOpenNodes, placeOf, subtreeOf } from './text-rows';

const tree = treeOf('a;b;c 50\na;b;d 10\na;e 5\nf 20');
const names = (nodes: readonly number[]) => nodes.map((node) => nameOf(tree, node)).join(' ');

test('only what is open shows its children', () => {
  expect(names(listOpenNodes(tree, new Set()))).toBe('all a f');
  expect(names(listOpenNodes(tree, new Set([1])))).toBe('all a b e f');
  expect(names(listOpenNodes(tree, new Set([1, 2])))).toBe('all a b c d e f');
  expect(names(listOpenNodes(tree, new Set(), 2))).toBe('b c d');
  expect(names(heaviestPath(tree))).toBe('all a b c');
  expect(names(subtreeOf(tree, 1))).toBe('a b c d e');
  expect([placeOf(tree, 0), placeOf(tree, 5), placeOf(tree, 6)]).toEqual([
    { place: 1, siblings: 1 },
    { place: 2, siblings: 2 },
    { place: 2, siblings: 2 },
  ]);
});
