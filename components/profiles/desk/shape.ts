import type { CallColumns } from '@/lib/model/call-columns';
import type { Transform } from '@/lib/view-state/transforms';
import { applyTransforms, hasThreads, invert, joinThreads } from '../tree/transform';

/** How a profile's tree is looked at. Applied in this order; plain data, so that it can be sent to a worker and named by its JSON. */
export interface Shape {
  /** Each thread by itself; otherwise what threads have in common stands together. */
  threads: boolean;
  steps: readonly Transform[];
  inverted: boolean;
}

/** Trees made last, kept: one step more or one step back costs one pass, and to turn a tree round and back none. */
const KEPT = 4;

/** Gives the tree of a profile in any shape. */
export class Shaper {
  readonly #made = new Map<string, CallColumns>();

  constructor(readonly original: CallColumns) {}

  shape(shape: Shape): CallColumns {
    const key = JSON.stringify(shape);
    const known = this.#made.get(key);
    const tree = known ?? this.#make(shape);
    if (tree === this.original) return tree;
    // The one asked for last stands at the end.
    this.#made.delete(key);
    this.#made.set(key, tree);
    for (const old of this.#made.keys()) if (this.#made.size > KEPT) this.#made.delete(old);
    return tree;
  }

  #make(shape: Shape): CallColumns {
    if (shape.inverted) return invert(this.shape({ ...shape, inverted: false }));
    if (shape.steps.length > 0) return applyTransforms(this.shape({ ...shape, steps: shape.steps.slice(0, -1) }), shape.steps.slice(-1));
    return !shape.threads && hasThreads(this.original) ? joinThreads(this.original) : this.original;
  }
}
