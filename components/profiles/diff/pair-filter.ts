import { type SampleFacts, tellCounted, tellTime } from '../filter/select';
import { type CommRow, commKey, type TreeFilter } from '../tree/filter';
import { type BySide, type DiffShape, SIDES } from './shape';

/** What of both profiles is shown, and what of that was asked for but means nothing for two of them. */
export interface PairFilter extends Pick<DiffShape, 'threads' | 'kinds'> {
  /** A sentence for each filter that is passed over, and why. */
  passedOver: string[];
}

const isName = (key: string): boolean => key.startsWith(commKey(''));

/**
 * The filters of one profile, as far as they hold for two: kinds of frames do, threads by their names (a number means another thread in
 * another run), a part of the time does not. `have`: whether the text of each side names threads.
 */
export function filterPair({ threads, time, kinds }: TreeFilter, have: BySide<boolean>): PairFilter {
  const passedOver: string[] = [];
  if (time !== null)
    passedOver.push(
      `The part from ${tellTime(time.fromNs, time.toNs)} to ${tellTime(time.toNs, time.toNs)} is not applied: two recordings have no time in common.`,
    );
  const names = threads.filter(isName);
  const lacking = SIDES.filter((side) => !have[side]).map((side) => (side === 'from' ? 'before' : 'after'));
  if (threads.length > 0 && lacking.length > 0) {
    const whose = lacking.length === 2 ? 'neither text names' : `the text of the profile ${lacking[0]} does not name`;
    passedOver.push(`The choice of threads is not applied: ${whose} threads.`);
    return { threads: [], kinds, passedOver };
  }
  if (names.length < threads.length)
    passedOver.push('Threads chosen by number are passed over: in another run a number is another thread. Choose them by name.');
  return { threads: names, kinds, passedOver };
}

/** Threads of both, by name: each weighs the mean of its shares, as the box of a frame does. Heaviest first. */
export function joinComms({ from, to }: BySide<Pick<SampleFacts, 'comms' | 'weight'>>): CommRow[] {
  const weights = new Map<string, { comm: string; weight: number }>();
  for (const { comms, weight } of [from, to])
    for (const { key, comm, weight: own } of comms) {
      const known = weights.get(key)?.weight ?? 0;
      weights.set(key, { comm, weight: known + (weight.all > 0 ? own / weight.all / 2 : 0) });
    }
  return [...weights]
    .map(([key, { comm, weight }]) => ({ key, comm, weight, threads: [{ key, comm, pid: null, tid: null, weight }] }))
    .sort((a, b) => b.weight - a.weight || (a.key < b.key ? -1 : 1));
}

/** "8,120 of 20,000 samples (41 %) before, 39 % of the weight after" */
export const tellShown = ({ from, to }: BySide<Pick<SampleFacts, 'counted' | 'weight'>>): string =>
  `${tellCounted(from)} before, ${tellCounted(to)} after`;
