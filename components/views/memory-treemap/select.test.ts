import { expect, test } from 'vitest';
import { seedView } from '@/components/testing/seed-view';
import type { MemoryNode } from '@/lib/model/memory-tree';
import { readState, writeState } from '@/lib/view-state/query';
import type { Relation } from '../relation';
import { chooseDrawing, crumbsOf, judgeTile, selectGroups, zoomInto } from './select';
import { memoryTreemapFields } from './state';

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

test('unexplained: only what no NMT range covers, with what the listing hides of it', () => {
  const groups = selectGroups(tree, 'unexplained');
  expect(groups.map((group) => `${group.label} ${group.value / 1024}`)).toEqual(['Not shown 16917298', 'Unmatched 2298808']);
  expect(groups.flatMap(({ tiles }) => tiles).every(({ role, owner }) => owner === 'unmatched' || role === 'not-shown-outside')).toBe(true);
  expect(chooseDrawing(tree, null, 'unexplained')).toEqual({ node: tree, ask: null });
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

const make = (key: string, regionCount: number, children: MemoryNode[] = [], more: Partial<MemoryNode> = {}): MemoryNode => ({
  key,
  label: key.split('/').at(-1) ?? key,
  role: 'unexplained',
  owner: 'unmatched',
  kind: 'anonymous',
  sizeBytes: regionCount * 8,
  residentBytes: regionCount * 4,
  regionCount,
  region: key.startsWith('0x') ? key : null,
  children,
  ...more,
});
const KIND = 'group/unmatched/anonymous';
const whole = make('memory', 16, [
  make('group/unmatched', 13, [
    make(KIND, 12, [make('0x1', 1), make('0x2', 1), make(`${KIND}/from-2`, 10, [], { label: 'other (10)' })]),
    make('group/unmatched/brk-heap', 1, [make('0x3', 1, [], { kind: 'brk-heap' })]),
  ]),
  make('group/heap', 3, [make('group/heap/java-heap', 3, [make('0x4', 1), make('0x5', 1), make('0x6', 1)])]),
]);
const tileOf = (node: MemoryNode, key: string) =>
  selectGroups(node, 'rss')
    .flatMap(({ tiles }) => tiles)
    .find((tile) => tile.key === key)!;

test('zooming in: a group, then a kind, then no further; "other" opens at once', () => {
  expect(zoomInto(tileOf(whole, '0x1'), whole)).toBe('group/unmatched');
  const group = whole.children[0]!;
  expect(zoomInto(tileOf(group, '0x1'), group)).toBe(KIND);
  const kind = group.children[0]!;
  expect(zoomInto(tileOf(kind, '0x1'), kind)).toBeNull();
  expect(zoomInto(tileOf(group, '0x3'), group)).toBeNull();
  expect(zoomInto(tileOf(whole, `${KIND}/from-2`), whole)).toBe(`${KIND}/from-2`);
});

test('a zoomed group shows its kinds, a zoomed kind its regions', () => {
  expect(selectGroups(whole.children[0]!, 'rss').map(({ key }) => key)).toEqual([KIND, 'group/unmatched/brk-heap']);
  expect(selectGroups(whole.children[0]!.children[0]!, 'rss').map(({ key, tiles }) => [key, tiles.length])).toEqual([[KIND, 3]]);
});

test('the server is asked only for what the page does not hold', () => {
  expect(chooseDrawing(whole, null, 'rss')).toEqual({ node: whole, ask: null });
  expect(chooseDrawing(whole, null, 'size').ask).toBe('memory');
  expect(chooseDrawing(whole, 'group/heap', 'size')).toEqual({ node: whole.children[1], ask: null });
  expect(chooseDrawing(whole, KIND, 'rss').ask).toBe(KIND);
  expect(chooseDrawing(whole, `${KIND}/from-2`, 'rss').ask).toBe(`${KIND}/from-2`);
  expect(chooseDrawing(whole, `${KIND}/from-9`, 'rss')).toEqual({ node: null, ask: `${KIND}/from-9` });
});

test('the way back is in words', () => {
  const words = (zoom: string | null) => crumbsOf(whole, zoom, null).map(({ label }) => label);
  expect(words(null)).toEqual(['All memory']);
  expect(words(`${KIND}/from-2`)).toEqual(['All memory', 'unmatched', 'anonymous', 'other (10)']);
  expect(crumbsOf(whole, KIND, null).map(({ key }) => key)).toEqual([null, 'group/unmatched', KIND]);
});

test('a selected frame is judged for every tile, the folded ones too', () => {
  const relation: Relation = {
    frames: new Map(),
    regions: new Map([['0x1', { can: 'may', why: 'it allocates' }]]),
    judge: ({ kind }) => (kind === 'brk-heap' ? { can: 'cannot', why: 'not there' } : null),
    category: null,
    sentence: '',
  };
  expect(judgeTile(tileOf(whole, '0x1'), relation)?.can).toBe('may');
  expect(judgeTile(tileOf(whole, '0x3'), relation)?.can).toBe('cannot');
  expect(judgeTile(tileOf(whole, `${KIND}/from-2`), relation)).toBeNull();
  expect(judgeTile(tileOf(whole, '0x1'), null)).toBeNull();
});

test('the address keeps area, table and zoom, and nothing that is no node', () => {
  for (const zoom of [null, 'group/unmatched', KIND, `${KIND}/from-240`]) {
    const state = { area: 'unexplained' as const, table: true, zoom };
    expect(readState(memoryTreemapFields, writeState(memoryTreemapFields, '', state))).toEqual(state);
  }
  for (const nonsense of ['memory', '../x', 'group', 'group/a/b/from-x', 'group/a/b/c/d']) {
    expect(readState(memoryTreemapFields, `?map.zoom=${nonsense}`).zoom, nonsense).toBeNull();
  }
});
