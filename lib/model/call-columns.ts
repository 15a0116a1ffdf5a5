import type { FrameType } from './profile';

/** The frames of a profile, by index; index 0 is the root, "all". Shared by every tree that is made of the same profile. */
export interface CallFrames {
  names: readonly string[];
  types: readonly FrameType[];
  /** The library or program that holds the frame, as far as the profile says: "libz.so.1.2.13"; null where it does not. */
  dsos: readonly (string | null)[];
  /** Lines of the artifact that show the frame: of the heaviest stack it ends, else of the heaviest it is in. 0 for the root. */
  firstLine: Uint32Array;
  lastLine: Uint32Array;
}

/** A call tree of any size as columns, depth first, heaviest child first. Node 0 is the root. Weights in the unit of the profile. */
export interface CallColumns {
  frames: CallFrames;
  /** Per node: index into `frames`, 0 for the root only. */
  frame: Uint32Array;
  depth: Uint32Array;
  /** The node above; -1 for the root. */
  parent: Int32Array;
  /** Where the subtree ends (exclusive): the next node that is not below this one. */
  end: Uint32Array;
  self: Float64Array;
  /** self + Σ total of the children. */
  total: Float64Array;
}

/** What is stored of a tree, and what can be worked out again: parent, end and total follow from depth and self. */
export function deriveColumns(frames: CallFrames, frame: Uint32Array, depth: Uint32Array, self: Float64Array): CallColumns {
  const count = frame.length;
  const parent = new Int32Array(count);
  const end = new Uint32Array(count);
  const total = self.slice();
  let before = 0;
  for (let node = 0; node < count; node++) {
    const level = depth[node] ?? 0;
    // Up from the node before, as many steps as it is deeper: each node is left once, so this is one pass.
    let above = node - 1;
    for (let up = before - level; up >= 0 && node > 0; up--) above = parent[above] ?? -1;
    parent[node] = above;
    before = level;
  }
  // Children stand behind their parent: from the back, every subtree is complete when its root is met.
  for (let node = count - 1; node >= 0; node--) {
    const last = end[node] || node + 1;
    end[node] = last;
    const above = parent[node] ?? -1;
    if (above < 0) continue;
    if (end[above] === 0) end[above] = last;
    total[above] = (total[above] ?? 0) + (total[node] ?? 0);
  }
  return { frames, frame, depth, parent, end, self, total };
}

/** The same nodes with other weights: what follows from their order alone is shared, not worked out again. */
export function weighAnew({ frame, depth, parent, end }: CallColumns, frames: CallFrames, self: Float64Array): CallColumns {
  const total = self.slice();
  for (let node = total.length - 1; node > 0; node--) {
    const above = parent[node] ?? 0;
    total[above] = (total[above] ?? 0) + (total[node] ?? 0);
  }
  return { frames, frame, depth, parent, end, self, total };
}

/** Name of a node's frame. */
export const nameOf = (tree: CallColumns, node: number): string => tree.frames.names[tree.frame[node] ?? 0] ?? '';
export const typeOf = (tree: CallColumns, node: number): FrameType => tree.frames.types[tree.frame[node] ?? 0] ?? 'unknown';

/** The frames above a node, root first, the node itself last. */
export function pathTo(tree: CallColumns, node: number): number[] {
  const path: number[] = [];
  for (let at = node; at >= 0; at = tree.parent[at] ?? -1) path.push(at);
  return path.reverse();
}

/** The children of a node, heaviest first. */
export function childrenOf(tree: CallColumns, node: number): number[] {
  const children: number[] = [];
  const last = tree.end[node] ?? 0;
  for (let child = node + 1; child < last; child = tree.end[child] ?? last) children.push(child);
  return children;
}
