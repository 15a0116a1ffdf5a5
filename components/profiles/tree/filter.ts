import type { CallColumns } from '@/lib/model/call-columns';
import { ColumnBuilder } from '@/lib/model/column-builder';
import { isGapFrame } from '@/lib/model/frame-type';
import { orderTree } from '@/lib/model/order-tree';
import type { FrameType } from '@/lib/model/profile';
import type { SampleColumns } from '@/lib/model/profile-samples';
import type { TimeRange } from '@/lib/view-state/profile-filter';
import { finishPlaced, type Placed } from './transform';

/** Kinds of frames that can be shown by themselves. Frames without a name count as native. */
export const FRAME_KINDS = ['java', 'vm', 'native', 'kernel'] as const;
export type FrameKind = (typeof FRAME_KINDS)[number];

/** What of a profile is shown. */
export interface TreeFilter {
  /** Keys as `threadKey` and `commKey` make them; none: every thread. */
  threads: readonly string[];
  /** null: all of the time. */
  time: TimeRange | null;
  /** Frames of other kinds are left out, their weight goes to their callers; none: every frame. */
  kinds: readonly FrameKind[];
}

export const isFiltering = ({ threads, time, kinds }: TreeFilter): boolean => threads.length > 0 || time !== null || kinds.length > 0;

/** Whether it asks for something that only the samples tell. */
export const needsRows = ({ threads, time }: TreeFilter): boolean => threads.length > 0 || time !== null;

/** All threads of one name: "@http-nio-8080-e". */
export const commKey = (comm: string): string => `@${comm}`;

/** One thread: "10616/10680", "10680"; all of its name where the text has no number. */
export const threadKey = ({ comm, pid, tid }: SampleColumns['threads'][number]): string =>
  tid === null ? commKey(comm) : pid === null ? String(tid) : `${pid}/${tid}`;

/** Per row: 1 where it is shown; null where every row is. A part of the filter that the rows cannot answer is passed over. */
export function rowsShown(rows: SampleColumns, { threads, time }: Pick<TreeFilter, 'threads' | 'time'>): Uint8Array | null {
  const times = time === null ? null : rows.timeNs;
  if (threads.length === 0 && times === null) return null;
  const asked = new Set(threads);
  const threadShown = Uint8Array.from(rows.threads, (thread) =>
    asked.size === 0 || asked.has(commKey(thread.comm)) || asked.has(threadKey(thread)) ? 1 : 0,
  );
  const from = time?.fromNs ?? 0;
  const to = time?.toNs ?? 0;
  const shown = new Uint8Array(rows.node.length);
  for (let row = 0; row < shown.length; row++) {
    if (threadShown[rows.thread[row] ?? 0] !== 1) continue;
    const at = times === null ? from : (times[row] ?? 0);
    if (times === null || (at >= from && at < to)) shown[row] = 1;
  }
  return shown;
}

/** The weight that ends in each node of the tree, of the rows that are shown. */
export function selfOfRows(rows: SampleColumns, shown: Uint8Array | null, nodes: number): Float64Array {
  const self = new Float64Array(nodes);
  for (let row = 0; row < rows.node.length; row++) {
    if (shown !== null && shown[row] !== 1) continue;
    const node = rows.node[row] ?? 0;
    self[node] = (self[node] ?? 0) + (rows.weight === null ? 1 : (rows.weight[row] ?? 0));
  }
  return self;
}

/** By frame: 1 where frames of this kind are shown. The root, threads and what stands for frames left out always are. */
function framesShown({ names, types }: CallColumns['frames'], kinds: readonly FrameKind[]): Uint8Array {
  const isShown = (type: FrameType) => type === 'thread' || kinds.includes(type === 'unknown' ? 'native' : type);
  return Uint8Array.from(types, (type, i) => (i === 0 || kinds.length === 0 || isShown(type) || isGapFrame(names[i] ?? '') ? 1 : 0));
}

/**
 * The tree of what is shown: the weights of the rows that are, frames of other kinds melted into their callers. The heaviest child
 * first again; frames keep their numbers. Without rows, only kinds can be told apart.
 */
export function filterPlaced(tree: CallColumns, rows: SampleColumns | null, filter: TreeFilter): Placed {
  const shown = rows === null ? null : rowsShown(rows, filter);
  const self = rows === null || shown === null ? tree.self : selfOfRows(rows, shown, tree.frame.length);
  if (filter.kinds.length === 0) {
    // Every node stays one of its own: they are only weighed and ordered anew.
    const { tree: made, placeOf } = orderTree(tree.frames, { parent: tree.parent, frame: tree.frame, self });
    return { tree: made, placeOf: Int32Array.from(placeOf) };
  }
  const keeps = framesShown(tree.frames, filter.kinds);
  const builder = new ColumnBuilder();
  const moved = new Int32Array(tree.frame.length);
  builder.add(0, self[0] ?? 0);
  for (let node = 1; node < moved.length; node++) {
    const above = moved[tree.parent[node] ?? 0] ?? 0;
    const frame = tree.frame[node] ?? 0;
    const to = keeps[frame] === 1 ? builder.child(above, frame) : above;
    moved[node] = to;
    builder.add(to, self[node] ?? 0);
  }
  return finishPlaced(builder, tree, moved);
}

/** The same tree only; the tree itself where nothing is asked, or nothing can be answered. */
export function filterTree(tree: CallColumns, rows: SampleColumns | null, filter: TreeFilter): CallColumns {
  const asksRows = rows !== null && (filter.threads.length > 0 || (filter.time !== null && rows.timeNs !== null));
  return asksRows || filter.kinds.length > 0 ? filterPlaced(tree, rows, filter).tree : tree;
}

/** Samples in the rows that are shown, and in all; null where the text does not count samples. */
export function countShown(rows: SampleColumns, shown: Uint8Array | null): { shown: number; all: number } | null {
  if (rows.each === 'stack' && rows.samples === null) return null;
  let all = 0;
  let seen = 0;
  for (let row = 0; row < rows.node.length; row++) {
    const samples = rows.samples === null ? 1 : (rows.samples[row] ?? 0);
    all += samples;
    if (shown === null || shown[row] === 1) seen += samples;
  }
  return { shown: seen, all };
}

export interface ThreadRow {
  /** What the filter calls it. */
  key: string;
  comm: string;
  pid: number | null;
  tid: number | null;
  weight: number;
}

export interface CommRow {
  key: string;
  comm: string;
  weight: number;
  /** Heaviest first; a thread that changed its name stands under each. */
  threads: ThreadRow[];
}

/**
 * Threads by name, heaviest first; with the weights of all rows, or of those shown. `placeOf`: of those that are in a tree made of the
 * profile's (`Placed`).
 */
export function listThreads(rows: SampleColumns, shown: Uint8Array | null = null, placeOf: Int32Array | null = null): CommRow[] {
  const weights = new Float64Array(rows.threads.length);
  for (let row = 0; row < rows.thread.length; row++) {
    if (shown !== null && shown[row] !== 1) continue;
    if (placeOf !== null && (placeOf[rows.node[row] ?? 0] ?? -1) < 0) continue;
    const id = rows.thread[row] ?? 0;
    weights[id] = (weights[id] ?? 0) + (rows.weight === null ? 1 : (rows.weight[row] ?? 0));
  }
  const comms = new Map<string, CommRow>();
  rows.threads.forEach(({ comm, pid, tid }, id) => {
    let row = comms.get(comm);
    if (!row) {
      row = { key: commKey(comm), comm, weight: 0, threads: [] };
      comms.set(comm, row);
    }
    const weight = weights[id] ?? 0;
    row.weight += weight;
    row.threads.push({ key: threadKey({ comm, pid, tid }), comm, pid, tid, weight });
  });
  const heaviest = (a: { weight: number; key: string }, b: { weight: number; key: string }) =>
    b.weight - a.weight || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
  for (const row of comms.values()) row.threads.sort(heaviest);
  return [...comms.values()].sort(heaviest);
}

/** "java 10616/10680", "GC Thread#0", "thread 10680". */
export function threadName({ comm, pid, tid }: Pick<ThreadRow, 'comm' | 'pid' | 'tid'>): string {
  const ids = tid === null ? '' : pid === null ? String(tid) : `${pid}/${tid}`;
  if (comm === '') return ids === '' ? 'no name' : `thread ${ids}`;
  return ids === '' ? comm : `${comm} ${ids}`;
}

export interface Timeline {
  /** Length of one bin. */
  binNs: number;
  /** Samples per bin, of all threads. */
  all: Float64Array;
  /** Of the threads that are shown. */
  shown: Float64Array;
  /** From the earliest sample to the end of the last bin. */
  spanNs: number;
}

/** How many samples were taken when; null where the rows have no times, or all of them the same. */
export function binSamples(rows: SampleColumns, threads: readonly string[], bins: number): Timeline | null {
  const { timeNs } = rows;
  if (timeNs === null || timeNs.length === 0) return null;
  let last = 0;
  for (const at of timeNs) if (at > last) last = at;
  if (last <= 0) return null;
  const binNs = last / bins;
  const shown = rowsShown(rows, { threads, time: null });
  const all = new Float64Array(bins);
  const ours = new Float64Array(bins);
  for (let row = 0; row < timeNs.length; row++) {
    // The last sample lies on the end of the last bin.
    const bin = Math.min(bins - 1, Math.floor((timeNs[row] ?? 0) / binNs));
    const samples = rows.samples === null ? 1 : (rows.samples[row] ?? 0);
    all[bin] = (all[bin] ?? 0) + samples;
    if (shown === null || shown[row] === 1) ours[bin] = (ours[bin] ?? 0) + samples;
  }
  return { binNs, all, shown: ours, spanNs: last };
}
