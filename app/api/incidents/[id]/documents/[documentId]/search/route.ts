import { documentParams, searchQuery } from '@/lib/api/contract/requests';
import { readQuery } from '@/lib/api/route';
import { load } from '@/lib/incidents/ingest';
import { searchLines } from '@/lib/incidents/search-lines';
import { incidentRoute, PRIVATE } from '../../../../../incident-route';

export const dynamic = 'force-dynamic';

export const GET = incidentRoute(documentParams, 'read', async ({ params, request, services }) => {
  const query = readQuery(request, searchQuery);
  const content = await load(services, params.id);
  return Response.json(await searchLines(services, content, params.documentId, query, request.signal), { headers: PRIVATE });
});
