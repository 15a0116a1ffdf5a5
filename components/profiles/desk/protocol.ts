import type { CallColumns, CallFrames } from '@/lib/model/call-columns';
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

/** What is asked. `slot`: a newer question in the same place makes an older one that has not begun pointless. */
export type Asked = { id: number; slot: string } & (
  | { kind: 'open'; hash: string; packed: ArrayBuffer }
  /** Threads and times of its samples, as stored (`lib/model/samples-codec`, gzipped). */
  | { kind: 'give'; hash: string; packed: ArrayBuffer }
  | { kind: 'shape'; recipe: Recipe }
  | { kind: 'sandwich'; recipe: Recipe; name: string }
  | { kind: 'question'; recipe: Recipe; question: Question }
  | { kind: 'file'; recipe: Recipe; file: FileAsked }
);

/** Frees what is held of a profile. */
export interface Closed {
  kind: 'close';
  hash: string;
}

export type BareColumns = Omit<CallColumns, 'frames'>;

export type Reply = { id: number } & (
  | { kind: 'opened'; frames: CallFrames; tree: BareColumns; index: TreeIndex }
  | { kind: 'given' }
  | { kind: 'shaped'; tree: BareColumns; index: TreeIndex }
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

/** The memory of all columns in a value, to be transferred: looks into plain objects and lists, no deeper than answers go. */
export function memoryOf(value: unknown, depth = 3): ArrayBuffer[] {
  if (typeof value !== 'object' || value === null || depth < 0) return [];
  if (ArrayBuffer.isView(value)) return value.buffer instanceof ArrayBuffer ? [value.buffer] : [];
  // Lists of names or rows hold no columns.
  if (Array.isArray(value)) return [];
  return [...new Set(Object.values(value).flatMap((part) => memoryOf(part, depth - 1)))];
}
