import type { CallColumns, CallFrames } from '@/lib/model/call-columns';
import type { CallDiff, DiffScale } from '@/lib/model/call-diff';
import type { BySide, DiffShape, Side } from '../diff/shape';
import type { FileAsked } from './make-file';
import type { Question } from './questions';
import type { Shape } from './shape';
import type { TreeIndex } from './tree-index';

// Between the page and the worker that holds large trees. Frames go over once, with the tree of the profile: every other tree is made of
// the same ones. Columns are transferred, never copied on the page's side.

/** A tree of the profile called `hash`, in a shape. */
export interface Recipe {
  hash: string;
  shape: Shape;
}

/** Two profiles held as one tree under the name `pair`, in a shape. */
export interface PairRecipe {
  pair: string;
  shape: DiffShape;
}

export type AnyRecipe = Recipe | PairRecipe;

/** What is asked. `slot`: a newer question in the same place makes an older one that has not begun pointless. */
export type Asked = { id: number; slot: string } & (
  | { kind: 'open'; hash: string; packed: ArrayBuffer }
  /** Threads and times of its samples, as stored (`lib/model/samples-codec`, gzipped). */
  | { kind: 'give'; hash: string; packed: ArrayBuffer }
  /** Two profiles, each as `open` takes one, to be held as one tree. */
  | { kind: 'open-pair'; pair: string; packed: BySide<ArrayBuffer> }
  | { kind: 'give-side'; pair: string; side: Side; packed: ArrayBuffer }
  | { kind: 'shape'; recipe: Recipe }
  | { kind: 'shape-pair'; recipe: PairRecipe }
  | { kind: 'sandwich'; recipe: AnyRecipe; name: string }
  | { kind: 'question'; recipe: AnyRecipe; question: Question }
  | { kind: 'file'; recipe: AnyRecipe; file: FileAsked }
);

/** Of a union, each of its members without its id. */
export type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

/** Frees what is held of a profile, or of a pair, by its name. */
export interface Closed {
  kind: 'close';
  hash: string;
}

export type BareColumns = Omit<CallColumns, 'frames'>;

type Weights = Pick<CallColumns, 'self' | 'total'>;

/** A diff without its frames: what its three trees have in common once, and the weights of each. */
export interface BareDiff extends Omit<BareColumns, 'self' | 'total'> {
  from: Weights;
  to: Weights;
  both: Weights;
  scale: DiffScale;
}

export type Reply = { id: number } & (
  | { kind: 'opened'; frames: CallFrames; tree: BareColumns; index: TreeIndex }
  | { kind: 'given' }
  | { kind: 'shaped'; tree: BareColumns; index: TreeIndex }
  /** A pair was opened: with its frames, whose names both sides share. */
  | { kind: 'opened-pair'; frames: BySide<CallFrames>; diff: BareDiff; index: TreeIndex }
  | { kind: 'shaped-pair'; diff: BareDiff; index: TreeIndex }
  | { kind: 'halves'; callers: BareColumns; callees: BareColumns }
  | { kind: 'answer'; value: unknown }
  | { kind: 'file'; file: Blob }
  /** The profile is no longer held here. */
  | { kind: 'gone' }
  | { kind: 'broken'; message: string }
);

/** The columns without their frames, in memory of their own where `copied`: what is transferred is gone for whoever sent it. */
export function bareOf({ frame, depth, parent, end, self, total }: CallColumns, copied: boolean): BareColumns {
  if (!copied) return { frame, depth, parent, end, self, total };
  return {
    frame: frame.slice(),
    depth: depth.slice(),
    parent: parent.slice(),
    end: end.slice(),
    self: self.slice(),
    total: total.slice(),
  };
}

/** The columns of a diff, in memory of their own: the worker goes on shaping it. */
export function bareDiffOf({ from, to, both, scale }: CallDiff): BareDiff {
  const { self, total, ...common } = bareOf(both, true);
  const weights = (tree: CallColumns): Weights => ({ self: tree.self.slice(), total: tree.total.slice() });
  return { ...common, from: weights(from), to: weights(to), both: { self, total }, scale };
}

/** The diff again, with the frames of its sides. */
export function diffOfBare({ from, to, both, scale, ...common }: BareDiff, frames: BySide<CallFrames>): CallDiff {
  return {
    from: { ...common, ...from, frames: frames.from },
    to: { ...common, ...to, frames: frames.to },
    both: { ...common, ...both, frames: frames.to },
    scale,
  };
}

/** The memory of all columns in a value, to be transferred: looks into plain objects and lists, no deeper than answers go. */
export function memoryOf(value: unknown, depth = 3): ArrayBuffer[] {
  if (typeof value !== 'object' || value === null || depth < 0) return [];
  if (ArrayBuffer.isView(value)) return value.buffer instanceof ArrayBuffer ? [value.buffer] : [];
  // Lists of names or rows hold no columns.
  if (Array.isArray(value)) return [];
  return [...new Set(Object.values(value).flatMap((part) => memoryOf(part, depth - 1)))];
}
