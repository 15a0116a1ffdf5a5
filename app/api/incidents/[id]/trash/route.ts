import { idParams } from '@/lib/api/contract/requests';
import { trashIncident } from '@/lib/incidents/edit';
import { incidentRoute, PRIVATE } from '../../../incident-route';

export const dynamic = 'force-dynamic';

// POST: out of sight, and for seven days it can be brought back. (DELETE of the incident is final.)
export const POST = incidentRoute(idParams, 'manage', async ({ params, services }) =>
  Response.json(await trashIncident(services, params.id), { headers: PRIVATE }),
);
