import { RequestProblem, readProblem } from '@/components/incident/requests';

/** Columns or samples of a profile as they are stored: gzipped, named by their hash, and so kept by the browser. Throws RequestProblem. */
export async function fetchPacked(
  incidentId: string,
  profileId: string,
  what: 'columns' | 'samples',
  hash: string,
  signal: AbortSignal,
): Promise<ArrayBuffer> {
  const url = `/api/incidents/${encodeURIComponent(incidentId)}/profiles/${encodeURIComponent(profileId)}/${what}?hash=${hash}`;
  const response = await fetch(url, { signal }).catch((error) => {
    if (signal.aborted) throw error;
    throw new RequestProblem(0, 'network', 'The server cannot be reached. Check the connection and try again.');
  });
  if (!response.ok) throw await readProblem(response);
  return response.arrayBuffer();
}
