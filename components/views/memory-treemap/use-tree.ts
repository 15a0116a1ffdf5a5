'use client';
import { RequestProblem, readProblem } from '@/components/incident/requests';
import type { MemoryNode } from '@/lib/model/memory-tree';
import { useAnswer } from '../use-answer';
import type { Area, Drawing } from './select';

async function loadTree(
  { incidentId, snapshotId }: { incidentId: string; snapshotId: string },
  node: string,
  by: 'rss' | 'size',
  signal: AbortSignal,
): Promise<MemoryNode> {
  const search = new URLSearchParams({ node, by });
  const url = `/api/incidents/${encodeURIComponent(incidentId)}/snapshots/${encodeURIComponent(snapshotId)}/tree?${search}`;
  const response = await fetch(url, { signal }).catch((error) => {
    if (signal.aborted) throw error;
    throw new RequestProblem(0, 'network', 'The server cannot be reached. Check the connection and try again.');
  });
  if (!response.ok) throw await readProblem(response);
  return response.json();
}

/** The node to draw: what is at hand at once, and what the server has of it when it comes. */
export function useTree(
  address: { incidentId: string; snapshotId: string },
  { node, ask }: Drawing,
  area: Area,
): { node: MemoryNode | null; busy: boolean; failure: unknown } {
  const by = area === 'size' ? 'size' : 'rss';
  const key = ask === null ? null : `${address.incidentId}/${address.snapshotId}/${by}/${ask}`;
  const answer = useAnswer(key, (signal) => loadTree(address, ask ?? 'memory', by, signal));
  if (key === null) return { node, busy: false, failure: null };
  const isAnswered = answer.key === key && answer.value !== null;
  return { node: isAnswered ? answer.value : node, busy: !isAnswered && answer.failure === null, failure: answer.failure };
}
