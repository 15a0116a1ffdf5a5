import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldedOf, treeOf } from '@/components/profiles/testing/made-tree';
import { type CallColumns, nameOf } from './call-columns';
import { type CallDiff, diffTrees, sideOf, weighChange } from './call-diff';
import { isBeyondChance } from './chance';
import { decodeDiff, encodeDiff } from './diff-codec';

const before = treeOf(`
  a.Main.run;a.Codec.write;deflate 60
  a.Main.run;a.Codec.write;crc32 20
  a.Main.run;a.Old.sort 20
`);
const after = treeOf(`
  a.Main.run;a.Codec.write;deflate 150
  a.Main.run;a.Codec.write;crc32 20
  a.Main.run;a.New.cache 30
`);

/** "deflate 60 → 150" per node, in the order of the tree. */
const print = ({ from, to, both }: CallDiff): string[] =>
  [...both.frame.keys()].map((node) => `${' '.repeat(both.depth[node]!)}${nameOf(both, node)} ${from.total[node]} → ${to.total[node]}`);

test('one tree of both, new and gone frames among the others, the widest first', () => {
  expect(print(diffTrees(before, after, 'share'))).toEqual([
    'all 100 → 200',
    ' a.Main.run 100 → 200',
    '  a.Codec.write 80 → 170',
    '   deflate 60 → 150',
    '   crc32 20 → 20',
    '  a.Old.sort 20 → 0',
    '  a.New.cache 0 → 30',
  ]);
  // In the unit of the profiles the new one is the heavier.
  expect(print(diffTrees(before, after, 'absolute')).slice(-2)).toEqual(['  a.New.cache 0 → 30', '  a.Old.sort 20 → 0']);
});

test('a width is the mean of both, so that children fill their parent', () => {
  const { both } = diffTrees(before, after, 'share');
  expect(both.total[0]).toBeCloseTo(1, 12);
  expect(both.total[[...both.frame.keys()].find((node) => nameOf(both, node) === 'a.New.cache')!]).toBeCloseTo(0.075, 12);
});

test('hidden classes of two runs are one frame; a name that only one side has stays as printed', () => {
  const { both } = diffTrees(
    treeOf('a.B$$Lambda$14/0x0000000800c03000.run;x 1'),
    treeOf('a.B$$Lambda$9/0x0000000800d01000.run;x 1\na.C$$Lambda$2/0x1.run 1'),
    'share',
  );
  expect([...both.frame.keys()].map((node) => nameOf(both, node))).toEqual(['all', 'a.B$$Lambda.run', 'x', 'a.C$$Lambda$2/0x1.run']);
});

test('threads stand together, for their numbers differ from run to run', () => {
  const diff = diffTrees(treeOf('[http tid=7];a;b 3\n[http tid=8];a 1\n[idle tid=9] 1'), treeOf('[http tid=107];a;b 4'), 'absolute');
  expect(print(diff)).toEqual(['all 5 → 4', ' a 4 → 4', '  b 3 → 4', ' [idle tid=9] 1 → 0']);
});

test('a change, in shares and as weighed', () => {
  expect(weighChange(20, 20, 100, 200, 'share')).toMatchObject({ fromShare: 0.2, toShare: 0.1, delta: -0.1, ratio: -0.5 });
  expect(weighChange(20, 20, 100, 200, 'absolute')).toMatchObject({ delta: 0, ratio: 0 });
  expect([weighChange(0, 5, 10, 10, 'share').ratio, weighChange(5, 0, 10, 10, 'absolute').ratio]).toEqual([1, -1]);
  expect(weighChange(0, 0, 0, 0, 'share')).toEqual({ from: 0, to: 0, fromShare: 0, toShare: 0, delta: 0, ratio: 0 });
});

test('a few samples more are chance, many are not', () => {
  expect(isBeyondChance(0.1, 0.14, 100, 100)).toBe(false);
  expect(isBeyondChance(0.1, 0.14, 10_000, 10_000)).toBe(true);
  expect([isBeyondChance(0.1, 0.9, null, 100), isBeyondChance(0.1, 0.9, 100, 0)]).toEqual([null, null]);
});

const line = fc.tuple(
  fc.array(fc.constantFrom('a.B.c', 'd', 'e::f', 'g.H$$Lambda$1/0x0000000800c03000.i'), { minLength: 1, maxLength: 6 }),
  fc.integer({ min: 1, max: 99 }),
);
const anyTree = fc
  .array(line, { minLength: 1, maxLength: 12 })
  .map((lines) => treeOf(lines.map(([path, n]) => `${path.join(';')} ${n}`).join('\n')));
const sorted = (tree: CallColumns) => foldedOf(tree).toSorted();

test('any two trees: each side comes out as it went in, every node adds up, and the bytes hold all of it', () => {
  fc.assert(
    fc.property(anyTree, anyTree, fc.constantFrom('share' as const, 'absolute' as const), (from, to, scale) => {
      const diff = diffTrees(from, to, scale);
      for (const side of ['from', 'to'] as const) {
        const { tree, nodeOf, placeOf } = sideOf(diff, side);
        expect(sorted(tree)).toEqual(sorted(side === 'from' ? from : to));
        tree.total.forEach((total, node) => {
          expect([diff[side].total[nodeOf[node]!], nameOf(diff.both, nodeOf[node]!), placeOf[nodeOf[node]!]]).toEqual([
            total,
            nameOf(tree, node),
            node,
          ]);
        });
        expect(placeOf.filter((place) => place >= 0).length).toBe(tree.frame.length);
      }
      const [half, other] = scale === 'share' ? [0.5 / from.total[0]!, 0.5 / to.total[0]!] : [0.5, 0.5];
      diff.both.total.forEach((total, node) => {
        expect(total).toBeCloseTo(diff.from.total[node]! * half + diff.to.total[node]! * other, 9);
        expect(total).toBeGreaterThan(0);
      });
      const inShares = diffTrees(from, to, 'share');
      const read = decodeDiff(encodeDiff(inShares));
      expect(read).toEqual(inShares);
      // Taken apart and put together again, in the other scale and back, it is the same.
      expect(print(diffTrees(read.from, read.to, scale))).toEqual(print(diff));
    }),
  );
});

test('a profile against itself has not changed', () => {
  const diff = diffTrees(before, before, 'share');
  expect([...diff.from.self]).toEqual([...diff.to.self]);
  expect(sorted(sideOf(diff, 'to').tree)).toEqual(sorted(before));
});

test('other bytes are no diff', () => {
  const bytes = encodeDiff(diffTrees(before, after, 'share'));
  for (let length = 0; length < bytes.length; length += 7) expect(() => decodeDiff(bytes.slice(0, length))).toThrow();
  for (let at = 0; at < 8; at++) expect(() => decodeDiff(bytes.with(at, bytes[at]! ^ 0x55))).toThrow();
});
