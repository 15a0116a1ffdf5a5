import { documentParams } from '@/lib/api/contract/requests';
import { load } from '@/lib/incidents/ingest';
import { listUnreadLines } from '@/lib/incidents/unread-lines';
import { incidentRoute, PRIVATE } from '../../../../../incident-route';

export const dynamic = 'force-dynamic';

export const GET = incidentRoute(documentParams, 'read', async ({ params, services }) =>
  Response.json(await listUnreadLines(services, await load(services, params.id), params.documentId), { headers: PRIVATE }),
);
