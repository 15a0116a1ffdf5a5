import type { Profile } from './profile';

/** A thread as the profile names it: "deflate worker" 10616/10680. null where the text has no such number. */
export interface ProfileThread {
  /** '' where the text does not name it. */
  comm: string;
  pid: number | null;
  tid: number | null;
}

/** What every row of a profile has in common, as columns: a row is one sample, or one stack with all of its samples. */
interface SampleRows {
  /** What a row is: 'sample' where the text prints them one by one (perf script), 'stack' where it has only their sums. */
  each: 'sample' | 'stack';
  threads: readonly ProfileThread[];
  /** Per row: index into `threads`. */
  thread: Uint32Array;
  /** Per row: nanoseconds after the earliest, in the order of the text; null where no times are printed. */
  timeNs: Float64Array | null;
  /** The earliest time as printed, in nanoseconds since the machine was started; above 2^53 it is rounded. */
  startNs: number | null;
  /** Per row, in the unit of the profile; null: 1 each. */
  weight: Float64Array | null;
  /** Samples in each row; null: one each, or, for stacks, not told. */
  samples: Float64Array | null;
}

/** Rows of a profile that say where in `Profile.stacks` they belong. */
export interface ProfileSamples extends SampleRows {
  /** Per row: index into `stacks`. */
  stack: Uint32Array;
}

/** The same for a browser: rows that say where in the call tree (`CallColumns`) they end. Their weights, summed by node, are its `self`. */
export interface SampleColumns extends SampleRows {
  /** Per row: node of the call tree. Rows without weight whose own node was left out end in the nearest above it. */
  node: Uint32Array;
}

/** "[http-nio-8080-exec-1 tid=4711]", "[tid=4711]": async-profiler -t. */
const PROFILER_THREAD = /^\[(?:(.{0,200})[ [])?tid=(\d{1,10})\]$/;
/** "java-12688/12690": stackcollapse-perf.pl --tid. */
const COLLAPSED_THREAD = /^(.{0,200})-(\d{1,10})\/(\d{1,10})$/;

/** The thread that the outermost frame of a stack names. */
export function readThread(name: string): ProfileThread {
  const profiler = PROFILER_THREAD.exec(name);
  if (profiler) return { comm: profiler[1] ?? '', pid: null, tid: Number(profiler[2]) };
  const collapsed = COLLAPSED_THREAD.exec(name);
  if (collapsed) return { comm: collapsed[1] ?? '', pid: Number(collapsed[2]), tid: Number(collapsed[3]) };
  return { comm: name, pid: null, tid: null };
}

/**
 * The rows of a profile: its samples where it has them, else its stacks, filed by the thread that their outermost frame names.
 * null where neither says anything of threads or times.
 */
export function rowsOf(profile: Pick<Profile, 'frames' | 'stacks' | 'perSample'>): ProfileSamples | null {
  return profile.perSample ?? stacksByThread(profile);
}

function stacksByThread({ frames, stacks }: Pick<Profile, 'frames' | 'stacks'>): ProfileSamples | null {
  const threads: ProfileThread[] = [];
  const ids = new Map<number, number>();
  const thread = new Uint32Array(stacks.length);
  let named = false;
  stacks.forEach((stack, row) => {
    const root = frames[stack.frames[0] ?? -1];
    const key = root?.type === 'thread' ? (stack.frames[0] ?? -1) : -1;
    let id = ids.get(key);
    if (id === undefined) {
      id = threads.length;
      ids.set(key, id);
      threads.push(root && key !== -1 ? readThread(root.name) : { comm: '', pid: null, tid: null });
    }
    named ||= key !== -1;
    thread[row] = id;
  });
  if (!named) return null;
  const told = stacks.every((stack) => stack.samples !== null);
  return {
    each: 'stack',
    threads,
    thread,
    timeNs: null,
    startNs: null,
    weight: Float64Array.from(stacks, (stack) => stack.weight),
    samples: told ? Float64Array.from(stacks, (stack) => stack.samples ?? 0) : null,
    stack: Uint32Array.from(stacks, (_, row) => row),
  };
}
