import type { CallColumns } from '@/lib/model/call-columns';
import type { SampleColumns } from '@/lib/model/profile-samples';
import type { Transform } from '@/lib/view-state/transforms';
import { filterPlaced, filterTree, isFiltering, needsRows, type TreeFilter } from '../tree/filter';
import {
  applyTransforms,
  chain,
  hasThreads,
  invert,
  joinPlaced,
  joinThreads,
  type Placed,
  placedAsIs,
  transformPlaced,
} from '../tree/transform';

/** How a profile's tree is looked at. Applied in this order; plain data, so that it can be sent to a worker and named by its JSON. */
export interface Shape {
  /** Which part of the profile; absent: all of it. */
  filter?: TreeFilter;
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
  #placed: { key: string; placed: Placed } | null = null;
  #rows: SampleColumns | null = null;

  constructor(readonly original: CallColumns) {
    sources.set(original, { shaper: this, shape: { threads: true, steps: [], inverted: false } });
  }

  /** Threads and times of the samples: what they are filtered by. */
  get rows(): SampleColumns | null {
    return this.#rows;
  }

  give(rows: SampleColumns): void {
    this.#rows = rows;
  }

  shape(shape: Shape): CallColumns {
    const key = JSON.stringify(shape);
    const known = this.#made.get(key);
    const tree = known ?? this.#make(shape);
    if (tree === this.original) return tree;
    // The one asked for last stands at the end.
    this.#made.delete(key);
    this.#made.set(key, tree);
    if (!sources.has(tree)) sources.set(tree, { shaper: this, shape });
    for (const old of this.#made.keys()) if (this.#made.size > KEPT) this.#made.delete(old);
    return tree;
  }

  /** The same tree, not turned round, and where the weights of the profile's own went. */
  place({ filter, threads, steps }: Shape): Placed {
    const key = JSON.stringify({ filter, threads, steps });
    if (this.#placed?.key === key) return this.#placed.placed;
    const shown = filter && isFiltering(filter) ? filterPlaced(this.original, this.#rowsFor(filter), filter) : placedAsIs(this.original);
    const joined = !threads && hasThreads(this.original) ? chain(shown, joinPlaced(shown.tree)) : shown;
    const placed = transformPlaced(joined, steps);
    this.#placed = { key, placed };
    return placed;
  }

  #make(shape: Shape): CallColumns {
    if (shape.inverted) return invert(this.shape({ ...shape, inverted: false }));
    if (shape.steps.length > 0) return applyTransforms(this.shape({ ...shape, steps: shape.steps.slice(0, -1) }), shape.steps.slice(-1));
    if (!shape.threads && hasThreads(this.original)) return joinThreads(this.shape({ ...shape, threads: true }));
    return shape.filter ? filterTree(this.original, this.#rowsFor(shape.filter), shape.filter) : this.original;
  }

  #rowsFor(filter: TreeFilter): SampleColumns | null {
    // A tree of everything must never pass for a part of it.
    if (needsRows(filter) && this.#rows === null) throw new Error('Threads and times of this profile are not here.');
    return this.#rows;
  }
}

/** By tree: what it was made of, for questions that its columns do not answer. */
const sources = new WeakMap<CallColumns, { shaper: Shaper; shape: Shape }>();
export const sourceOf = (tree: CallColumns): { shaper: Shaper; shape: Shape } | null => sources.get(tree) ?? null;

/** The one shaper of a profile's tree. */
export const shaperOf = (original: CallColumns): Shaper => sources.get(original)?.shaper ?? new Shaper(original);
