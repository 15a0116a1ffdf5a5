import { artifactBody, artifactParams } from '@/lib/api/contract/requests';
import { readJson } from '@/lib/api/route';
import { correctArtifact } from '@/lib/incidents/correct';
import { toBody } from '@/lib/incidents/present';
import { loadIncident } from '@/lib/incidents/view';
import { incidentRoute, PRIVATE } from '../../../../incident-route';

export const dynamic = 'force-dynamic';

export const PUT = incidentRoute(artifactParams, 'manage', async ({ params, request, services }) => {
  await correctArtifact(services, params.id, params.artifactId, await readJson(request, artifactBody));
  const { content, analysis } = await loadIncident(services, params.id);
  return Response.json(toBody(content, analysis), { headers: PRIVATE });
});
