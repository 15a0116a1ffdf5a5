import type { CallTree } from '@/lib/model/hot-stacks';

/** A box of the icicle, in CSS pixels; `node` is an index into the tree's columns. */
export interface IcicleBox {
  node: number;
  x: number;
  width: number;
  depth: number;
  /** True for the frames above the zoomed one: drawn over the whole width. */
  ancestor: boolean;
}

export interface IcicleLayout {
  boxes: IcicleBox[];
  /** Rows drawn. */
  rows: number;
  /** Nodes too narrow to draw. */
  hidden: number;
}

/** Where the subtree of `node` ends in depth-first order (exclusive). */
export function subtreeEnd(tree: CallTree, node: number): number {
  const depth = tree.depth[node] ?? 0;
  let end = node + 1;
  while (end < tree.depth.length && (tree.depth[end] ?? 0) > depth) end++;
  return end;
}

export function parentOf(tree: CallTree, node: number): number | null {
  const depth = tree.depth[node] ?? 0;
  for (let i = node - 1; i >= 0; i--) if ((tree.depth[i] ?? 0) < depth) return i;
  return null;
}

/** The frames above a node, root first. */
export function ancestorsOf(tree: CallTree, node: number): number[] {
  const path: number[] = [];
  for (let at = parentOf(tree, node); at !== null; at = parentOf(tree, at)) path.unshift(at);
  return path;
}

/**
 * Root on top, children below, left-heavy as the columns already are: a child begins where its elder sibling ends. The zoomed
 * node and its ancestors take the whole width. One pass, O(nodes of the subtree); boxes below `minWidth` are left out with
 * everything under them.
 */
export function layoutIcicle(tree: CallTree, width: number, zoom = 0, minWidth = 0.5): IcicleLayout {
  const zoomed = zoom >= 0 && zoom < tree.depth.length ? zoom : 0;
  const boxes: IcicleBox[] = ancestorsOf(tree, zoomed).map((node, depth) => ({ node, x: 0, width, depth, ancestor: true }));
  const whole = tree.total[zoomed] ?? 0;
  if (tree.depth.length === 0 || whole <= 0 || width <= 0) return { boxes, rows: boxes.length, hidden: 0 };
  const scale = width / whole;
  const end = subtreeEnd(tree, zoomed);
  // Per depth: where the next box of that depth begins, within its parent.
  const next: number[] = [];
  next[tree.depth[zoomed] ?? 0] = 0;
  let rows = boxes.length;
  let hidden = 0;
  let skipBelow = Number.POSITIVE_INFINITY;
  for (let node = zoomed; node < end; node++) {
    const depth = tree.depth[node] ?? 0;
    if (depth > skipBelow) {
      hidden++;
      continue;
    }
    skipBelow = Number.POSITIVE_INFINITY;
    const x = next[depth] ?? 0;
    const boxWidth = (tree.total[node] ?? 0) * scale;
    next[depth] = x + boxWidth;
    next[depth + 1] = x;
    if (boxWidth < minWidth) {
      hidden++;
      skipBelow = depth;
      continue;
    }
    boxes.push({ node, x, width: boxWidth, depth, ancestor: false });
    rows = Math.max(rows, depth + 1);
  }
  return { boxes, rows, hidden };
}

/** The box at a point, or null. `rowHeight` in the same unit as x and y. */
export function boxAt(layout: IcicleLayout, x: number, y: number, rowHeight: number): IcicleBox | null {
  const depth = Math.floor(y / rowHeight);
  return layout.boxes.find((box) => box.depth === depth && x >= box.x && x < box.x + box.width) ?? null;
}

export type Move = 'up' | 'down' | 'left' | 'right' | 'root';

/** Where an arrow key leads from a node: its parent, its heaviest child, the sibling at its side; the node itself where there is none. */
export function moveFocus(tree: CallTree, node: number, move: Move): number {
  const depth = tree.depth[node] ?? 0;
  switch (move) {
    case 'root':
      return 0;
    case 'up':
      return parentOf(tree, node) ?? node;
    case 'down':
      return (tree.depth[node + 1] ?? -1) === depth + 1 ? node + 1 : node;
    case 'right': {
      const after = subtreeEnd(tree, node);
      return tree.depth[after] === depth ? after : node;
    }
    case 'left': {
      for (let i = node - 1; i >= 0; i--) {
        const other = tree.depth[i] ?? 0;
        if (other === depth) return i;
        if (other < depth) return node;
      }
      return node;
    }
  }
}

/** The first frame of machine code on the heaviest path: where Java enters native code. The leaf of that path where there is none. */
export function heaviestNativeEntry(tree: CallTree): number {
  let node = 0;
  while ((tree.depth[node + 1] ?? -1) === (tree.depth[node] ?? 0) + 1) {
    node++;
    const type = tree.types[tree.frame[node] ?? 0];
    if (type === 'native' || type === 'vm' || type === 'kernel') return node;
  }
  return node;
}
