import { documentParams, newArtifactBody } from '@/lib/api/contract/requests';
import { readJson } from '@/lib/api/route';
import { correctLines } from '@/lib/incidents/correct';
import { toBody } from '@/lib/incidents/present';
import { loadIncident } from '@/lib/incidents/view';
import { incidentRoute, PRIVATE } from '../../../../../incident-route';

export const dynamic = 'force-dynamic';

export const POST = incidentRoute(documentParams, 'manage', async ({ params, request, services }) => {
  await correctLines(services, params.id, params.documentId, await readJson(request, newArtifactBody));
  const { content, analysis } = await loadIncident(services, params.id);
  return Response.json(toBody(content, analysis), { status: 201, headers: PRIVATE });
});
