import { compareQuery, idParams } from '@/lib/api/contract/requests';
import { readQuery } from '@/lib/api/route';
import { compareIncidentSnapshots } from '@/lib/incidents/compare';
import { incidentRoute, PRIVATE } from '../../../incident-route';

export const dynamic = 'force-dynamic';

export const GET = incidentRoute(idParams, 'read', async ({ params, request, services }) =>
  Response.json(await compareIncidentSnapshots(services, params, readQuery(request, compareQuery)), { headers: PRIVATE }),
);
