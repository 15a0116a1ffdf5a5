import { idParams, patchBody } from '@/lib/api/contract/requests';
import { readJson, readRevision } from '@/lib/api/route';
import { deleteIncident, updateIncident } from '@/lib/incidents/edit';
import { toBody } from '@/lib/incidents/present';
import { loadIncident } from '@/lib/incidents/view';
import { incidentRoute, PRIVATE } from '../../incident-route';

export const dynamic = 'force-dynamic';

export const GET = incidentRoute(idParams, 'read', async ({ params, services }) => {
  const { content, analysis } = await loadIncident(services, params.id);
  return Response.json(toBody(content, analysis), { headers: { ...PRIVATE, etag: `"${content.incident.revision}"` } });
});

// PATCH with If-Match: <revision> answers 412 and the current state when somebody saved first.
export const PATCH = incidentRoute(idParams, 'manage', async ({ params, request, services }) => {
  await updateIncident(services, params.id, await readJson(request, patchBody), readRevision(request));
  const { content, analysis } = await loadIncident(services, params.id);
  return Response.json(toBody(content, analysis), { headers: PRIVATE });
});

export const DELETE = incidentRoute(idParams, 'manage', async ({ params, services }) => {
  await deleteIncident(services, params.id);
  return new Response(null, { status: 204 });
});
