import { idParams } from '@/lib/api/contract/requests';
import { restoreIncident } from '@/lib/incidents/edit';
import { toBody } from '@/lib/incidents/present';
import { loadIncident } from '@/lib/incidents/view';
import { incidentRoute, PRIVATE } from '../../../incident-route';

export const dynamic = 'force-dynamic';

export const POST = incidentRoute(idParams, 'manage', async ({ params, services }) => {
  await restoreIncident(services, params.id);
  const { content, analysis } = await loadIncident(services, params.id);
  return Response.json(toBody(content, analysis), { headers: PRIVATE });
});
