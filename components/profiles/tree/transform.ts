import { type CallColumns, deriveColumns } from '@/lib/model/call-columns';
import { ColumnBuilder } from '@/lib/model/column-builder';
import type { Transform } from '@/lib/view-state/transforms';
import { nodesMarked } from './node-path';

/** One per frame of the profile: whether it bears the name. */
function framesNamed(tree: CallColumns, name: string): Uint8Array {
  return Uint8Array.from(tree.frames.names, (other, i) => (i > 0 && other === name ? 1 : 0));
}

const framesOfLibrary = (tree: CallColumns, dso: string): Uint8Array =>
  Uint8Array.from(tree.frames.dsos, (other) => (other === dso ? 1 : 0));

/** A tree made of another one, and where what ended in a node of that one ends now: a node of the new tree, or -1 where it is left out. */
export interface Placed {
  tree: CallColumns;
  /** Per node of the tree before. */
  placeOf: Int32Array;
}

/** Where a node goes: another node of the new tree; -1: it and all below it are left out. */
type Move = (node: number, parentMoved: number) => number;

/** Ends the new tree; `moved` becomes the places, in the memory it has. */
export function finishPlaced(builder: ColumnBuilder, tree: CallColumns, moved: Int32Array): Placed {
  const { tree: made, placeOf } = builder.finishWithPlaces(tree.frames);
  for (let node = 0; node < moved.length; node++) {
    const to = moved[node] ?? -1;
    moved[node] = to < 0 ? -1 : (placeOf[to] ?? -1);
  }
  return { tree: made, placeOf: moved };
}

/** Moves every node of a tree, parents first, into a new one, with its self weight. */
function rebuild(tree: CallColumns, makeMove: (builder: ColumnBuilder) => Move): Placed {
  const builder = new ColumnBuilder();
  const move = makeMove(builder);
  const moved = new Int32Array(tree.frame.length);
  builder.add(0, tree.self[0] ?? 0);
  for (let node = 1; node < moved.length; node++) {
    const above = moved[tree.parent[node] ?? 0] ?? 0;
    const to = above < 0 ? -1 : move(node, above);
    moved[node] = to;
    if (to >= 0) builder.add(to, tree.self[node] ?? 0);
  }
  return finishPlaced(builder, tree, moved);
}

/** Whether a node is one that a transform means. */
type IsWanted = (node: number) => boolean;

/** Only what runs below the outermost of these: they stand below the root. */
function focusOn(tree: CallColumns, isWanted: IsWanted): Placed {
  const builder = new ColumnBuilder();
  const moved = new Int32Array(tree.frame.length).fill(-1);
  for (let node = 1; node < moved.length; node++) {
    const above = moved[tree.parent[node] ?? 0] ?? -1;
    if (above < 0 && !isWanted(node)) continue;
    const to = builder.child(Math.max(0, above), tree.frame[node] ?? 0);
    moved[node] = to;
    builder.add(to, tree.self[node] ?? 0);
  }
  return finishPlaced(builder, tree, moved);
}

/** Only what runs below the outermost calls of these frames. */
const focus = (tree: CallColumns, wanted: Uint8Array): Placed => focusOn(tree, (node) => wanted[tree.frame[node] ?? 0] === 1);

/** Without every stack that passes through one of these. */
const drop = (tree: CallColumns, unwanted: Uint8Array): Placed =>
  rebuild(tree, (builder) => (node, above) => (unwanted[tree.frame[node] ?? 0] === 1 ? -1 : builder.child(above, tree.frame[node] ?? 0)));

/** Without these nodes themselves: what they weigh goes to their callers. */
const mergeOf = (tree: CallColumns, isUnwanted: IsWanted): Placed =>
  rebuild(tree, (builder) => (node, above) => (isUnwanted(node) ? above : builder.child(above, tree.frame[node] ?? 0)));

const merge = (tree: CallColumns, unwanted: Uint8Array): Placed => mergeOf(tree, (node) => unwanted[tree.frame[node] ?? 0] === 1);

/** Whatever these call melts into the outermost of them. */
function collapse(tree: CallColumns, wanted: Uint8Array): Placed {
  const inside = new Uint8Array(tree.frame.length);
  return rebuild(tree, (builder) => (node, above) => {
    if (inside[tree.parent[node] ?? 0] === 1) {
      inside[node] = 1;
      return above;
    }
    const frame = tree.frame[node] ?? 0;
    if (wanted[frame] === 1) inside[node] = 1;
    return builder.child(above, frame);
  });
}

/** A library's frames, one called by the other, become one: its own name stays that of the first. */
function collapseRuns(tree: CallColumns, wanted: Uint8Array): Placed {
  const isWanted = (node: number) => wanted[tree.frame[node] ?? 0] === 1;
  return rebuild(
    tree,
    (builder) => (node, above) =>
      isWanted(node) && isWanted(tree.parent[node] ?? 0) ? above : builder.child(above, tree.frame[node] ?? 0),
  );
}

/** A function that calls itself, over others or not, stands once: what is between its outermost and its innermost call is left out. */
function collapseRecursion(tree: CallColumns, wanted: Uint8Array): Placed {
  /** Where the outermost call of the function went, per node below it; -1 above it. */
  const outermost = new Int32Array(tree.frame.length).fill(-1);
  return rebuild(tree, (builder) => (node, above) => {
    const frame = tree.frame[node] ?? 0;
    const around = outermost[tree.parent[node] ?? 0] ?? -1;
    if (wanted[frame] !== 1) {
      outermost[node] = around;
      return builder.child(above, frame);
    }
    const to = around >= 0 ? around : builder.child(above, frame);
    outermost[node] = to;
    return to;
  });
}

/** Whether some frames stand for threads: perf and async-profiler -t put them at the root. */
export const hasThreads = (tree: CallColumns): boolean => tree.frames.types.includes('thread');

/** What threads have in common stands together: frames that stand for threads are left out. A stack of nothing else stays as it is. */
export function joinPlaced(tree: CallColumns): Placed {
  const builder = new ColumnBuilder();
  const moved = new Int32Array(tree.frame.length);
  /** Where the weight goes: that of a thread without a stack stays its own. */
  const ends = new Int32Array(tree.frame.length);
  builder.add(0, tree.self[0] ?? 0);
  for (let node = 1; node < moved.length; node++) {
    const frame = tree.frame[node] ?? 0;
    const above = moved[tree.parent[node] ?? 0] ?? 0;
    const isThread = tree.frames.types[frame] === 'thread';
    const self = tree.self[node] ?? 0;
    const to = isThread ? above : builder.child(above, frame);
    moved[node] = to;
    ends[node] = isThread && self > 0 ? builder.child(above, frame) : to;
    builder.add(ends[node] ?? 0, self);
  }
  return finishPlaced(builder, tree, ends);
}

export const joinThreads = (tree: CallColumns): CallColumns => joinPlaced(tree).tree;

/** A step of one node. Made while leaves stood on top, it is done on that tree: turned twice, a tree is itself. */
function applyToNode(tree: CallColumns, { letter, path = '', inverted }: Transform): Placed {
  const turn = inverted ? invertPlaced(tree) : null;
  const turned = turn?.tree ?? tree;
  const marked = nodesMarked(turned, path);
  const isMarked = (node: number) => marked[node] === 1;
  const done = letter === 'F' ? focusOn(turned, isMarked) : mergeOf(turned, isMarked);
  return turn ? chain(chain(turn, done), invertPlaced(done.tree)) : done;
}

/** One after the other. */
export const chain = (first: Placed, second: Placed): Placed => ({
  tree: second.tree,
  placeOf: first.placeOf.map((node) => (node < 0 ? -1 : (second.placeOf[node] ?? -1))),
});

function applyOne(tree: CallColumns, step: Transform): Placed {
  const { letter, name } = step;
  switch (letter) {
    case 'F':
    case 'M':
      return applyToNode(tree, step);
    case 'f':
      return focus(tree, framesNamed(tree, name));
    case 'd':
      return drop(tree, framesNamed(tree, name));
    case 'm':
      return merge(tree, framesNamed(tree, name));
    case 'c':
      return collapse(tree, framesNamed(tree, name));
    case 'r':
      return collapseRecursion(tree, framesNamed(tree, name));
    case 'R':
      return collapseRuns(tree, framesNamed(tree, name));
    case 'C':
      return collapseRuns(tree, framesOfLibrary(tree, name));
  }
}

/** The tree after all of them, in their order. Frames and their indices stay those of the profile. */
export const applyTransforms = (tree: CallColumns, list: readonly Transform[]): CallColumns =>
  list.reduce((before, step) => applyOne(before, step).tree, tree);

/** The same, from a tree that was made of another one, and where the weights of that one went. */
export const transformPlaced = (placed: Placed, list: readonly Transform[]): Placed =>
  list.reduce((before, step) => chain(before, applyOne(before.tree, step)), placed);

/** A tree as it is: every weight in its place. */
export const placedAsIs = (tree: CallColumns): Placed => ({ tree, placeOf: Int32Array.from(tree.frame, (_, node) => node) });

/** Leaves first: below the root stands every frame that ends stacks, below it its callers. */
export const invert = (tree: CallColumns): CallColumns => invertPlaced(tree).tree;

function invertPlaced(tree: CallColumns): Placed {
  const builder = new ColumnBuilder();
  const moved = new Int32Array(tree.frame.length).fill(-1);
  for (let node = 1; node < tree.frame.length; node++) {
    const weight = tree.self[node] ?? 0;
    if (weight > 0) moved[node] = climb(builder, tree, node, weight);
  }
  builder.add(0, tree.self[0] ?? 0);
  moved[0] = 0;
  return finishPlaced(builder, tree, moved);
}

/** Adds the weight at the end of the path from a node up to the root; gives that end. */
function climb(builder: ColumnBuilder, tree: CallColumns, node: number, weight: number): number {
  let to = 0;
  for (let at = node; at > 0; at = tree.parent[at] ?? 0) to = builder.child(to, tree.frame[at] ?? 0);
  builder.add(to, weight);
  return to;
}

/** The one child of the root as the root; as it is where there are several, or none. */
function withoutRoot(tree: CallColumns): CallColumns {
  if (tree.frame.length < 2 || tree.end[1] !== tree.frame.length) return tree;
  return deriveColumns(
    tree.frames,
    tree.frame.slice(1),
    tree.depth.slice(1).map((depth) => depth - 1),
    tree.self.slice(1),
  );
}

export interface Sandwich {
  /** The frame, then its callers below it: every stack that holds the frame, recursion counted once. */
  callers: CallColumns;
  /** The frame, then what it calls. */
  callees: CallColumns;
}

/** What calls a function and what it calls. The weight of both is its total. */
export function makeSandwich(tree: CallColumns, name: string): Sandwich {
  const wanted = framesNamed(tree, name);
  const callers = new ColumnBuilder();
  for (let node = 1; node < tree.frame.length; ) {
    if (wanted[tree.frame[node] ?? 0] !== 1) {
      node++;
      continue;
    }
    climb(callers, tree, node, tree.total[node] ?? 0);
    node = tree.end[node] ?? node + 1;
  }
  return { callers: withoutRoot(callers.finish(tree.frames)), callees: withoutRoot(focus(tree, wanted).tree) };
}
