import { documentParams } from '@/lib/api/contract/requests';
import { removeDocument } from '@/lib/incidents/edit';
import { incidentRoute, PRIVATE } from '../../../../incident-route';

export const dynamic = 'force-dynamic';

export const DELETE = incidentRoute(documentParams, 'manage', async ({ params, services }) =>
  Response.json(await removeDocument(services, params.id, params.documentId), { headers: PRIVATE }),
);
