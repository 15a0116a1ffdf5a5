import type { CallColumns } from '@/lib/model/call-columns';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import type { Sort } from '@/lib/view-state/field';
import { type CaptureDoubt, judgeCapture } from '../capture-health';
import { libraryRanks } from '../select';
import { type AllocatorPaths, findAllocatorPaths } from '../tree/allocator-paths';
import { type HotColumn, type HotColumns, type HotGroup, listHot, packHot } from '../tree/hot-table';
import { findNativeEntries, type NativeEntries } from '../tree/native-entries';
import { type Found, search } from '../tree/search';

/** What is asked of a whole tree: plain data, answered by one pass or more. */
export type Question =
  /** What the profile suffers from, and its heaviest libraries: asked of the whole tree, before it is shown. */
  | { ask: 'overview'; profile: Pick<ProfileSummary, 'samples' | 'kind' | 'recordedWeight'> }
  | { ask: 'entries' }
  | { ask: 'allocators'; event: string | null }
  | { ask: 'hot'; by: HotGroup; sort: Sort<HotColumn> }
  | { ask: 'search'; query: string };

export interface Answers {
  overview: { doubts: CaptureDoubt[]; ranks: string[] };
  entries: NativeEntries;
  allocators: AllocatorPaths;
  hot: HotColumns;
  /** null: nothing is sought. */
  search: Found | null;
}

export type AnswerTo<Q extends Question> = Answers[Q['ask']];

const ANSWER: { [A in keyof Answers]: (tree: CallColumns, question: Extract<Question, { ask: A }>) => Answers[A] } = {
  overview: (tree, { profile }) => ({ doubts: judgeCapture(tree, profile, findNativeEntries(tree)), ranks: libraryRanks(tree) }),
  entries: (tree) => findNativeEntries(tree),
  allocators: (tree, { event }) => findAllocatorPaths(tree, event),
  hot: (tree, { by, sort }) => packHot(listHot(tree, by), sort, by),
  search: (tree, { query }) => search(tree, query),
};

export function answer<Q extends Question>(tree: CallColumns, question: Q): AnswerTo<Q> {
  // The question's own word chose the function: TypeScript does not follow that through the table.
  const find = ANSWER[question.ask] as unknown as (tree: CallColumns, question: Q) => AnswerTo<Q>;
  return find(tree, question);
}
