import { idParams } from '@/lib/api/contract/requests';
import { listRemovedDocuments } from '@/lib/incidents/edit';
import { incidentRoute, PRIVATE } from '../../../../incident-route';

export const dynamic = 'force-dynamic';

export const GET = incidentRoute(idParams, 'manage', async ({ params, services }) =>
  Response.json({ documents: await listRemovedDocuments(services, params.id) }, { headers: PRIVATE }),
);
