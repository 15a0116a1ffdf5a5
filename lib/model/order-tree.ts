import { type CallColumns, type CallFrames, deriveColumns } from './call-columns';

/** A call tree as it grew: parents before their children, node 0 is the root. */
export interface GrownTree {
  parent: Int32Array;
  /** Per node: index into the frames, 0 for the root. */
  frame: Int32Array | Uint32Array;
  self: Float64Array;
}

export interface OrderedTree {
  tree: CallColumns;
  /** Where each node went: those that are left out to the nearest above them. */
  placeOf: Uint32Array;
}

/** Depth first, heaviest child first; equal siblings in the order of their names. Subtrees without weight are left out. */
export function orderTree(frames: CallFrames, grown: GrownTree): OrderedTree {
  const count = grown.parent.length;
  const total = grown.self.slice();
  for (let node = count - 1; node > 0; node--) {
    const parent = grown.parent[node] ?? 0;
    total[parent] = (total[parent] ?? 0) + (total[node] ?? 0);
  }
  const { first, children } = listChildren(frames, grown, total);
  const kept = children.length + 1;
  const frame = new Uint32Array(kept);
  const depth = new Uint32Array(kept);
  const self = new Float64Array(kept);
  const placeOf = new Uint32Array(count);
  // Nodes that wait for their turn, with their depth: at most one per node.
  const waiting = new Uint32Array(kept);
  const depths = new Uint32Array(kept);
  let top = 1;
  for (let place = 0; top > 0; place++) {
    top--;
    const node = waiting[top] ?? 0;
    const level = depths[top] ?? 0;
    frame[place] = grown.frame[node] ?? 0;
    depth[place] = level;
    self[place] = grown.self[node] ?? 0;
    placeOf[node] = place;
    for (let i = (first[node + 1] ?? 0) - 1; i >= (first[node] ?? 0); i--) {
      waiting[top] = children[i] ?? 0;
      depths[top] = level + 1;
      top++;
    }
  }
  for (let node = 1; node < count; node++) if ((total[node] ?? 0) <= 0) placeOf[node] = placeOf[grown.parent[node] ?? 0] ?? 0;
  return { tree: deriveColumns(frames, frame, depth, self), placeOf };
}

/** Children with weight, heaviest first: those of a node stand in `children` from first[node] to first[node + 1]. */
function listChildren(
  frames: CallFrames,
  { parent, frame }: GrownTree,
  total: Float64Array,
): { first: Uint32Array; children: Uint32Array } {
  const count = parent.length;
  const first = new Uint32Array(count + 2);
  let kept = 0;
  for (let node = 1; node < count; node++) {
    if ((total[node] ?? 0) <= 0) continue;
    kept++;
    const slot = (parent[node] ?? 0) + 2;
    first[slot] = (first[slot] ?? 0) + 1;
  }
  for (let slot = 2; slot < first.length; slot++) first[slot] = (first[slot] ?? 0) + (first[slot - 1] ?? 0);
  // first[node + 1] is where the next child of the node goes, and so in the end where the children of the next node begin.
  const children = new Uint32Array(kept);
  for (let node = 1; node < count; node++) {
    if ((total[node] ?? 0) <= 0) continue;
    const slot = (parent[node] ?? 0) + 1;
    const at = first[slot] ?? 0;
    children[at] = node;
    first[slot] = at + 1;
  }
  const name = (node: number) => frames.names[frame[node] ?? 0] ?? '';
  const heaviestFirst = (a: number, b: number) => {
    const order = (total[b] ?? 0) - (total[a] ?? 0);
    if (order !== 0) return order;
    return name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : (frame[a] ?? 0) - (frame[b] ?? 0);
  };
  for (let node = 0; node < count; node++) {
    const from = first[node] ?? 0;
    const to = first[node + 1] ?? 0;
    if (to - from > 1) children.subarray(from, to).sort(heaviestFirst);
  }
  return { first, children };
}
