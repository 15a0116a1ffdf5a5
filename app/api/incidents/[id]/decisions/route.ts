import { decisionBody, decisionQuery } from '@/lib/api/contract/findings';
import { idParams } from '@/lib/api/contract/requests';
import { readJson, readQuery } from '@/lib/api/route';
import { decideFinding, listDecisions, takeBackDecision } from '@/lib/incidents/decide';
import { incidentRoute, PRIVATE } from '../../../incident-route';

export const dynamic = 'force-dynamic';

export const GET = incidentRoute(idParams, 'read', async ({ params, services }) =>
  Response.json(await listDecisions(services, params.id), { headers: PRIVATE }),
);

export const PUT = incidentRoute(idParams, 'manage', async ({ params, request, services }) => {
  const { author, ...wish } = await readJson(request, decisionBody);
  return Response.json(await decideFinding(services, params.id, { ...wish, author: author || null }), { headers: PRIVATE });
});

export const DELETE = incidentRoute(idParams, 'manage', async ({ params, request, services }) => {
  const { ruleId, subject, snapshotId = null } = readQuery(request, decisionQuery);
  return Response.json(await takeBackDecision(services, params.id, { ruleId, subject, snapshotId }), { headers: PRIVATE });
});
