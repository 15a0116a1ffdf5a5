import type { CallColumns } from '@/lib/model/call-columns';

/** What is asked of a tree by the name of a frame, at every move of the pointer: worked out once per tree. */
export interface TreeIndex {
  /** By frame of the profile: weight of all stacks that hold a function of the same name, recursion counted once. */
  total: Float64Array;
  /** By frame: the heaviest node that bears its name; 0 (the root) where none does. */
  heaviest: Uint32Array;
}

/** One pass over the tree. Functions of one name in several libraries count together, as they do for a selection. */
export function indexTree(tree: CallColumns): TreeIndex {
  const { names } = tree.frames;
  const ids = new Map<string, number>();
  const nameOf = Uint32Array.from(names, (name) => {
    const known = ids.get(name);
    if (known !== undefined) return known;
    ids.set(name, ids.size);
    return ids.size - 1;
  });
  const total = new Float64Array(ids.size);
  const heaviest = new Uint32Array(ids.size);
  /** By name: nodes before this one are below a node of the name, and counted. */
  const countedTo = new Uint32Array(ids.size);
  for (let node = 1; node < tree.frame.length; node++) {
    const name = nameOf[tree.frame[node] ?? 0] ?? 0;
    const weight = tree.total[node] ?? 0;
    const best = heaviest[name] ?? 0;
    if (best === 0 || weight > (tree.total[best] ?? 0)) heaviest[name] = node;
    if (node < (countedTo[name] ?? 0)) continue;
    total[name] = (total[name] ?? 0) + weight;
    countedTo[name] = tree.end[node] ?? 0;
  }
  return {
    total: Float64Array.from(nameOf, (name) => total[name] ?? 0),
    heaviest: Uint32Array.from(nameOf, (name) => heaviest[name] ?? 0),
  };
}

const made = new WeakMap<CallColumns, TreeIndex>();

/** The index of a tree; made here unless a worker made it before. */
export function indexOf(tree: CallColumns): TreeIndex {
  const known = made.get(tree);
  if (known) return known;
  const index = indexTree(tree);
  made.set(tree, index);
  return index;
}

export const keepIndex = (tree: CallColumns, index: TreeIndex): unknown => made.set(tree, index);

/** The heaviest node that bears a name; null where none does. */
export function heaviestOf(tree: CallColumns, name: string): number | null {
  const { heaviest } = indexOf(tree);
  // The same name may stand for frames of several libraries: all of them say the same.
  const frame = tree.frames.names.indexOf(name, 1);
  return (frame > 0 && heaviest[frame]) || null;
}
