'use client';
import { useAnswer } from '@/components/views/use-answer';
import type { CallColumns } from '@/lib/model/call-columns';
import type { SamplesSheet } from '@/lib/model/hot-stacks';
import { decodeSamples } from '@/lib/model/samples-codec';
import { desk } from './desk/desk';
import { inflate } from './desk/inflate';
import { shaperOf } from './desk/shape';
import { numberOf } from './desk/use-tree';
import { fetchPacked } from './fetch-packed';

/** Trees whose samples are where they are shaped: to come back to a profile costs nothing. */
const given = new WeakSet<CallColumns>();

/** Gives the samples to whoever shapes the tree: the worker that holds it, or the page. */
async function loadSamples(incidentId: string, profileId: string, hash: string, tree: CallColumns, signal: AbortSignal): Promise<true> {
  if (given.has(tree)) return true;
  const packed = await fetchPacked(incidentId, profileId, 'samples', hash, signal);
  if (desk.recipeOf(tree)) await desk.give(tree, packed);
  else shaperOf(tree).give(decodeSamples(await inflate(packed)));
  given.add(tree);
  return true;
}

/** Threads and times of a profile, once its tree is there. `areHere`: questions about them are answered. */
export function useSamples(
  incidentId: string,
  profileId: string,
  sheet: SamplesSheet | undefined,
  tree: CallColumns,
): { areHere: boolean; failure: unknown; retry(): void } {
  const key = sheet ? `${numberOf(tree)} ${sheet.hash}` : null;
  const answer = useAnswer(key, (signal) => loadSamples(incidentId, profileId, sheet?.hash ?? '', tree, signal));
  return { areHere: key !== null && answer.key === key && answer.value === true, failure: answer.failure, retry: answer.retry };
}
