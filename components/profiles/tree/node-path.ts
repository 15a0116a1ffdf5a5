import type { CallColumns } from '@/lib/model/call-columns';

// One node of a tree is named by the names on its path, hashed: "1x8ab2.9k3c". A link stays short however deep the node lies, and
// leads to the same call when the profile is read anew, by another version or from another recording. The root adds nothing.

const SEEDS: readonly number[] = [0x811c9dc5, 0x01d7c3a9];

/** FNV-1a over the UTF-16 of a name. */
function hashName(name: string, seed: number): number {
  let hash = seed;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash;
}

/** The hash of a path that goes on by one frame: the order counts, "a" below "b" is not "b" below "a". */
function extend(above: number, frame: number): number {
  const mixed = Math.imul((above << 5) ^ (above >>> 27) ^ frame, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}

/** The mark of a node: equal for two nodes only where the names on their paths are equal. */
export function markOf(tree: CallColumns, node: number): string {
  const names: string[] = [];
  for (let at = node; at > 0; at = tree.parent[at] ?? 0) names.push(tree.frames.names[tree.frame[at] ?? 0] ?? '');
  const halves = SEEDS.map((seed) => names.reduceRight((above, name) => extend(above, hashName(name, seed)), seed));
  return halves.map((half) => (half >>> 0).toString(36)).join('.');
}

/** By half of the hash: per node the hash of its path. One pass over the tree. */
function hashPaths(tree: CallColumns, seed: number): Int32Array {
  const byFrame = Int32Array.from(tree.frames.names, (name) => hashName(name, seed));
  const paths = new Int32Array(tree.frame.length);
  paths[0] = seed;
  for (let node = 1; node < paths.length; node++)
    paths[node] = extend(paths[tree.parent[node] ?? 0] ?? 0, byFrame[tree.frame[node] ?? 0] ?? 0);
  return paths;
}

/** Per node 1 where it bears the mark: one node, or several where frames of different kinds bear one name. */
export function nodesMarked(tree: CallColumns, mark: string): Uint8Array {
  const [low, high] = mark.split('.').map((half) => Number.parseInt(half, 36) | 0);
  const [lows, highs] = SEEDS.map((seed) => hashPaths(tree, seed));
  const marked = new Uint8Array(tree.frame.length);
  for (let node = 1; node < marked.length; node++) if (lows?.[node] === low && highs?.[node] === high) marked[node] = 1;
  return marked;
}
