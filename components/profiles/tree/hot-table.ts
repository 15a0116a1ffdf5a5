import type { CallColumns } from '@/lib/model/call-columns';
import { isGapFrame } from '@/lib/model/frame-type';
import type { FrameType } from '@/lib/model/profile';
import type { Sort } from '@/lib/view-state/field';
import { packageOf } from '../java-name';
import { type CommRow, threadName } from './filter';

export const NO_PACKAGE = '(no package)';

export const HOT_GROUPS = ['function', 'library', 'package', 'thread'] as const;
export type HotGroup = (typeof HOT_GROUPS)[number];

export interface HotRow {
  name: string;
  type: FrameType;
  dso: string | null;
  /** Weight of stacks that end in it. */
  self: number;
  /** Weight of stacks that hold it, recursion counted once. */
  total: number;
  /** A frame of the row: the heaviest by self weight. */
  frame: number;
}

/** What a frame counts under: null: under nothing (threads, where functions are asked for, and the root). */
function groupOf({ frames }: CallColumns, frame: number, by: HotGroup): string | null {
  const name = frames.names[frame] ?? '';
  const type = frames.types[frame] ?? 'unknown';
  if (frame === 0 || isGapFrame(name)) return null;
  if (by === 'function') return type === 'thread' ? null : `${type} ${name}`;
  if (type === 'thread') return null;
  if (by === 'package' && type === 'java') return packageOf(name) || NO_PACKAGE;
  if (type === 'java') return 'Java code';
  return frames.dsos[frame] ?? (type === 'unknown' ? '(unknown)' : '(library not printed)');
}

/** Self and total weight by function, library or package; heaviest by self first. */
export function listHot(tree: CallColumns, by: HotGroup): HotRow[] {
  const { names, types, dsos } = tree.frames;
  const rows: HotRow[] = [];
  const ids = new Map<string, number>();
  /** Per row: nodes before this one are below a node of the row, and counted. */
  const countedTo: number[] = [];
  const bestSelf: number[] = [];
  const rowOf = Int32Array.from(names, (_, frame) => {
    const key = groupOf(tree, frame, by);
    if (key === null) return -1;
    let id = ids.get(key);
    if (id === undefined) {
      const name = by === 'function' ? (names[frame] ?? '') : key;
      id = rows.push({ name, type: types[frame] ?? 'unknown', dso: dsos[frame] ?? null, self: 0, total: 0, frame }) - 1;
      ids.set(key, id);
      countedTo.push(0);
      bestSelf.push(-1);
    }
    return id;
  });
  const frameSelf = new Float64Array(names.length);
  for (let node = 1; node < tree.frame.length; node++) {
    const frame = tree.frame[node] ?? 0;
    const id = rowOf[frame] ?? -1;
    const row = rows[id];
    if (!row) continue;
    const self = tree.self[node] ?? 0;
    row.self += self;
    const own = (frameSelf[frame] ?? 0) + self;
    frameSelf[frame] = own;
    if (own > (bestSelf[id] ?? -1)) {
      bestSelf[id] = own;
      row.frame = frame;
    }
    if (node < (countedTo[id] ?? 0)) continue;
    row.total += tree.total[node] ?? 0;
    countedTo[id] = tree.end[node] ?? 0;
  }
  return rows.filter((row) => row.total > 0).sort((a, b) => b.self - a.self || b.total - a.total || (a.name < b.name ? -1 : 1));
}

export type HotColumn = 'self' | 'total' | 'name';

/** The rows as columns, sorted: a hundred thousand of them are sent between threads, and drawn from, without an object each. */
export interface HotColumns {
  by: HotGroup;
  /** A frame of each row: of a function its own. */
  frame: Uint32Array;
  self: Float64Array;
  total: Float64Array;
  /** Names of libraries, packages or threads; null where the rows are functions, named by their frames. */
  names: readonly string[] | null;
  /** Of threads: what the filter calls each (`threadKey`). */
  keys?: readonly string[];
}

export function packHot(rows: readonly HotRow[], { column, descending }: Sort<HotColumn>, by: HotGroup): HotColumns {
  const way = descending ? -1 : 1;
  const sorted = rows.toSorted((a, b) => {
    const order = column === 'name' ? (a.name < b.name ? -1 : a.name > b.name ? 1 : 0) : a[column] - b[column];
    return order * way || b.total - a.total;
  });
  return {
    by,
    frame: Uint32Array.from(sorted, (row) => row.frame),
    self: Float64Array.from(sorted, (row) => row.self),
    total: Float64Array.from(sorted, (row) => row.total),
    names: by === 'function' ? null : sorted.map((row) => row.name),
  };
}

/** Threads as rows, sorted: each weighs what its stacks weigh. */
export function packHotThreads(comms: readonly CommRow[], sort: Sort<HotColumn>): HotColumns {
  const way = sort.descending ? -1 : 1;
  const threads = comms
    .flatMap((comm) => comm.threads)
    .filter(({ weight }) => weight > 0)
    .map((thread) => ({ ...thread, name: threadName(thread) }))
    .sort((a, b) => {
      const byName = a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
      return way * (sort.column === 'name' ? byName : a.weight - b.weight) || b.weight - a.weight || byName;
    });
  const weights = Float64Array.from(threads, ({ weight }) => weight);
  return {
    by: 'thread',
    frame: new Uint32Array(threads.length),
    self: weights,
    total: weights.slice(),
    names: threads.map(({ name }) => name),
    keys: threads.map(({ key }) => key),
  };
}

/** One row of them; null behind the last. */
export function hotRowAt({ frames }: CallColumns, { frame, self, total, names }: HotColumns, index: number): HotRow | null {
  const at = frame[index];
  if (at === undefined) return null;
  return {
    name: names?.[index] ?? frames.names[at] ?? '',
    type: frames.types[at] ?? 'unknown',
    dso: frames.dsos[at] ?? null,
    self: self[index] ?? 0,
    total: total[index] ?? 0,
    frame: at,
  };
}
