import { Problem } from '@/lib/model/problem';
import type { RegionPage, RegionQuery } from '@/lib/workers/protocol';
import { loadRegions } from './analysis';
import { load } from './ingest';
import type { Services } from './services';

/** Regions of a snapshot, filtered, sorted and cut to a page; off the event loop. */
export async function listSnapshotRegions(
  services: Services,
  incidentId: string,
  snapshotId: string,
  query: RegionQuery,
): Promise<RegionPage> {
  const regions = await loadRegions(services, await load(services, incidentId), snapshotId);
  if (!regions) throw new Problem(404, 'snapshot/not-found', 'This incident has no such snapshot.');
  return services.pool.listRegions(regions, query);
}
