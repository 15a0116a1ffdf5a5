import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CallTree } from '@/lib/model/hot-stacks';
import { ancestorsOf, boxAt, heaviestNativeEntry, layoutIcicle, moveFocus, parentOf, subtreeEnd } from './icicle-layout';

interface Node {
  name: string;
  self: number;
  children: Node[];
}
const node = (name: string, self: number, ...children: Node[]): Node => ({ name, self, children });

/** Columns of a nested tree, children largest first, as lib/reconcile makes them. */
function columns(root: Node): CallTree {
  const tree: CallTree = { names: [], types: [], frame: [], depth: [], self: [], total: [] };
  const weigh = (n: Node): number => n.self + n.children.reduce((sum, child) => sum + weigh(child), 0);
  const walk = (n: Node, depth: number) => {
    tree.frame.push(tree.names.length);
    tree.names.push(n.name);
    tree.types.push(n.name.startsWith('j') ? 'java' : 'native');
    tree.depth.push(depth);
    tree.self.push(n.self);
    tree.total.push(weigh(n));
    for (const child of n.children.toSorted((a, b) => weigh(b) - weigh(a))) walk(child, depth + 1);
  };
  walk(root, 0);
  return tree;
}

// all 10 = jA 7 (deflate 5, self 2) + jB 3
const small = columns(node('jall', 0, node('jB', 3), node('jA', 2, node('deflate', 5))));

test('root on top, the heaviest child at the left, self at the right', () => {
  const { boxes, rows } = layoutIcicle(small, 100);
  expect(boxes.map((box) => `${small.names[box.node]} ${box.depth} ${box.x}+${box.width}`)).toEqual([
    'jall 0 0+100',
    'jA 1 0+70',
    'deflate 2 0+50',
    'jB 1 70+30',
  ]);
  expect(rows).toBe(3);
});

test('a zoomed frame fills the width, under its ancestors', () => {
  const { boxes } = layoutIcicle(small, 100, 1);
  expect(boxes.map((box) => `${small.names[box.node]} ${box.x}+${Math.round(box.width)}${box.ancestor ? ' above' : ''}`)).toEqual([
    'jall 0+100 above',
    'jA 0+100',
    'deflate 0+71',
  ]);
});

test('a box too narrow to draw takes what is under it along, and is counted', () => {
  const { boxes, hidden } = layoutIcicle(columns(node('all', 0, node('big', 999), node('thin', 0, node('under', 1)))), 100);
  expect(boxes).toHaveLength(2);
  expect(hidden).toBe(2);
});

test('nothing measured draws nothing', () => {
  expect(layoutIcicle({ names: [], types: [], frame: [], depth: [], self: [], total: [] }, 100).boxes).toEqual([]);
  expect(layoutIcicle(columns(node('all', 0)), 100).boxes).toEqual([]);
  expect(layoutIcicle(small, 0).boxes).toEqual([]);
});

test('arrows walk the tree and stop at its edges', () => {
  expect(moveFocus(small, 0, 'down')).toBe(1);
  expect(moveFocus(small, 1, 'right')).toBe(3);
  expect(moveFocus(small, 3, 'left')).toBe(1);
  expect(moveFocus(small, 3, 'right')).toBe(3);
  expect(moveFocus(small, 2, 'left')).toBe(2);
  expect(moveFocus(small, 2, 'up')).toBe(1);
  expect(moveFocus(small, 0, 'up')).toBe(0);
});

test('a point finds its box', () => {
  const layout = layoutIcicle(small, 100);
  expect(boxAt(layout, 80, 20, 18)?.node).toBe(3);
  expect(boxAt(layout, 60, 40, 18)).toBeNull();
});

test('the heaviest path shows where native code is entered', () => {
  expect(small.names[heaviestNativeEntry(small)]).toBe('deflate');
  expect(heaviestNativeEntry(columns(node('jall', 1, node('jA', 2))))).toBe(1);
});

const nodesTo = fc.memo(
  (depth): fc.Arbitrary<Node> =>
    fc.record({
      name: fc.constantFrom('jA', 'native'),
      self: fc.integer({ min: 0, max: 50 }),
      children: depth <= 1 ? fc.constant([]) : fc.array(nodesTo(depth - 1), { maxLength: 4 }),
    }),
);
const anyTree = nodesTo(5).map(columns);

test('children lie within their parent and siblings do not overlap', () => {
  fc.assert(
    fc.property(anyTree, fc.nat(20), (tree, zoom) => {
      const { boxes } = layoutIcicle(tree, 500, zoom % tree.depth.length, 0);
      const byNode = new Map(boxes.map((box) => [box.node, box]));
      const ends = new Map<number, number>();
      for (const box of boxes) {
        expect(box.x + box.width).toBeLessThanOrEqual(500 + 1e-6);
        const parent = parentOf(tree, box.node);
        const around = parent === null ? undefined : byNode.get(parent);
        if (around) {
          expect(box.x).toBeGreaterThanOrEqual(around.x - 1e-6);
          expect(box.x + box.width).toBeLessThanOrEqual(around.x + around.width + 1e-6);
        }
        if (parent !== null && !box.ancestor) {
          expect(box.x).toBeGreaterThanOrEqual((ends.get(parent) ?? 0) - 1e-6);
          ends.set(parent, box.x + box.width);
        }
      }
    }),
  );
});

test('a subtree ends where depth falls back, and ancestors lead to the root', () => {
  fc.assert(
    fc.property(anyTree, fc.nat(50), (tree, pick) => {
      const at = pick % tree.depth.length;
      expect(subtreeEnd(tree, at)).toBeGreaterThan(at);
      expect(ancestorsOf(tree, at)).toHaveLength(tree.depth[at]!);
    }),
  );
});
