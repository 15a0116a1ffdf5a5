import { readProblem } from '@/components/incident/requests';
import type { Comparison } from '@/lib/model/comparison';

/** Two snapshots held against each other, by the server. */
export async function loadComparison(incidentId: string, from: string, to: string, signal: AbortSignal): Promise<Comparison> {
  const query = new URLSearchParams({ from, to });
  const response = await fetch(`/api/incidents/${encodeURIComponent(incidentId)}/compare?${query}`, { signal });
  if (!response.ok) throw await readProblem(response);
  return response.json();
}
