import { expect, test } from 'vitest';
import { seedView } from '@/components/testing/seed-view';
import type { MemoryNode } from '@/lib/model/memory-tree';
import { fitLabel, nearestTile, placeTile, selectGroups } from './select';

const tree = seedView().analysis.snapshots[0]?.tree as MemoryNode;

test('the tiles of the seed add up to its RSS, largest group first', () => {
  const groups = selectGroups(tree, 'rss');
  expect(groups.map((group) => `${group.label} ${group.value / 1024}`)).toEqual([
    'Java heap 60959646',
    'Not shown 20735200',
    'GC 2656178',
    'Unmatched 2298808',
    'Code 114164',
  ]);
  expect(groups.reduce((sum, group) => sum + group.value, 0)).toBe(tree.residentBytes);
});

test('by size, what was cut from the listing has no area', () => {
  expect(selectGroups(tree, 'size').map((group) => group.label)).not.toContain('Not shown');
});

test('nameless regions that share a label are told by their figure, files keep their name', () => {
  const leaf = (key: string, label: string, kib: number, owner: MemoryNode['owner'] = 'unmatched'): MemoryNode => ({
    ...tree,
    owner,
    key,
    label,
    region: key,
    residentBytes: kib * 1024,
    sizeBytes: kib * 1024,
    children: [],
  });
  const group = {
    ...tree,
    key: 'group/unmatched',
    children: [
      leaf('0x1', 'arena', 65_536),
      leaf('0x2', 'arena', 1_024),
      leaf('0x3', 'brk heap', 9),
      leaf('0x4', 'libjvm.so', 8, 'file'),
      leaf('0x5', 'libjvm.so', 7, 'file'),
    ],
  };
  expect(selectGroups({ ...tree, children: [group] }, 'rss')[0]!.tiles.map((tile) => tile.label)).toEqual([
    '64.0 MiB',
    '1.0 MiB',
    'brk heap',
    'libjvm.so',
    'libjvm.so',
  ]);
});

test('a group keeps the shares of its tiles below its label', () => {
  const group = { x: 100, y: 50, width: 203, height: 120 };
  const left = placeTile({ x: 100, y: 50, width: 101.5, height: 120 }, group);
  expect(left).toEqual({ x: 100, y: 67, width: 100, height: 100 });
});

test('arrows lead to the neighbour in line', () => {
  const tile = (key: string, x: number, y: number) => ({ key, x, y, width: 10, height: 10 });
  const tiles = [tile('a', 0, 0), tile('b', 10, 0), tile('c', 0, 10), tile('d', 30, 2)];
  expect(nearestTile(tiles[0]!, tiles, 'right')?.key).toBe('b');
  expect(nearestTile(tiles[0]!, tiles, 'down')?.key).toBe('c');
  expect(nearestTile(tiles[1]!, tiles, 'right')?.key).toBe('d');
  expect(nearestTile(tiles[0]!, tiles, 'left')).toBeNull();
});

test('a label is cut before it leaves its tile', () => {
  expect(fitLabel('brk heap', 100)).toBe('brk heap');
  expect(fitLabel('brk heap', 44)).toBe('brk h…');
  expect(fitLabel('brk heap', 20)).toBe('');
});
