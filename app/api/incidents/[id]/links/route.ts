import { baseUrl } from '@/lib/api/base-url';
import { idParams, linkBody } from '@/lib/api/contract/requests';
import { readJson } from '@/lib/api/route';
import { createLink, listLinks } from '@/lib/incidents/share';
import { incidentRoute, PRIVATE } from '../../../incident-route';

export const dynamic = 'force-dynamic';

export const GET = incidentRoute(idParams, 'manage', async ({ params, services }) =>
  Response.json({ links: await listLinks(services, params.id) }, { headers: PRIVATE }),
);

export const POST = incidentRoute(idParams, 'manage', async ({ params, request, services }) => {
  const created = await createLink(services, params.id, await readJson(request, linkBody), baseUrl(request));
  return Response.json(created, { status: 201, headers: PRIVATE });
});
