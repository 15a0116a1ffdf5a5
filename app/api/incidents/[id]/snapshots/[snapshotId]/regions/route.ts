import { snapshotParams } from '@/lib/api/contract/requests';
import { regionQuery, toRegionsAsked } from '@/lib/api/region-query';
import { regionsFile, regionsResponse } from '@/lib/api/regions-response';
import { readQuery } from '@/lib/api/route';
import { listSnapshotRegions, printSnapshotRegions } from '@/lib/incidents/regions';
import { incidentRoute } from '../../../../../incident-route';

export const dynamic = 'force-dynamic';

export const GET = incidentRoute(snapshotParams, 'read', async ({ params, request, services }) => {
  const { query, format, isFile } = toRegionsAsked(readQuery(request, regionQuery));
  if (isFile) return regionsFile(await printSnapshotRegions(services, params, query, format), format);
  return regionsResponse(await listSnapshotRegions(services, params, query));
});
