import { snapshotParams } from '@/lib/api/contract/requests';
import { treeQuery } from '@/lib/api/region-query';
import { readQuery } from '@/lib/api/route';
import { growSnapshotTree } from '@/lib/incidents/regions';
import { incidentRoute, PRIVATE } from '../../../../../incident-route';

export const dynamic = 'force-dynamic';

export const GET = incidentRoute(snapshotParams, 'read', async ({ params, request, services }) =>
  Response.json(await growSnapshotTree(services, params, readQuery(request, treeQuery)), { headers: PRIVATE }),
);
