import { expect, test } from 'vitest';
import type { MemoryNode } from '@/lib/model/memory-tree';
import { growMemoryTree } from './memory-tree';
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
  expect(leaves.filter(({ label }) => /^other \(\d+\)$/.test(label))).toHaveLength(2);
  expect(tree.residentBytes).toBe((4999 * 5000) / 2 + 100);
  expect(tree.regionCount).toBe(5000);
  expect(leaves.filter(({ role }) => role === 'not-shown-outside').map(({ residentBytes }) => residentBytes)).toEqual([60]);
  expect(leaves.filter(({ role }) => role === 'not-shown-nmt').map(({ residentBytes }) => residentBytes)).toEqual([40]);
});
