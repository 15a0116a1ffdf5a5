import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CallColumns, nameOf, pathTo } from '@/lib/model/call-columns';
import type { Transform } from '@/lib/view-state/transforms';
import { foldedOf, treeOf } from '../testing/made-tree';
import { markOf, nodesMarked } from './node-path';
import { search, stepFound } from './search';
import { applyTransforms, hasThreads, invert, joinPlaced, joinThreads, makeSandwich, transformPlaced } from './transform';

const tree = treeOf(`
  a;b;c 5
  a;b;a;b;d 4
  a;e 3
  f;b;b;c 2
  f 1
`);
const after = (letter: 'f' | 'd' | 'm' | 'c' | 'r' | 'R' | 'C', name: string) => foldedOf(applyTransforms(tree, [{ letter, name }]));

test('each letter does what it says', () => {
  expect(after('f', 'b')).toEqual(['b;c 5', 'b;a;b;d 4', 'b;b;c 2']);
  expect(after('d', 'b')).toEqual(['a;e 3', 'f 1']);
  expect(after('m', 'b')).toEqual(['a;c 5', 'a;a;d 4', 'a;e 3', 'f 1', 'f;c 2']);
  expect(after('c', 'b')).toEqual(['a;b 9', 'a;e 3', 'f 1', 'f;b 2']);
  expect(after('r', 'b')).toEqual(['a;b;c 5', 'a;b;d 4', 'a;e 3', 'f 1', 'f;b;c 2']);
  expect(after('R', 'b')).toEqual(['a;b;c 5', 'a;b;a;b;d 4', 'a;e 3', 'f 1', 'f;b;c 2']);
});

/** The node of a path of names. */
const nodeAt = (any: CallColumns, ...names: string[]): number => {
  const at = [...any.frame.keys()].find(
    (node) =>
      pathTo(any, node)
        .slice(1)
        .map((part) => nameOf(any, part))
        .join() === names.join(),
  );
  if (at === undefined) throw new Error(`no ${names.join(';')}`);
  return at;
};
const ofNode = (letter: 'F' | 'M', from: CallColumns, node: number, inverted?: true): Transform => ({
  letter,
  name: nameOf(from, node),
  path: markOf(from, node),
  ...(inverted ? { inverted } : {}),
});

test('F and M mean one call, the others of the function stay', () => {
  expect(foldedOf(applyTransforms(tree, [ofNode('F', tree, nodeAt(tree, 'f', 'b'))]))).toEqual(['b;b;c 2']);
  expect(foldedOf(applyTransforms(tree, [ofNode('M', tree, nodeAt(tree, 'a', 'b'))]))).toEqual([
    'a;c 5',
    'a;a;b;d 4',
    'a;e 3',
    'f 1',
    'f;b;b;c 2',
  ]);
  // Leaves on top: only stacks that end in b;c, told without what they end in.
  const turned = invert(tree);
  const caller = nodeAt(turned, 'c', 'b');
  expect(foldedOf(applyTransforms(tree, [ofNode('F', turned, caller, true)]))).toEqual(['a;b 5', 'f;b;b 2']);
  expect(foldedOf(applyTransforms(tree, [ofNode('M', turned, caller, true)]))).toEqual(['a;c 5', 'a;b;a;b;d 4', 'a;e 3', 'f 1', 'f;b;c 2']);
});

test('a mark leads to its node in any tree that has the path, and to nothing elsewhere', () => {
  const other = treeOf('x;y 1\nf;b;b;c 7');
  const mark = markOf(tree, nodeAt(tree, 'f', 'b', 'b'));
  expect([...nodesMarked(other, mark).entries()].filter(([, is]) => is).map(([node]) => node)).toEqual([nodeAt(other, 'f', 'b', 'b')]);
  expect(nodesMarked(treeOf('b;f;b 1'), mark)).not.toContain(1);
  for (const odd of ['', '.', '1', 'zzzzzzzzzzzz.zzzzzzzzzzz', '1.2.3']) expect(nodesMarked(tree, odd)).not.toContain(1);
});

test('a library becomes the frame by which it is entered', () => {
  const zip = treeOf('a.B.c;libz.so.1`deflate;libz.so.1`fill;libc.so.6`memcpy 4\na.B.c;libz.so.1`deflate 2');
  expect(foldedOf(applyTransforms(zip, [{ letter: 'C', name: 'libz.so.1' }]))).toEqual([
    'a.B.c;libz.so.1`deflate 2',
    'a.B.c;libz.so.1`deflate;libc.so.6`memcpy 4',
  ]);
});

test('one after the other; an unknown name changes nothing but focus, which then has nothing to show', () => {
  expect(
    foldedOf(
      applyTransforms(tree, [
        { letter: 'd', name: 'd' },
        { letter: 'f', name: 'b' },
        { letter: 'm', name: 'b' },
      ]),
    ),
  ).toEqual(['c 7']);
  expect(after('m', 'nobody')).toEqual(foldedOf(tree));
  expect(after('f', 'nobody')).toEqual([]);
});

test('inverted, leaves stand on top; twice inverted is the tree', () => {
  expect(foldedOf(invert(tree))).toEqual(['c;b;a 5', 'c;b;b;f 2', 'd;b;a;b;a 4', 'e;a 3', 'f 1']);
  expect(foldedOf(invert(invert(tree)))).toEqual(foldedOf(tree));
});

test('a sandwich counts recursion once: callers and callees both weigh the total of the frame', () => {
  const { callers, callees } = makeSandwich(tree, 'b');
  expect([callers.total[0], callees.total[0]]).toEqual([11, 11]);
  // The frame itself is the root, which foldedOf leaves out.
  expect([nameOf(callers, 0), foldedOf(callers)]).toEqual(['b', ['a 9', 'f 2']]);
  expect([nameOf(callees, 0), foldedOf(callees)]).toEqual(['b', ['c 5', 'a;b;d 4', 'b;c 2']]);
});

test('threads joined: what they share stands together, a thread without frames stays', () => {
  const threads = treeOf('[http-1 tid=7];a;b 3\n[http-2 tid=8];a;b 4\n[http-2 tid=8];a 1\n[idle tid=9] 2');
  expect([hasThreads(threads), hasThreads(tree)]).toEqual([true, false]);
  expect(foldedOf(joinThreads(threads))).toEqual(['a 1', 'a;b 7', '[idle tid=9] 2']);
});

test('every node is found again by its mark, and by no other', () => {
  fc.assert(
    fc.property(anyTree, fc.nat(100), (any, at) => {
      const node = 1 + (at % (any.frame.length - 1));
      const marked = nodesMarked(any, markOf(any, node));
      expect([...marked.entries()].filter(([, is]) => is).map(([found]) => found)).toEqual([node]);
      const focused = applyTransforms(any, [ofNode('F', any, node)]);
      expect(focused.total[0]).toBe(any.total[node]);
      expect(applyTransforms(any, [ofNode('M', any, node)]).total[0]).toBe(any.total[0]);
    }),
  );
});

const line = fc.tuple(fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 9 }));
const anyTree = fc
  .array(line, { minLength: 1, maxLength: 12 })
  .map((lines) => treeOf(lines.map(([path, n]) => `${path.join(';')} ${n}`).join('\n')));

test('no transform makes or loses weight, but for what drop and focus leave out', () => {
  fc.assert(
    fc.property(anyTree, fc.constantFrom('a', 'b'), (any, name) => {
      const whole = any.total[0];
      for (const letter of ['m', 'c', 'r', 'R', 'C'] as const) expect(applyTransforms(any, [{ letter, name }]).total[0]).toBe(whole);
      expect(invert(any).total[0]).toBe(whole);
      const through = applyTransforms(any, [{ letter: 'f', name }]).total[0]!;
      expect(applyTransforms(any, [{ letter: 'd', name }]).total[0]! + through).toBe(whole);
      const { callers, callees } = makeSandwich(any, name);
      expect([callers.total[0], callees.total[0]]).toEqual([through, through]);
      expect(search(any, name)?.weight).toEqual(through);
    }),
  );
});

test('a search counts every stack once, and goes round', () => {
  const found = search(tree, 'B, e')!;
  expect(found.weight).toBe(14);
  const names = [...found.nodes].map((node) => tree.frames.names[tree.frame[node]!]);
  expect(names).toEqual(['b', 'b', 'e', 'b', 'b']);
  const round: number[] = [];
  for (let at = stepFound(found, null, 1); round.length < 6; at = stepFound(found, at, 1)) round.push(at!);
  expect(round).toEqual([...found.nodes, found.nodes[0]]);
  expect(stepFound(found, null, -1)).toBe(found.nodes.at(-1));
  expect(stepFound(found, found.nodes[0]!, -1)).toBe(found.nodes.at(-1));
  expect(stepFound(found, found.nodes[2]!, -1)).toBe(found.nodes[1]);
  expect([search(tree, ' , '), stepFound(search(tree, 'nobody')!, null, 1)]).toEqual([null, null]);
});

test('every weight can be followed to where a step put it', () => {
  const steps = fc.array(
    fc.record({
      letter: fc.constantFrom('d', 'f', 'm', 'c', 'r', 'R', 'C' as const),
      name: fc.constantFrom('a', 'b', 'c', 'libz.so.1', '[t tid=1]'),
    }),
    { maxLength: 3 },
  );
  const stacks = fc.array(
    fc.tuple(
      fc.array(fc.constantFrom('a', 'b', 'c', 'libz.so.1', '[t tid=1]'), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 9 }),
    ),
    {
      minLength: 1,
      maxLength: 12,
    },
  );
  fc.assert(
    fc.property(stacks, steps, fc.boolean(), (lines, list, ofNode) => {
      const before = treeOf(lines.map(([names, weight]) => `${names.join(';')} ${weight}`).join('\n'));
      const leaf = before.frame.length - 1;
      const turned = invert(before);
      const inNode: Transform = { letter: 'F', name: 'a', path: markOf(turned, turned.frame.length - 1), inverted: true };
      const all: Transform[] = ofNode ? [inNode, ...list] : list;
      const { tree: after, placeOf } = transformPlaced(joinPlaced(before), all);
      const self = new Float64Array(after.frame.length);
      for (let node = 0; node <= leaf; node++) {
        const to = placeOf[node]!;
        if (to >= 0) self[to] = self[to]! + before.self[node]!;
      }
      expect([...self]).toEqual([...after.self]);
      expect(foldedOf(after)).toEqual(foldedOf(applyTransforms(joinThreads(before), all)));
    }),
  );
});
