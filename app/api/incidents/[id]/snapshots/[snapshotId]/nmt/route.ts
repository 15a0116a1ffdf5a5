import { snapshotParams } from '@/lib/api/contract/requests';
import { openSnapshotNmt } from '@/lib/incidents/regions';
import { incidentRoute, PRIVATE } from '../../../../../incident-route';

export const dynamic = 'force-dynamic';

export const GET = incidentRoute(snapshotParams, 'read', async ({ params, services }) =>
  Response.json(await openSnapshotNmt(services, params), { headers: PRIVATE }),
);
