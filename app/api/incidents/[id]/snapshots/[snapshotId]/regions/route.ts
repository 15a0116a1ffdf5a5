import { regionQuery, snapshotParams } from '@/lib/api/contract';
import { regionsResponse } from '@/lib/api/regions-response';
import { readQuery } from '@/lib/api/route';
import { listSnapshotRegions } from '@/lib/incidents/regions';
import { incidentRoute } from '../../../../../incident-route';

export const dynamic = 'force-dynamic';

export const GET = incidentRoute(snapshotParams, 'read', async ({ params, request, services }) => {
  const { format, cursor, minRss, ...query } = readQuery(request, regionQuery);
  const page = await listSnapshotRegions(services, params.id, params.snapshotId, {
    ...query,
    minRssBytes: minRss,
    offset: Number(cursor ?? 0),
  });
  return regionsResponse(page, format);
});
