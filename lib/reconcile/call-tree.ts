import type { CallTree } from '@/lib/model/hot-stacks';
import type { FrameType, Profile } from '@/lib/model/profile';

/** So many nodes an icicle can still show, and a browser load at once. */
export const MOST_NODES = 20_000;

/** A prefix tree as columns. Node 0 is the root "all"; a node comes after its parent. */
interface Trie {
  /** Index into the frames of the profile; -1 for the root. */
  frame: number[];
  parent: number[];
  self: number[];
  total: number[];
}

function compareFrames(a: readonly number[], b: readonly number[]): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const order = (a[i] ?? 0) - (b[i] ?? 0);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Merges stacks from the root on. Sorted stacks share their beginning with the one before, so no look-up is needed. */
function growTrie(stacks: readonly { frames: readonly number[]; weight: number }[]): Trie {
  const trie: Trie = { frame: [-1], parent: [-1], self: [0], total: [0] };
  const sorted = [...stacks].sort((a, b) => compareFrames(a.frames, b.frames));
  /** Nodes of the stack before, path[0] is the root. */
  const path = [0];
  let before: readonly number[] = [];
  for (const { frames, weight } of sorted) {
    let shared = 0;
    while (shared < frames.length && shared < before.length && frames[shared] === before[shared]) shared++;
    path.length = shared + 1;
    for (let i = shared; i < frames.length; i++) {
      const node = trie.frame.length;
      trie.frame.push(frames[i] ?? -1);
      trie.parent.push(path[i] ?? 0);
      trie.self.push(0);
      trie.total.push(0);
      path.push(node);
    }
    const leaf = path[frames.length] ?? 0;
    trie.self[leaf] = (trie.self[leaf] ?? 0) + weight;
    before = frames;
  }
  for (let node = trie.frame.length - 1; node >= 0; node--) {
    const total = (trie.total[node] ?? 0) + (trie.self[node] ?? 0);
    trie.total[node] = total;
    const parent = trie.parent[node] ?? -1;
    if (parent >= 0) trie.total[parent] = (trie.total[parent] ?? 0) + total;
  }
  return trie;
}

/**
 * Which nodes to keep: the heaviest, so many that with one "(n smaller)" beside every group of dropped siblings they stay within
 * `most`. A parent weighs at least as much as its child and was made before it, so the kept ones are always connected.
 */
function chooseNodes(trie: Trie, most: number): Uint8Array {
  const count = trie.frame.length;
  const kept = new Uint8Array(count).fill(1);
  if (count <= most) return kept;
  const byWeight = Array.from({ length: count }, (_, node) => node).sort((a, b) => (trie.total[b] ?? 0) - (trie.total[a] ?? 0) || a - b);
  let low = 1;
  let high = Math.min(count, most);
  const keep = (size: number): number => {
    kept.fill(0);
    for (let i = 0; i < size; i++) kept[byWeight[i] ?? 0] = 1;
    const groups = new Set<number>();
    for (let i = size; i < count; i++) {
      const parent = trie.parent[byWeight[i] ?? 0] ?? 0;
      if (kept[parent] === 1) groups.add(parent);
    }
    return size + groups.size;
  };
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (keep(middle) <= most) low = middle;
    else high = middle - 1;
  }
  keep(low);
  return kept;
}

/** Node → its children, heaviest first; equal ones in the order of their names, so that the same stacks always give the same tree. */
function listChildren(trie: Trie, kept: Uint8Array, nameOf: (node: number) => string): number[][] {
  const children: number[][] = trie.frame.map(() => []);
  for (let node = 1; node < trie.frame.length; node++) if (kept[node] === 1) children[trie.parent[node] ?? 0]?.push(node);
  for (const list of children) {
    if (list.length < 2) continue;
    list.sort((a, b) => {
      const order = (trie.total[b] ?? 0) - (trie.total[a] ?? 0);
      if (order !== 0) return order;
      return nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : a - b;
    });
  }
  return children;
}

/**
 * The call tree of all stacks: columns, depth first, heaviest child first, root "all" at depth 0 with the whole weight.
 * For every node: total = self + Σ total of its children. Beyond `most` nodes, light siblings are merged into "(n smaller)".
 */
export function buildCallTree(profile: Pick<Profile, 'frames' | 'stacks'>, most = MOST_NODES): CallTree {
  const { frames } = profile;
  const trie = growTrie(profile.stacks);
  const nameOf = (node: number) => frames[trie.frame[node] ?? -1]?.name ?? '';
  const kept = chooseNodes(trie, most);
  const children = listChildren(trie, kept, nameOf);
  const smaller = new Map<number, { count: number; weight: number }>();
  for (let node = 1; node < trie.frame.length; node++) {
    const parent = trie.parent[node] ?? 0;
    if (kept[node] === 1 || kept[parent] !== 1) continue;
    const group = smaller.get(parent) ?? { count: 0, weight: 0 };
    smaller.set(parent, { count: group.count + 1, weight: group.weight + (trie.total[node] ?? 0) });
  }

  const tree: CallTree = { names: [], types: [], frame: [], depth: [], self: [], total: [] };
  const namesByKey = new Map<string, number>();
  function push(name: string, type: FrameType, depth: number, self: number, total: number): void {
    const key = `${type} ${name}`;
    let at = namesByKey.get(key);
    if (at === undefined) {
      at = tree.names.push(name) - 1;
      tree.types.push(type);
      namesByKey.set(key, at);
    }
    tree.frame.push(at);
    tree.depth.push(depth);
    tree.self.push(self);
    tree.total.push(total);
  }

  // Two columns as a stack of work: stacks of thousands of frames would overflow a recursion. A negative node is the group of its parent.
  const nodes = [0];
  const depths = [0];
  while (nodes.length > 0) {
    const node = nodes.pop() ?? 0;
    const depth = depths.pop() ?? 0;
    if (node < 0) {
      const group = smaller.get(-node - 1);
      if (group) push(`(${group.count} smaller)`, 'unknown', depth, group.weight, group.weight);
      continue;
    }
    const frame = frames[trie.frame[node] ?? -1];
    push(frame?.name ?? 'all', frame?.type ?? 'unknown', depth, trie.self[node] ?? 0, trie.total[node] ?? 0);
    if (smaller.has(node)) {
      nodes.push(-node - 1);
      depths.push(depth + 1);
    }
    const list = children[node] ?? [];
    for (let i = list.length - 1; i >= 0; i--) {
      nodes.push(list[i] ?? 0);
      depths.push(depth + 1);
    }
  }
  return tree;
}
