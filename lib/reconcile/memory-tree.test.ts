import { expect, test } from 'vitest';
import type { MemoryNode } from '@/lib/model/memory-tree';
import { growMemoryTree, growSubtree } from './memory-tree';
import { reconcile } from './reconcile';
import { makeAddressSpace, makeFacts, makeReport } from './testing/address-space';

function leavesOf(node: MemoryNode): MemoryNode[] {
  return node.children.length === 0 ? [node] : node.children.flatMap(leavesOf);
}

function checkSums(node: MemoryNode): void {
  for (const child of node.children) checkSums(child);
  if (node.children.length === 0) return;
  const sum = (key: 'sizeBytes' | 'residentBytes' | 'regionCount') => node.children.reduce((bytes, child) => bytes + child[key], 0);
  expect([node.key, node.sizeBytes, node.residentBytes, node.regionCount]).toEqual([
    node.key,
    sum('sizeBytes'),
    sum('residentBytes'),
    sum('regionCount'),
  ]);
}

test('children add up to their parent, keys are unique, and the whole is the RSS', () => {
  for (let seed = 0; seed < 40; seed++) {
    const space = makeAddressSpace(seed);
    const { tree, regions, reconciliation } = reconcile(makeFacts(space.rows, makeReport(space.ranges, 0)));
    if (!tree) throw new Error('no tree');
    checkSums(tree);
    expect(tree.residentBytes).toBe(reconciliation.ledger?.rssBytes);
    expect(tree.regionCount).toBe(regions.length);
    const keys = leavesOf(tree).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  }
});

test('never more than 250 leaves; the smallest regions of a kind share one', () => {
  const { regions } = reconcile(makeFacts(makeAddressSpace(1).rows, null));
  const [first] = regions;
  if (!first) throw new Error('no region');
  const many = Array.from({ length: 5000 }, (_, i) => ({
    ...first,
    start: BigInt(i) * 8192n,
    end: BigInt(i) * 8192n + 4096n,
    sizeBytes: 4096,
    residentBytes: { min: 0, best: i, max: 4096 },
    kind: i % 2 === 0 ? ('anonymous' as const) : ('glibc-arena-heap' as const),
  }));
  const tree = growMemoryTree(many, 'unexplained', { bytes: 100, outsideBytes: 60 });
  checkSums(tree);
  const leaves = leavesOf(tree);
  expect(leaves.length).toBeLessThanOrEqual(250);
  expect(leaves.filter(({ label }) => /^other \([\d,]+\)$/.test(label))).toHaveLength(2);
  expect(tree.residentBytes).toBe((4999 * 5000) / 2 + 100);
  expect(tree.regionCount).toBe(5000);
  expect(leaves.filter(({ role }) => role === 'not-shown-outside').map(({ residentBytes }) => residentBytes)).toEqual([60]);
  expect(leaves.filter(({ role }) => role === 'not-shown-nmt').map(({ residentBytes }) => residentBytes)).toEqual([40]);
});

test('"other (n)" opens: every region is reached once, 250 leaves at a time', () => {
  const { regions } = reconcile(makeFacts(makeAddressSpace(1).rows, null));
  const many = Array.from({ length: 1_200 }, (_, i) => ({
    ...regions[0]!,
    start: BigInt(i) * 8192n,
    end: BigInt(i) * 8192n + 4096n,
    sizeBytes: 4096 * (1 + (i % 7)),
    residentBytes: { min: 0, best: i % 500, max: 4096 },
    owner: 'unmatched' as const,
    kind: i % 3 === 0 ? ('anonymous' as const) : ('glibc-arena-heap' as const),
  }));
  for (const by of ['rss', 'size'] as const) {
    const whole = growSubtree(many, growMemoryTree(many, 'unexplained', { bytes: 0, outsideBytes: 0 }), 'memory', by)!;
    const seen: string[] = [];
    const open = [whole];
    for (let node = open.pop(); node; node = open.pop()) {
      checkSums(node);
      const leaves = leavesOf(node);
      expect(leaves.length).toBeLessThanOrEqual(250);
      for (const leaf of leaves) {
        if (leaf.region) seen.push(leaf.region);
        else {
          const opened = growSubtree(many, whole, leaf.key, by)!;
          expect([opened.key, opened.label, opened.residentBytes, opened.sizeBytes, opened.role]).toEqual([
            leaf.key,
            leaf.label,
            leaf.residentBytes,
            leaf.sizeBytes,
            'unexplained',
          ]);
          open.push(opened);
        }
      }
    }
    expect(new Set(seen).size).toBe(1_200);
    expect(seen).toHaveLength(1_200);
  }
});

test('a group or a kind has leaves of its own; what is hidden stays what it is; nonsense is nothing', () => {
  const space = makeAddressSpace(3);
  const { regions, tree } = reconcile(makeFacts(space.rows, makeReport(space.ranges, 0)));
  const group = tree!.children[0]!;
  expect(growSubtree(regions, tree!, group.key, 'rss')).toMatchObject({
    residentBytes: group.residentBytes,
    label: group.label,
    role: group.role,
  });
  const kind = group.children[0]!;
  expect(growSubtree(regions, tree!, kind.key, 'size')).toMatchObject({ key: kind.key, sizeBytes: kind.sizeBytes });
  const hidden = growMemoryTree(regions, 'malloc', { bytes: 100, outsideBytes: 60 });
  expect(growSubtree(regions, hidden, 'group/not-shown', 'rss')?.residentBytes).toBe(100);
  expect(growSubtree(regions, hidden, 'memory', 'size')?.residentBytes).toBe(hidden.residentBytes);
  for (const nonsense of ['', 'group', 'group/martian', `${kind.key}/from-9999999`, 'group/heap/heap/heap', '__proto__'])
    expect(growSubtree(regions, tree!, nonsense, 'rss')).toBeNull();
});
