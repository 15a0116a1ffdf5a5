'use client';
import { RequestProblem, readProblem } from '@/components/incident/requests';
import { useAnswer } from '@/components/views/use-answer';
import type { CallColumns } from '@/lib/model/call-columns';
import type { SamplesSheet } from '@/lib/model/hot-stacks';
import { decodeSamples } from '@/lib/model/samples-codec';
import { desk } from './desk/desk';
import { inflate } from './desk/inflate';
import { shaperOf } from './desk/shape';
import { numberOf } from './desk/use-tree';

/** Trees whose samples are where they are shaped: to come back to a profile costs nothing. */
const given = new WeakSet<CallColumns>();

/** Gives the samples to whoever shapes the tree: the worker that holds it, or the page. */
async function loadSamples(incidentId: string, profileId: string, hash: string, tree: CallColumns, signal: AbortSignal): Promise<true> {
  const recipe = desk.recipeOf(tree);
  if (given.has(tree)) return true;
  const url = `/api/incidents/${encodeURIComponent(incidentId)}/profiles/${encodeURIComponent(profileId)}/samples?hash=${hash}`;
  const response = await fetch(url, { signal }).catch((error) => {
    if (signal.aborted) throw error;
    throw new RequestProblem(0, 'network', 'The server cannot be reached. Check the connection and try again.');
  });
  if (!response.ok) throw await readProblem(response);
  const packed = await response.arrayBuffer();
  if (recipe) await desk.give(recipe.hash, packed);
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
