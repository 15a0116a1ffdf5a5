'use client';
import { RequestProblem, readProblem } from '@/components/incident/requests';
import { useAnswer } from '@/components/views/use-answer';
import type { CallDiff } from '@/lib/model/call-diff';
import { decodeDiff } from '@/lib/model/diff-codec';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import { inflate } from '../desk/inflate';

/** Pairs opened last: to go back to one costs nothing. */
const KEPT = 3;
const opened = new Map<string, CallDiff>();

async function loadDiff(incidentId: string, from: string, to: string, key: string, signal: AbortSignal): Promise<CallDiff> {
  const known = opened.get(key);
  if (known) return known;
  const query = new URLSearchParams({ from, to, format: 'columns' });
  const url = `/api/incidents/${encodeURIComponent(incidentId)}/profiles/compare?${query}`;
  const response = await fetch(url, { signal }).catch((error) => {
    if (signal.aborted) throw error;
    throw new RequestProblem(0, 'network', 'The server cannot be reached. Check the connection and try again.');
  });
  if (!response.ok) throw await readProblem(response);
  const diff = decodeDiff(await inflate(await response.arrayBuffer()));
  opened.set(key, diff);
  for (const old of opened.keys()) if (opened.size > KEPT) opened.delete(old);
  return diff;
}

/** Two profiles as one tree, in shares; null while it is on its way. */
export function useDiff(
  incidentId: string,
  from: ProfileSummary,
  to: ProfileSummary,
): { diff: CallDiff | null; failure: unknown; retry(): void } {
  // Hashes name the trees: the same pair read anew is another one.
  const key = `${from.columns?.hash} ${to.columns?.hash}`;
  const { key: answered, value, failure, retry } = useAnswer(key, (signal) => loadDiff(incidentId, from.id, to.id, key, signal));
  return { diff: answered === key ? value : null, failure, retry };
}
