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
