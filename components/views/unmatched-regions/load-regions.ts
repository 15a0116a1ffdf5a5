import { RequestProblem, readProblem } from '@/components/incident/requests';
import type { RegionView } from '@/lib/model/region';
import type { RegionGroup, RegionQuery, RegionTotals } from '@/lib/model/region-query';
import { toSearch } from './select';

/** Which snapshot the regions are of. */
export interface SnapshotAddress {
  incidentId: string;
  snapshotId: string;
}

/** A page of regions, as `GET …/regions` answers it. */
export interface RegionsPage {
  total: number;
  totals: RegionTotals;
  groups: RegionGroup[];
  regions: RegionView[];
  nextCursor: string | null;
  foundAt: number | null;
}

/** The most rows that one request may ask for. */
export const MOST_ROWS = 5_000;

export const regionsUrl = ({ incidentId, snapshotId }: SnapshotAddress, search: string): string =>
  `/api/incidents/${encodeURIComponent(incidentId)}/snapshots/${encodeURIComponent(snapshotId)}/regions?${search}`;

/** Throws a RequestProblem, or an AbortError. */
export async function loadRegions(
  address: SnapshotAddress,
  query: RegionQuery,
  { offset = 0, limit, find, signal }: { offset?: number; limit: number; find?: string | undefined; signal?: AbortSignal },
): Promise<RegionsPage> {
  const url = regionsUrl(address, toSearch(query, { cursor: offset, limit, find }));
  let response: Response;
  try {
    response = await fetch(url, signal ? { signal } : {});
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new RequestProblem(0, 'network', 'The server cannot be reached. Check the connection and try again.');
  }
  if (!response.ok) throw await readProblem(response);
  return response.json();
}
