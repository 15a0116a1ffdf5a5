import { type CallColumns, nameOf } from '@/lib/model/call-columns';

/** Parts of the whole below this are too narrow to be seen, or pointed at, even zoomed to a tenth: two to the power of so many. */
const LEAST_POWER = 14;
/** Nodes that a picture has at most, or a few more. */
const MOST_NODES = 20_000;

interface Group {
  frame: number;
  depth: number;
  /** Nodes of the whole tree that stand at this place, of all threads. */
  members: number[];
  total: number;
  self: number;
  /** Heaviest first; null where it was not opened. */
  children: Group[] | null;
}

/**
 * What of a large tree can be seen in a small picture, threads joined: a tree of its own, with the weights of the whole. Of siblings too
 * narrow to be seen only the heaviest is there, for all of them. Costs what is seen, not what the tree holds: what is heavy is opened
 * before what is light, wherever it stands, until there are nodes enough.
 */
export function visibleTree(tree: CallColumns): CallColumns {
  const whole = tree.total[0] ?? 0;
  const root: Group = { frame: 0, depth: 0, members: [0], total: whole, self: tree.self[0] ?? 0, children: null };
  const least = whole / 2 ** LEAST_POWER;
  /** By power of two below the whole: 0 is half of it and more. Nothing is heavier than what it stands below. */
  const waiting: Group[][] = Array.from({ length: LEAST_POWER + 1 }, () => []);
  waiting[0]?.push(root);
  let count = 1;
  for (const alike of waiting) {
    // What is added while it is gone through comes last.
    for (const group of alike) {
      if (count >= MOST_NODES) break;
      const children = gatherChildren(tree, group);
      const narrow = children.findIndex(({ total }) => total < least);
      group.children = narrow < 0 ? children : children.slice(0, narrow + 1);
      count += group.children.length;
      for (const child of group.children)
        if (child.total >= least) waiting[Math.min(LEAST_POWER, Math.floor(Math.log2(whole / child.total)))]?.push(child);
    }
  }
  return toColumns(tree, inOrder(root));
}

/** Depth first. */
function inOrder(root: Group): Group[] {
  const order: Group[] = [];
  const waiting = [root];
  for (let group = waiting.pop(); group; group = waiting.pop()) {
    order.push(group);
    for (let i = (group.children?.length ?? 0) - 1; i >= 0; i--) {
      const child = group.children?.[i];
      if (child) waiting.push(child);
    }
  }
  return order;
}

/** Everything below the members by frame, heaviest first; frames that stand for threads are looked through. */
function gatherChildren(tree: CallColumns, { members, depth }: Group): Group[] {
  const groups = new Map<number, Group>();
  const put = (node: number, frame: number, total: number, isAlone = false) => {
    const known = groups.get(frame) ?? { frame, depth: depth + 1, members: [], total: 0, self: 0, children: null };
    if (known.members.length === 0) groups.set(frame, known);
    if (!isAlone) known.members.push(node);
    known.total += total;
    known.self += tree.self[node] ?? 0;
  };
  const open = [...members];
  for (let parent = open.pop(); parent !== undefined; parent = open.pop()) {
    const end = tree.end[parent] ?? 0;
    for (let node = parent + 1; node < end; node = tree.end[node] ?? end) {
      const frame = tree.frame[node] ?? 0;
      if (tree.frames.types[frame] === 'thread') {
        // A stack of nothing but its thread stays as it is.
        const alone = tree.self[node] ?? 0;
        if (alone > 0) put(node, frame, alone, true);
        open.push(node);
      } else put(node, frame, tree.total[node] ?? 0);
    }
  }
  const { names } = tree.frames;
  return [...groups.values()].sort((a, b) => b.total - a.total || ((names[a.frame] ?? '') < (names[b.frame] ?? '') ? -1 : 1));
}

/** Only the frames that are left are taken along. */
function toColumns(tree: CallColumns, kept: readonly Group[]): CallColumns {
  const used = [...new Set(kept.map(({ frame }) => frame))];
  const place = new Map(used.map((frame, i) => [frame, i]));
  const parent = new Int32Array(kept.length).fill(-1);
  const end = new Uint32Array(kept.length);
  const path: number[] = [];
  kept.forEach(({ depth }, node) => {
    // Whatever stood at this depth or below has ended.
    for (const ended of path.splice(depth)) end[ended] = node;
    parent[node] = path.at(-1) ?? -1;
    path.push(node);
  });
  for (const ended of path) end[ended] = kept.length;
  const { names, types, dsos, firstLine, lastLine } = tree.frames;
  return {
    frames: {
      names: used.map((frame) => names[frame] ?? ''),
      types: used.map((frame) => types[frame] ?? 'unknown'),
      dsos: used.map((frame) => dsos[frame] ?? null),
      firstLine: Uint32Array.from(used, (frame) => firstLine[frame] ?? 0),
      lastLine: Uint32Array.from(used, (frame) => lastLine[frame] ?? 0),
    },
    frame: Uint32Array.from(kept, ({ frame }) => place.get(frame) ?? 0),
    depth: Uint32Array.from(kept, ({ depth }) => depth),
    parent,
    end,
    self: Float64Array.from(kept, ({ self }) => self),
    total: Float64Array.from(kept, ({ total }) => total),
  };
}

/** The functions that most stacks end in, heaviest first: what the profile is about, in a line. */
export function hottestOf(tree: CallColumns, most: number): { name: string; self: number }[] {
  const selfOf = new Map<number, number>();
  for (let node = 1; node < tree.frame.length; node++) {
    const frame = tree.frame[node] ?? 0;
    const self = tree.self[node] ?? 0;
    if (self > 0 && tree.frames.types[frame] !== 'thread') selfOf.set(frame, (selfOf.get(frame) ?? 0) + self);
  }
  return [...selfOf]
    .sort((a, b) => b[1] - a[1])
    .slice(0, most)
    .map(([frame, self]) => ({ name: tree.frames.names[frame] ?? '', self }));
}

/** The node of another tree that has the same frames above it, as far down as there is one: a zoom that outlives the tree it was made in. */
export function sameNode(before: CallColumns, node: number, after: CallColumns): number {
  const names: string[] = [];
  for (let at = node; at > 0; at = before.parent[at] ?? 0) names.push(nameOf(before, at));
  let at = 0;
  for (const name of names.reverse()) {
    const last = after.end[at] ?? 0;
    let child = at + 1;
    while (child < last && nameOf(after, child) !== name) child = after.end[child] ?? last;
    if (child >= last) break;
    at = child;
  }
  return at;
}
