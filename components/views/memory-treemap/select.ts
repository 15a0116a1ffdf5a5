import { formatBytes } from '@/lib/base/bytes';
import type { MemoryNode, MemoryRole } from '@/lib/model/memory-tree';

export type Area = 'rss' | 'size';

/** A leaf of the memory tree: one region, or the rest of a kind. */
export interface Tile {
  key: string;
  label: string;
  /** Label of its group: "Unmatched". */
  group: string;
  role: MemoryRole;
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

/** The tree as two levels, owner groups and leaves, largest first; what has no area is left out. */
export function selectGroups(tree: MemoryNode, area: Area): TileGroup[] {
  const value = (node: MemoryNode) => (area === 'rss' ? node.residentBytes : node.sizeBytes);
  const groups = (tree.children.length > 0 ? tree.children : [tree]).map((group): TileGroup => {
    const leavesOf = leaves(group);
    const counts = countLabels(leavesOf);
    const tiles = leavesOf
      .filter((leaf) => value(leaf) > 0)
      .map(
        (leaf): Tile => ({
          key: leaf.key,
          // Fifty tiles that all say "glibc arena heap" say nothing: nameless regions are told by their figure.
          label:
            leaf.owner === 'unmatched' && leaf.region !== null && (counts.get(leaf.label) ?? 0) > 1 ? formatBytes(value(leaf)) : leaf.label,
          group: group.label,
          role: leaf.role,
          value: value(leaf),
          residentBytes: leaf.residentBytes,
          sizeBytes: leaf.sizeBytes,
          regionCount: leaf.regionCount,
          region: leaf.region,
        }),
      )
      .sort((a, b) => b.value - a.value);
    return { key: group.key, label: group.label, value: tiles.reduce((sum, tile) => sum + tile.value, 0), tiles };
  });
  return groups.filter((group) => group.tiles.length > 0).sort((a, b) => b.value - a.value);
}

function countLabels(nodes: readonly MemoryNode[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { label } of nodes) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

function leaves(node: MemoryNode): MemoryNode[] {
  return node.children.length === 0 ? [node] : node.children.flatMap(leaves);
}

export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Height of a group's label. */
export const LABEL_HEIGHT = 17;
const GAP = 3;

/** A tile's place once its group has given its top line to a label: the same share of what is left. */
export function placeTile(tile: Rect, group: Rect): Rect {
  const strip = labelStrip(group);
  const scaleX = Math.max(group.width - GAP, 0) / (group.width || 1);
  const scaleY = Math.max(group.height - GAP - strip, 0) / (group.height || 1);
  return {
    x: group.x + (tile.x - group.x) * scaleX,
    y: group.y + strip + (tile.y - group.y) * scaleY,
    width: tile.width * scaleX,
    height: tile.height * scaleY,
  };
}

/** Small groups have no label: the foot and the table name them. */
export function labelStrip(group: Rect): number {
  return group.height > 30 && group.width > 44 ? LABEL_HEIGHT : 0;
}

export type Direction = 'left' | 'right' | 'up' | 'down';

/** The tile an arrow key leads to: the nearest one whose middle lies in that direction, preferring those in line. null at the edge. */
export function nearestTile<T extends Rect>(from: Rect, tiles: readonly T[], direction: Direction): T | null {
  const middle = (rect: Rect) => ({ x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 });
  const start = middle(from);
  let best: T | null = null;
  let bestScore = Number.POSITIVE_INFINITY;
  for (const tile of tiles) {
    const { x, y } = middle(tile);
    const [dx, dy] = [x - start.x, y - start.y];
    const along = { left: -dx, right: dx, up: -dy, down: dy }[direction];
    if (along <= 0.5) continue;
    const across = Math.abs(direction === 'left' || direction === 'right' ? dy : dx);
    const score = along + 2 * across;
    if (score < bestScore) [best, bestScore] = [tile, score];
  }
  return best;
}

/** Cuts a label to a tile by the average width of a character at 11 px; "" where it would say nothing. */
export function fitLabel(text: string, width: number): string {
  const characters = Math.floor((width - 8) / 6);
  if (text.length <= characters) return text;
  return characters < 3 ? '' : `${text.slice(0, characters - 1)}…`;
}
