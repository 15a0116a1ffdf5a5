'use client';
import { useAnswer } from '@/components/views/use-answer';
import type { CallDiff } from '@/lib/model/call-diff';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import { decodeSamples } from '@/lib/model/samples-codec';
import { desk } from '../desk/desk';
import { inflate } from '../desk/inflate';
import { numberOf } from '../desk/use-tree';
import { fetchPacked } from '../fetch-packed';
import { type BySide, pairShaperOf, SIDES } from './shape';

/** Pairs whose samples are where they are shaped. */
const given = new WeakSet<CallDiff>();

/** Gives the samples of both to whoever shapes the pair: the worker that holds it, or the page. */
async function loadSamples(incidentId: string, pair: BySide<ProfileSummary>, diff: CallDiff, signal: AbortSignal): Promise<true> {
  if (given.has(diff)) return true;
  const give = async (side: (typeof SIDES)[number]) => {
    const packed = await fetchPacked(incidentId, pair[side].id, 'samples', pair[side].sampleColumns?.hash ?? '', signal);
    if (desk.recipeOf(diff.both)) await desk.giveSide(diff, side, packed);
    else pairShaperOf(diff.both)?.give(side, decodeSamples(await inflate(packed)));
  };
  await Promise.all(SIDES.map(give));
  given.add(diff);
  return true;
}

/** Whether the text of a profile tells threads apart. */
export const namesThreads = ({ sampleColumns }: ProfileSummary): boolean => (sampleColumns?.threads ?? 0) > 0;

/** Threads of two profiles, where both tell them. `areHere`: questions about them are answered. */
export function usePairSamples(
  incidentId: string,
  from: ProfileSummary,
  to: ProfileSummary,
  diff: CallDiff,
): { areHere: boolean; failure: unknown; retry(): void } {
  const key = namesThreads(from) && namesThreads(to) ? `${numberOf(diff.both)} samples` : null;
  const answer = useAnswer(key, (signal) => loadSamples(incidentId, { from, to }, diff, signal));
  return { areHere: key !== null && answer.key === key && answer.value === true, failure: answer.failure, retry: answer.retry };
}
