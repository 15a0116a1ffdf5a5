import type { CallColumns } from '@/lib/model/call-columns';
import { type CallDiff, type DiffScale, diffTrees, type JoinedFrames, joinedOf, joinFrames } from '@/lib/model/call-diff';
import type { SampleColumns } from '@/lib/model/profile-samples';
import type { Transform } from '@/lib/view-state/transforms';
import { type Shape, Shaper } from '../desk/shape';
import type { FrameKind } from '../tree/filter';

/** How a diff is looked at. Applied in this order; plain data, so that it can be sent to a worker and named by its JSON. */
export interface DiffShape {
  /** Names of threads (`commKey`), for their numbers differ from run to run; none: every thread. */
  threads: readonly string[];
  /** Kinds of frames; none: every frame. */
  kinds: readonly FrameKind[];
  steps: readonly Transform[];
  inverted: boolean;
  scale: DiffScale;
}

/** As two profiles come: all of both, in shares. */
export const WHOLE_DIFF: DiffShape = { threads: [], kinds: [], steps: [], inverted: false, scale: 'share' };

export const SIDES = ['from', 'to'] as const;
export type Side = (typeof SIDES)[number];
export type BySide<T> = Record<Side, T>;

/** Diffs made last, kept: one step back costs nothing. */
const KEPT = 3;

/** The profiles' own trees, which their samples point into, and where their frames went. */
interface Own {
  sides: BySide<Shaper>;
  joined: JoinedFrames;
}

/** What of both is shown, and each side of it as a tree that steps are done to. */
interface Part {
  key: string;
  diff: CallDiff;
  sides: BySide<Shaper>;
}

/**
 * Gives a diff in any shape. Steps are done to each side by itself, and the sides put together again: what a step leaves of one side is
 * held against the same of the other.
 */
export class PairShaper {
  readonly #joined: JoinedFrames;
  readonly #whole: Part;
  #part: Part | null = null;
  readonly #made = new Map<string, CallDiff>();

  /** `own` is null where only the diff is at hand: then no thread can be told apart. */
  constructor(
    readonly original: CallDiff,
    private readonly own: Own | null = null,
  ) {
    this.#joined = joinedOf(original);
    this.#whole = partOf('', original);
    keepDiff(original);
    shapers.set(original.both, this);
  }

  /** Threads of the samples, by side: what they are filtered by. null until both are given. */
  get rows(): BySide<SampleColumns> | null {
    const [from, to] = SIDES.map((side) => this.own?.sides[side].rows);
    return from && to ? { from, to } : null;
  }

  give(side: Side, rows: SampleColumns): void {
    this.own?.sides[side].give(rows);
  }

  shape(shape: DiffShape): CallDiff {
    const key = JSON.stringify(shape);
    const known = this.#made.get(key);
    const diff = known ?? this.#make(shape);
    if (diff === this.original) return diff;
    // The one asked for last stands at the end.
    this.#made.delete(key);
    this.#made.set(key, diff);
    keepDiff(diff);
    shapers.set(diff.both, this);
    for (const old of this.#made.keys()) if (this.#made.size > KEPT) this.#made.delete(old);
    return diff;
  }

  #make({ threads, kinds, steps, inverted, scale }: DiffShape): CallDiff {
    const { diff, sides } = this.#partOf(threads);
    const isBare = kinds.length === 0 && steps.length === 0 && !inverted;
    if (isBare && scale === diff.scale) return diff;
    // Threads stand together in a diff already.
    const shape: Shape = { ...(kinds.length > 0 ? { filter: { threads: [], time: null, kinds } } : {}), threads: true, steps, inverted };
    return diffTrees(sides.from.shape(shape), sides.to.shape(shape), scale, this.#joined);
  }

  #partOf(threads: readonly string[]): Part {
    if (threads.length === 0) return this.#whole;
    const key = JSON.stringify(threads);
    if (this.#part?.key === key) return this.#part;
    if (!this.own) throw new Error('Threads of these profiles are not here.');
    const shape: Shape = { filter: { threads, time: null, kinds: [] }, threads: true, steps: [], inverted: false };
    const { sides, joined } = this.own;
    this.#part = partOf(key, diffTrees(sides.from.shape(shape), sides.to.shape(shape), 'share', joined));
    return this.#part;
  }
}

const partOf = (key: string, diff: CallDiff): Part => ({
  key,
  diff,
  sides: { from: new Shaper(diff.from), to: new Shaper(diff.to) },
});

/** Two profiles as one tree, and whoever shapes it. */
export function pairOf(from: CallColumns, to: CallColumns): PairShaper {
  const joined = joinFrames(from.frames, to.frames);
  return new PairShaper(diffTrees(from, to, 'share', joined), { sides: { from: new Shaper(from), to: new Shaper(to) }, joined });
}

/** By `both` of a diff: the diff, for questions that need its sides; and whoever shaped it. */
const diffs = new WeakMap<CallColumns, CallDiff>();
const shapers = new WeakMap<CallColumns, PairShaper>();

export const keepDiff = (diff: CallDiff): unknown => diffs.set(diff.both, diff);
/** The diff that a tree is the whole of; null where it is a tree of one profile. */
export const diffOf = (both: CallColumns): CallDiff | null => diffs.get(both) ?? null;
/** The same; throws for the tree of one profile. */
export function diffIn(both: CallColumns): CallDiff {
  const diff = diffOf(both);
  if (!diff) throw new Error('This is the tree of one profile.');
  return diff;
}
export const pairShaperOf = (both: CallColumns): PairShaper | null => shapers.get(both) ?? null;

/** Lines of both sides that show a node's frame. */
export function linesAt(diff: CallDiff, node: number) {
  const frame = diff.both.frame[node] ?? 0;
  const lines = ({ frames }: CallColumns) =>
    frames.firstLine[frame] ? { firstLine: frames.firstLine[frame], lastLine: frames.lastLine[frame] ?? 0 } : null;
  return { from: lines(diff.from), to: lines(diff.to) };
}

/** Whether anything is left of either side. */
export const isEmpty = (diff: CallDiff): boolean => !((diff.both.total[0] ?? 0) > 0);
