import { z } from 'zod';
import { hotQuery, idParams } from '@/lib/api/contract/requests';
import { readQuery } from '@/lib/api/route';
import { loadIncident } from '@/lib/incidents/view';
import { Problem } from '@/lib/model/problem';
import { incidentRoute, PRIVATE } from '../../../../../incident-route';

export const dynamic = 'force-dynamic';

export const GET = incidentRoute(idParams.extend({ profileId: z.string() }), 'read', async ({ params, request, services }) => {
  const { limit } = readQuery(request, hotQuery);
  const { analysis } = await loadIncident(services, params.id);
  const profile = analysis.profiles.find((candidate) => candidate.id === params.profileId);
  if (!profile) throw new Problem(404, 'profile/not-found', 'This incident has no such profile.');
  return Response.json({ unit: profile.unit, total: profile.total, frames: profile.hot.slice(0, limit) }, { headers: PRIVATE });
});
