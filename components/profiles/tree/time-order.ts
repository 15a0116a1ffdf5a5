import type { TimedColumns } from '@/components/charts/timed-columns';
import { type CallColumns, deriveColumns } from '@/lib/model/call-columns';
import type { SampleColumns } from '@/lib/model/profile-samples';
import { rowsShown, type TreeFilter, threadKey } from './filter';
import type { Placed } from './transform';

/** Samples drawn at most: more than the pixels of any screen. */
export const MOST_DRAWN = 20_000;
/** A thread that is not sampled for so many usual steps was not running: what it ran before is not drawn on. */
const PAUSE = 3;
/** A single sample has no step. */
const LONE_NS = 1e6;

type RowFilter = Pick<TreeFilter, 'threads' | 'time'>;

/** What one thread ran, one thing after the other. */
export interface TimeOrder {
  /** `self` and `total` are nanoseconds; equal callers next to each other are one node. The root also spans the pauses. */
  tree: TimedColumns;
  /** Samples of the thread that are in the tree, of all that are shown. */
  drawn: number;
  samples: number;
  /** The usual time from one of them to the next. */
  stepNs: number;
}

/** The rows of one thread that are shown, in the order of time; as many as are drawn, evenly left out. */
function pickRows(rows: SampleColumns, times: Float64Array, filter: RowFilter, thread: string): { picked: Uint32Array; of: number } {
  const shown = rowsShown(rows, filter);
  const isOurs = rows.threads.map((candidate) => threadKey(candidate) === thread);
  const ours: number[] = [];
  for (let row = 0; row < rows.node.length; row++)
    if (isOurs[rows.thread[row] ?? 0] && (shown === null || shown[row] === 1)) ours.push(row);
  ours.sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b);
  const every = Math.max(1, Math.ceil(ours.length / MOST_DRAWN));
  return { picked: Uint32Array.from(ours.filter((_, i) => i % every === 0)), of: ours.length };
}

/**
 * How long a sample stands for: where weights are nanoseconds, what they say; else a step that a quarter of the samples keep (a thread
 * that runs on is sampled at every one, others wait in between).
 */
function usualStep(times: Float64Array, picked: Uint32Array, weights: Float64Array | null): number {
  if (weights !== null && picked.length > 0) {
    const said = Float64Array.from(picked, (row) => weights[row] ?? 0).sort();
    return said[said.length >> 1] || LONE_NS;
  }
  const steps: number[] = [];
  for (let i = 1; i < picked.length; i++) {
    const step = (times[picked[i] ?? 0] ?? 0) - (times[picked[i - 1] ?? 0] ?? 0);
    if (step > 0) steps.push(step);
  }
  steps.sort((a, b) => a - b);
  return steps[steps.length >> 2] ?? LONE_NS;
}

/**
 * The stacks of one thread in the order of time, as they are in a tree made of the profile's: each sample stands until the next one, or
 * for one usual step where a pause follows. null where the text has no times, or the thread no samples in what is shown.
 */
export function orderByTime(
  placed: Placed,
  rows: SampleColumns,
  filter: RowFilter,
  thread: string,
  unit: string = 'samples',
): TimeOrder | null {
  const times = rows.timeNs;
  if (times === null) return null;
  const { picked, of } = pickRows(rows, times, filter, thread);
  if (picked.length === 0) return null;
  const { tree, placeOf } = placed;
  // Of samples that are left out, those that are drawn take the place.
  const stepNs = usualStep(times, picked, unit === 'ns' && picked.length === of ? rows.weight : null);
  const frame = [0];
  const depth = [0];
  const start = [times[picked[0] ?? 0] ?? 0];
  const self = [0];
  /** Frames of the sample before, root first, and their nodes; empty after a pause. */
  let path: number[] = [];
  let open: number[] = [];
  for (let i = 0; i < picked.length; i++) {
    const row = picked[i] ?? 0;
    const at = times[row] ?? 0;
    const untilNext = i + 1 < picked.length ? (times[picked[i + 1] ?? 0] ?? 0) - at : stepNs;
    const isPause = untilNext > stepNs * PAUSE;
    const length = isPause ? stepNs : untilNext;
    const place = placeOf[rows.node[row] ?? 0] ?? -1;
    // Of a sample that a step leaves out, only its time is taken.
    if (place < 0) {
      self[0] = (self[0] ?? 0) + untilNext;
      path = [];
      open = [];
      continue;
    }
    const stack = stackOf(tree, place);
    let shared = 0;
    while (shared < stack.length && shared < path.length && stack[shared] === path[shared]) shared++;
    open.length = shared;
    for (let level = shared; level < stack.length; level++) {
      open.push(frame.length);
      frame.push(stack[level] ?? 0);
      depth.push(level + 1);
      start.push(at);
      self.push(0);
    }
    const leaf = open.at(-1) ?? 0;
    self[leaf] = (self[leaf] ?? 0) + length;
    if (isPause) self[0] = (self[0] ?? 0) + untilNext - length;
    path = isPause ? [] : stack;
    if (isPause) open = [];
  }
  if (frame.length === 1) return null;
  const columns = deriveColumns(tree.frames, Uint32Array.from(frame), Uint32Array.from(depth), Float64Array.from(self));
  return { tree: { ...columns, startNs: Float64Array.from(start) }, drawn: picked.length, samples: of, stepNs };
}

/** Frames of a stack, root first, but for those that stand for threads: all are the same thread's. */
function stackOf(tree: CallColumns, node: number): number[] {
  const stack: number[] = [];
  for (let at = node; at > 0; at = tree.parent[at] ?? 0) {
    const frame = tree.frame[at] ?? 0;
    if (tree.frames.types[frame] !== 'thread') stack.push(frame);
  }
  return stack.reverse();
}
