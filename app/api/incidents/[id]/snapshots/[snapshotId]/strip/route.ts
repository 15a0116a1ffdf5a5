import { snapshotParams } from '@/lib/api/contract/requests';
import { stripQuery } from '@/lib/api/region-query';
import { readQuery } from '@/lib/api/route';
import { laySnapshotStrip } from '@/lib/incidents/regions';
import { incidentRoute, PRIVATE } from '../../../../../incident-route';

export const dynamic = 'force-dynamic';

export const GET = incidentRoute(snapshotParams, 'read', async ({ params, request, services }) => {
  const { from = null, to = null } = readQuery(request, stripQuery);
  return Response.json(await laySnapshotStrip(services, params, { from, to }), { headers: PRIVATE });
});
