import { documentParams } from '@/lib/api/contract/requests';
import { restoreDocument } from '@/lib/incidents/edit';
import { toBody } from '@/lib/incidents/present';
import { loadIncident } from '@/lib/incidents/view';
import { incidentRoute, PRIVATE } from '../../../../../incident-route';

export const dynamic = 'force-dynamic';

export const POST = incidentRoute(documentParams, 'manage', async ({ params, services }) => {
  await restoreDocument(services, params.id, params.documentId);
  const { content, analysis } = await loadIncident(services, params.id);
  return Response.json(toBody(content, analysis), { headers: PRIVATE });
});
