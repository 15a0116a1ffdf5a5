import type { CallColumns } from '@/lib/model/call-columns';

/** The nodes that a tree shows with these opened, in order. The root is always open. */
export function listOpenNodes(tree: CallColumns, opened: ReadonlySet<number>, zoom = 0): number[] {
  const shown: number[] = [];
  const last = tree.end[zoom] ?? 0;
  for (let node = zoom; node < last; ) {
    shown.push(node);
    node = node === zoom || opened.has(node) ? node + 1 : (tree.end[node] ?? last);
  }
  return shown;
}

/** The nodes on the heaviest path, as long as it holds half of its beginning: what is opened at first. */
export function heaviestPath(tree: CallColumns, from = 0): number[] {
  const path: number[] = [from];
  const enough = (tree.total[from] ?? 0) / 2;
  for (let node = from; (tree.end[node] ?? 0) > node + 1 && (tree.total[node + 1] ?? 0) >= enough; node++) path.push(node + 1);
  return path;
}

const MOST_OPENED = 5_000;

/** A node and everything below it, the first so many of it. */
export function subtreeOf(tree: CallColumns, node: number): number[] {
  const end = Math.min(tree.end[node] ?? 0, node + MOST_OPENED);
  return Array.from({ length: Math.max(0, end - node) }, (_, i) => node + i);
}

/** Place among its siblings, from 1, and how many there are. */
export function placeOf(tree: CallColumns, node: number): { place: number; siblings: number } {
  const parent = tree.parent[node] ?? -1;
  if (parent < 0) return { place: 1, siblings: 1 };
  let place = 0;
  let siblings = 0;
  for (let at = parent + 1; at < (tree.end[parent] ?? 0); at = tree.end[at] ?? 0) {
    siblings++;
    if (at === node) place = siblings;
  }
  return { place, siblings };
}
