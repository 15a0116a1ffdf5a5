import { type CallDiff, weighChange } from '@/lib/model/call-diff';
import { isBeyondChance } from '@/lib/model/chance';
import { type FrameChange, listFrameChanges } from '@/lib/model/diff-frames';
import type { Sort } from '@/lib/view-state/field';
import type { HotColumn } from '../tree/hot-table';
import { stepOf } from './select';

/** Functions of one profile only. */
export type Only = 'new' | 'gone' | null;

/** Samples of both sides; null where they are not counted. */
export type PairSamples = Readonly<Record<'from' | 'to', number | null>>;

/** The functions of a diff as columns, in the order asked for: a hundred thousand are sent between threads without an object each. */
export interface FunctionColumns {
  /** How many there are, whichever are listed. */
  counts: { all: number; new: number; gone: number };
  frame: Uint32Array;
  selfFrom: Float64Array;
  selfTo: Float64Array;
  totalFrom: Float64Array;
  totalTo: Float64Array;
}

function arrange(changes: readonly FrameChange[], { column, descending }: Sort<HotColumn>, only: Only): FrameChange[] {
  const shown = only === null ? changes : changes.filter(({ total }) => stepOf(total) === only);
  const way = descending ? -1 : 1;
  const byName = (a: FrameChange, b: FrameChange) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  if (column === 'name') return shown.toSorted((a, b) => byName(a, b) * way);
  // The largest change first, whichever way it went: both ends of the scale matter.
  return shown.toSorted((a, b) => (Math.abs(a[column].delta) - Math.abs(b[column].delta)) * way || byName(a, b));
}

/** Every function of two profiles, sorted, or only those that one side has not. */
export function packFunctions(diff: CallDiff, sort: Sort<HotColumn>, only: Only): FunctionColumns {
  // Whether chance could do it depends on the samples of what is shown: whoever draws a row knows them.
  const all = listFrameChanges(diff, { from: null, to: null });
  const rows = arrange(all, sort, only);
  const count = (step: 'new' | 'gone') => all.reduce((sum, { total }) => sum + Number(stepOf(total) === step), 0);
  return {
    counts: { all: all.length, new: count('new'), gone: count('gone') },
    frame: Uint32Array.from(rows, (row) => row.frame),
    selfFrom: Float64Array.from(rows, (row) => row.self.from),
    selfTo: Float64Array.from(rows, (row) => row.self.to),
    totalFrom: Float64Array.from(rows, (row) => row.total.from),
    totalTo: Float64Array.from(rows, (row) => row.total.to),
  };
}

/** One function of a row: its change, and whether few samples could make it by chance. null behind the last row. */
export function functionAt(diff: CallDiff, columns: FunctionColumns, index: number, samples: PairSamples): FrameChange | null {
  const frame = columns.frame[index];
  if (frame === undefined) return null;
  const { names, types, dsos } = diff.both.frames;
  const weigh = (from: Float64Array, to: Float64Array) =>
    weighChange(from[index] ?? 0, to[index] ?? 0, diff.from.total[0] ?? 0, diff.to.total[0] ?? 0, diff.scale);
  const total = weigh(columns.totalFrom, columns.totalTo);
  return {
    frame,
    name: names[frame] ?? '',
    type: types[frame] ?? 'unknown',
    dso: dsos[frame] ?? null,
    self: weigh(columns.selfFrom, columns.selfTo),
    total,
    certain: isBeyondChance(total.fromShare, total.toShare, samples.from, samples.to),
  };
}
