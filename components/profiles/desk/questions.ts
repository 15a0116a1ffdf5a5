import type { CallColumns } from '@/lib/model/call-columns';
import { type CallDiff, type DiffSide, sideOf } from '@/lib/model/call-diff';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import type { Sort } from '@/lib/view-state/field';
import { type CaptureDoubt, judgeCapture } from '../capture-health';
import { type FunctionColumns, type Only, packFunctions } from '../diff/functions';
import { type BySide, diffIn, pairShaperOf, type Side } from '../diff/shape';
import { type SampleFacts, tellSamples } from '../filter/select';
import { libraryRanks, packageRanks } from '../select';
import { type AllocatorPaths, findAllocatorPaths } from '../tree/allocator-paths';
import { listThreads, rowsShown, type TreeFilter } from '../tree/filter';
import { type HotColumn, type HotColumns, type HotGroup, listHot, packHot, packHotThreads } from '../tree/hot-table';
import { findNativeEntries, type NativeEntries } from '../tree/native-entries';
import { type Found, search } from '../tree/search';
import { orderByTime, type TimeOrder } from '../tree/time-order';
import { type BareColumns, bareOf } from './protocol';
import { sourceOf } from './shape';

/** What is asked of a whole tree: plain data, answered by one pass or more. */
export type Question =
  /** What the profile suffers from, and its heaviest libraries and packages: asked of the whole tree, before it is shown. */
  | { ask: 'overview'; profile: Pick<ProfileSummary, 'samples' | 'kind' | 'recordedWeight'> }
  | { ask: 'entries' }
  | { ask: 'allocators'; event: string | null }
  | { ask: 'hot'; by: HotGroup; sort: Sort<HotColumn> }
  | { ask: 'search'; query: string; isPattern?: boolean }
  /** Threads and timeline of the whole profile, and how much of it a filter shows. */
  | { ask: 'samples'; filter: TreeFilter }
  /** What one thread ran, in the shape of the tree. */
  | { ask: 'time-order'; thread: string; unit: string }
  /** Of two profiles: every function by its change. */
  | { ask: 'functions'; sort: Sort<HotColumn>; only: Only }
  /** Of two profiles: each by itself. */
  | { ask: 'sides' }
  /** Of two profiles: threads of both, and how much of each a filter shows. */
  | { ask: 'pair-samples'; threads: readonly string[] };

export interface Answers {
  overview: { doubts: CaptureDoubt[]; ranks: string[]; packages: string[] };
  entries: NativeEntries;
  allocators: AllocatorPaths;
  hot: HotColumns;
  /** null: nothing is sought. */
  search: Found | null;
  /** null: the samples are not here. */
  samples: SampleFacts | null;
  /** null: no times are printed, or nothing of the thread is shown. */
  'time-order': BareTimeOrder | null;
  functions: FunctionColumns;
  sides: BySide<BareSide>;
  /** null: the samples are not here. */
  'pair-samples': BySide<SampleFacts> | null;
}

/** A side of a diff without its frames, which whoever asks has. */
export type BareSide = BareColumns & Omit<DiffSide, 'tree'>;

/** A time order without the frames of the profile, which whoever asks has. */
export interface BareTimeOrder extends Omit<TimeOrder, 'tree'> {
  columns: BareColumns & { startNs: Float64Array };
}

const NO_FILTER: TreeFilter = { threads: [], time: null, kinds: [] };

function orderInShape(tree: CallColumns, thread: string, unit: string): BareTimeOrder | null {
  const source = sourceOf(tree);
  const rows = source?.shaper.rows;
  if (!source || !rows) return null;
  const order = orderByTime(source.shaper.place(source.shape), rows, source.shape.filter ?? NO_FILTER, thread, unit);
  if (!order) return null;
  const { tree: timed, ...rest } = order;
  return { ...rest, columns: { ...bareOf(timed, false), startNs: timed.startNs } };
}

function listHotThreads(tree: CallColumns, sort: Sort<HotColumn>): HotColumns {
  const source = sourceOf(tree);
  const rows = source?.shaper.rows;
  if (!source || !rows) return packHot([], sort, 'thread');
  const { shaper, shape } = source;
  const placeOf = shape.steps.length > 0 ? shaper.place(shape).placeOf : null;
  return packHotThreads(listThreads(rows, rowsShown(rows, shape.filter ?? NO_FILTER), placeOf), sort);
}

export type AnswerTo<Q extends Question> = Answers[Q['ask']];

const ANSWER: { [A in keyof Answers]: (tree: CallColumns, question: Extract<Question, { ask: A }>) => Answers[A] } = {
  overview: (tree, { profile }) => ({
    doubts: judgeCapture(tree, profile, findNativeEntries(tree)),
    ranks: libraryRanks(tree),
    packages: packageRanks(tree),
  }),
  entries: (tree) => findNativeEntries(tree),
  allocators: (tree, { event }) => findAllocatorPaths(tree, event),
  hot: (tree, { by, sort }) => (by === 'thread' ? listHotThreads(tree, sort) : packHot(listHot(tree, by), sort, by)),
  search: (tree, { query, isPattern }) => search(tree, query, isPattern),
  samples: (tree, { filter }) => {
    const rows = sourceOf(tree)?.shaper.rows;
    return rows ? tellSamples(rows, filter) : null;
  },
  'time-order': (tree, { thread, unit }) => orderInShape(tree, thread, unit),
  functions: (tree, { sort, only }) => packFunctions(diffIn(tree), sort, only),
  sides: (tree) => ({ from: bareSideOf(diffIn(tree), 'from'), to: bareSideOf(diffIn(tree), 'to') }),
  'pair-samples': (tree, { threads }) => {
    const rows = pairShaperOf(tree)?.rows;
    const filter = { threads, time: null, kinds: [] };
    return rows ? { from: tellSamples(rows.from, filter), to: tellSamples(rows.to, filter) } : null;
  },
};

function bareSideOf(diff: CallDiff, side: Side): BareSide {
  const { tree, nodeOf, placeOf } = sideOf(diff, side);
  return { ...bareOf(tree, false), nodeOf, placeOf };
}

export function answer<Q extends Question>(tree: CallColumns, question: Q): AnswerTo<Q> {
  // The question's own word chose the function: TypeScript does not follow that through the table.
  const find = ANSWER[question.ask] as unknown as (tree: CallColumns, question: Q) => AnswerTo<Q>;
  return find(tree, question);
}
