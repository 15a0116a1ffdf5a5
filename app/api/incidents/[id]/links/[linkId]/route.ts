import { linkParams } from '@/lib/api/contract/requests';
import { revokeLink } from '@/lib/incidents/share';
import { incidentRoute } from '../../../../incident-route';

export const dynamic = 'force-dynamic';

export const DELETE = incidentRoute(linkParams, 'manage', async ({ params, services }) => {
  await revokeLink(services, params.id, params.linkId);
  return new Response(null, { status: 204 });
});
