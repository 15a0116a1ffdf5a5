import { formatBytes } from '@/lib/base/bytes';
import type { MemoryNode, MemoryRole } from '@/lib/model/memory-tree';
import type { Owner, RegionKind } from '@/lib/model/region';
import type { Relation } from '../relation';

/** unexplained: RSS again, but only of what no NMT range covers. */
export type Area = 'rss' | 'size' | 'unexplained';

/** Memory that is outside every NMT range, for all that is known: unmatched regions, and what the listing hides of them. */
const isOutside = ({ owner, role }: Pick<MemoryNode, 'owner' | 'role'>): boolean => owner === 'unmatched' || role === 'not-shown-outside';

/** A leaf of the memory tree: one region, or the rest of a kind. */
export interface Tile {
  key: string;
  label: string;
  /** Label of its group: "Unmatched". */
  group: string;
  /** Keys of the nodes above it, from below the whole: ["group/unmatched", "group/unmatched/anonymous"]. */
  path: readonly string[];
  role: MemoryRole;
  owner: Owner | null;
  kind: RegionKind | null;
  /** Bytes that its area shows. */
  value: number;
  residentBytes: number;
  sizeBytes: number;
  regionCount: number;
  /** Start address, where the tile is one region. */
  region: string | null;
}

export interface TileGroup {
  key: string;
  label: string;
  value: number;
  tiles: Tile[];
}

/** A node as two levels, the parts below it and their leaves, largest first; what has no area is left out. */
export function selectGroups(node: MemoryNode, area: Area): TileGroup[] {
  const value = (leaf: MemoryNode) => (area === 'size' ? leaf.sizeBytes : area === 'rss' || isOutside(leaf) ? leaf.residentBytes : 0);
  const parts = node.children.some((child) => child.children.length > 0) ? node.children : [node];
  const groups = parts.map((part): TileGroup => {
    const leaves = leavesOf(part);
    const counts = countLabels(leaves.map(({ leaf }) => leaf));
    const tiles = leaves
      .filter(({ leaf }) => value(leaf) > 0)
      .map(
        ({ leaf, path }): Tile => ({
          key: leaf.key,
          // Fifty tiles that all say "glibc arena heap" say nothing: nameless regions are told by their figure.
          label:
            leaf.owner === 'unmatched' && leaf.region !== null && (counts.get(leaf.label) ?? 0) > 1 ? formatBytes(value(leaf)) : leaf.label,
          group: part.label,
          path,
          role: leaf.role,
          owner: leaf.owner,
          kind: leaf.kind,
          value: value(leaf),
          residentBytes: leaf.residentBytes,
          sizeBytes: leaf.sizeBytes,
          regionCount: leaf.regionCount,
          region: leaf.region,
        }),
      )
      .sort((a, b) => b.value - a.value);
    return { key: part.key, label: part.label, value: tiles.reduce((sum, tile) => sum + tile.value, 0), tiles };
  });
  return groups.filter((group) => group.tiles.length > 0).sort((a, b) => b.value - a.value);
}

function countLabels(nodes: readonly MemoryNode[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { label } of nodes) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

function leavesOf(node: MemoryNode, above: readonly string[] = []): { leaf: MemoryNode; path: readonly string[] }[] {
  if (node.children.length === 0) return [{ leaf: node, path: above }];
  return node.children.flatMap((child) => leavesOf(child, [...above, node.key]));
}

export function findNode(node: MemoryNode, key: string): MemoryNode | null {
  if (node.key === key) return node;
  for (const child of node.children) {
    const found = findNode(child, key);
    if (found) return found;
  }
  return null;
}

/** A leaf that stands for several regions, and opens: "other (n)". */
export const isFolded = (tile: { region: string | null; regionCount: number }): boolean => tile.region === null && tile.regionCount > 1;

const hasFolded = (node: MemoryNode): boolean => (node.children.length === 0 ? isFolded(node) : node.children.some(hasFolded));

/** What to draw: a node that is at hand, whether the server has a fuller one, or nothing yet. */
export interface Drawing {
  node: MemoryNode | null;
  /** Key to ask the server for; null where what is at hand is all there is. */
  ask: string | null;
}

/** The tree that came with the page holds the 250 largest by residency: by size, or zoomed in, others may be the largest. */
export function chooseDrawing(whole: MemoryNode, zoom: string | null, area: Area): Drawing {
  const node = zoom === null ? whole : findNode(whole, zoom);
  if (!node) return { node: null, ask: zoom };
  const isEnough = zoom === null && area !== 'size' ? true : !hasFolded(node);
  return { node, ask: isEnough ? null : node.key };
}

/** Where Enter on a selected tile, or a double click, leads: "other (n)" opens, a region's group comes nearer, then its kind. null: nowhere. */
export function zoomInto(tile: Tile, drawn: MemoryNode): string | null {
  if (isFolded(tile)) return tile.key;
  const at = tile.path.indexOf(drawn.key);
  for (const key of tile.path.slice(at + 1)) {
    const node = findNode(drawn, key);
    // A step that would show the same again is no step.
    if (node && node.regionCount > 1 && node.regionCount < drawn.regionCount) return key;
  }
  return null;
}

export interface Crumb {
  /** null: the whole. */
  key: string | null;
  label: string;
}

/** "group/unmatched/anonymous/from-240" → All memory › Unmatched › other anonymous › other (12). */
export function crumbsOf(whole: MemoryNode, zoom: string | null, drawn: MemoryNode | null): Crumb[] {
  const crumbs: Crumb[] = [{ key: null, label: 'All memory' }];
  const steps = zoom?.split('/') ?? [];
  for (let end = 2; end <= steps.length; end++) {
    const key = steps.slice(0, end).join('/');
    const label = drawn?.key === key ? drawn.label : (findNode(whole, key)?.label ?? 'other');
    crumbs.push({ key, label });
  }
  return crumbs;
}

/** With a frame selected: whether it can be the reason for a tile, and why. null: nothing is said. */
export function judgeTile(tile: Tile, related: Relation | null) {
  if (!related) return null;
  return (tile.region === null ? null : related.regions.get(tile.region)) ?? related.judge(tile);
}
