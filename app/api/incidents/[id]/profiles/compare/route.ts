import { compareProfilesQuery, idParams } from '@/lib/api/contract/requests';
import { diffResponse } from '@/lib/api/profile-response';
import { readQuery } from '@/lib/api/route';
import { compareProfiles, openDiff } from '@/lib/incidents/profiles';
import { incidentRoute, PRIVATE } from '../../../../incident-route';

export const dynamic = 'force-dynamic';

export const GET = incidentRoute(idParams, 'read', async ({ params, request, services }) => {
  const { from, to, format, limit } = readQuery(request, compareProfilesQuery);
  const pair = { id: params.id, from, to };
  if (format === 'columns') return diffResponse(request.headers, await openDiff(services, pair));
  return Response.json(await compareProfiles(services, pair, limit), { headers: PRIVATE });
});
