import type { CallColumns } from '@/lib/model/call-columns';
import { isTimed, layoutTimed, spanOfTimed } from './timed-columns';

/** A box of the flame graph, in CSS pixels. */
export interface FlameBox {
  /** The node; of a run of narrow siblings the first of them. */
  node: number;
  x: number;
  width: number;
  depth: number;
  /** frame: one node. above: an ancestor of the zoomed node, over the whole width. run: siblings too narrow to draw, in one. */
  kind: 'frame' | 'above' | 'run';
}

export interface FlameLayout {
  /** By depth, each row ascending by x. */
  rows: FlameBox[][];
  /** Boxes in all rows. */
  count: number;
  /** Width below which siblings were merged: more than asked for where there were too many boxes. */
  minWidth: number;
}

export interface FlameFrame {
  /** CSS pixels of the whole graph. */
  width: number;
  /** The node that fills the width, with everything below it. */
  zoom: number;
  /** Siblings narrower than this become one run. */
  minWidth?: number;
  /** Rows that are in sight, half-open: other rows get no boxes. */
  rows?: { first: number; end: number };
  /** Boxes drawn at most, whatever the tree. */
  most?: number;
}

export const MIN_WIDTH = 2;
export const MOST_BOXES = 8_000;

/**
 * Where the boxes lie: root at depth 0, children below their parent from its left edge on, the heaviest first, as the columns are.
 * Costs what is drawn, not what the tree holds: the narrow siblings stand at the end, so that the first of them stands for all.
 */
export function layoutFlame(tree: CallColumns, frame: FlameFrame): FlameLayout {
  const { width, zoom, most = MOST_BOXES, minWidth = MIN_WIDTH } = frame;
  const zoomed = zoom > 0 && zoom < tree.frame.length ? zoom : 0;
  let least = minWidth;
  for (;;) {
    const layout = layoutOnce(tree, { ...frame, zoom: zoomed, minWidth: least, most });
    if (layout.count <= most || least > width) return layout;
    least *= 1.5;
  }
}

function layoutOnce(
  tree: CallColumns,
  { width, zoom, minWidth, rows: sight, most }: Required<Omit<FlameFrame, 'rows'>> & FlameFrame,
): FlameLayout {
  const first = sight?.first ?? 0;
  const end = sight?.end ?? Number.POSITIVE_INFINITY;
  if (isTimed(tree)) return layoutTimed(tree, { width, zoom, minWidth, first, end, most });
  const rows: FlameBox[][] = [];
  let count = 0;
  const put = (box: FlameBox) => {
    if (box.depth < first || box.depth >= end) return;
    while (rows.length <= box.depth) rows.push([]);
    rows[box.depth]?.push(box);
    count++;
  };
  const level = tree.depth[zoom] ?? 0;
  for (let at = tree.parent[zoom] ?? -1; at >= 0; at = tree.parent[at] ?? -1)
    put({ node: at, x: 0, width, depth: tree.depth[at] ?? 0, kind: 'above' });
  const whole = tree.total[zoom] ?? 0;
  if (!(whole > 0) || !(width > 0)) return { rows, count, minWidth };
  const scale = width / whole;
  put({ node: zoom, x: 0, width, depth: level, kind: 'frame' });
  // Two columns as a stack of work: a recursion would overflow on deep stacks.
  const nodes = [zoom];
  const lefts = [0];
  while (nodes.length > 0 && count <= most) {
    const parent = nodes.pop() ?? 0;
    let x = lefts.pop() ?? 0;
    const below = (tree.depth[parent] ?? 0) + 1;
    if (below >= end) continue;
    const last = tree.end[parent] ?? 0;
    const right = x + ((tree.total[parent] ?? 0) - (tree.self[parent] ?? 0)) * scale;
    const opened: number[] = [];
    const openedAt: number[] = [];
    for (let child = parent + 1; child < last; child = tree.end[child] ?? last) {
      const childWidth = (tree.total[child] ?? 0) * scale;
      if (childWidth < minWidth) {
        if (right - x >= 0.5) put({ node: child, x, width: right - x, depth: below, kind: 'run' });
        break;
      }
      put({ node: child, x, width: childWidth, depth: below, kind: 'frame' });
      opened.push(child);
      openedAt.push(x);
      x += childWidth;
    }
    // The leftmost on top, so that every row is filled from left to right.
    for (let i = opened.length - 1; i >= 0; i--) {
      nodes.push(opened[i] ?? 0);
      lefts.push(openedAt[i] ?? 0);
    }
  }
  return { rows, count, minWidth };
}

/** Depth of the deepest node of a subtree, drawn or not: how many rows there are. */
export function deepestBelow(tree: CallColumns, node: number): number {
  const end = tree.end[node] ?? 0;
  let depth = tree.depth[node] ?? 0;
  for (let at = node + 1; at < end; at++) depth = Math.max(depth, tree.depth[at] ?? 0);
  return depth;
}

/** The box at a point of the graph, or null; `depth` is the row. */
export function flameBoxAt(layout: FlameLayout, x: number, depth: number): FlameBox | null {
  const row = layout.rows[depth] ?? [];
  let low = 0;
  let high = row.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const box = row[middle];
    if (!box) return null;
    if (x < box.x) high = middle - 1;
    else if (x >= box.x + box.width) low = middle + 1;
    else return box;
  }
  return null;
}

/** Where a node lies with this zoom: its left edge and width in pixels; null where it is neither below nor above the zoomed one. */
export function spanOf(tree: CallColumns, zoom: number, width: number, node: number): { x: number; width: number } | null {
  if (node <= zoom && (tree.end[node] ?? 0) >= (tree.end[zoom] ?? 0)) return { x: 0, width };
  if (node < zoom || node >= (tree.end[zoom] ?? 0)) return null;
  if (isTimed(tree)) return spanOfTimed(tree, zoom, width, node);
  const scale = width / (tree.total[zoom] ?? 1);
  let x = 0;
  for (let at = node; at > zoom; at = tree.parent[at] ?? zoom) {
    const parent = tree.parent[at] ?? zoom;
    for (let elder = parent + 1; elder < at; elder = tree.end[elder] ?? at) x += (tree.total[elder] ?? 0) * scale;
  }
  return { x, width: (tree.total[node] ?? 0) * scale };
}

export type FlameMove = 'up' | 'down' | 'left' | 'right' | 'first';

/** Where an arrow leads from a node, "up" being towards the root: parent, heaviest child, the sibling at its side; itself where there is none. */
export function moveInFlame(tree: CallColumns, node: number, move: FlameMove): number {
  const parent = tree.parent[node] ?? -1;
  switch (move) {
    case 'first':
      return 0;
    case 'up':
      return parent < 0 ? node : parent;
    case 'down':
      return (tree.end[node] ?? 0) > node + 1 ? node + 1 : node;
    case 'right': {
      const next = tree.end[node] ?? 0;
      return parent >= 0 && next < (tree.end[parent] ?? 0) ? next : node;
    }
    case 'left': {
      if (parent < 0) return node;
      let elder = node;
      for (let at = parent + 1; at < node; at = tree.end[at] ?? node) elder = at;
      return elder;
    }
  }
}
