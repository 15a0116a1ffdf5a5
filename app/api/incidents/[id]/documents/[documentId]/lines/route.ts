import { documentParams, linesQuery } from '@/lib/api/contract/requests';
import { readQuery } from '@/lib/api/route';
import { load } from '@/lib/incidents/ingest';
import { readLines } from '@/lib/incidents/lines';
import { incidentRoute, PRIVATE } from '../../../../../incident-route';

export const dynamic = 'force-dynamic';

export const GET = incidentRoute(documentParams, 'read', async ({ params, request, services }) => {
  const { from, to, width } = readQuery(request, linesQuery);
  const content = await load(services, params.id);
  return Response.json(await readLines(services, content, params.documentId, from, Math.max(from, to), width), { headers: PRIVATE });
});
