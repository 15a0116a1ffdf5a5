import { idParams } from '@/lib/api/contract/requests';
import { limitsInForce } from '@/lib/api/limits';
import { announcedBytes, receive } from '@/lib/api/receive';
import { addDocuments } from '@/lib/incidents/ingest';
import { toBody } from '@/lib/incidents/present';
import { incidentRoute, PRIVATE } from '../../../incident-route';

export const dynamic = 'force-dynamic';

// POST documents: added, parsed, and the whole incident analysed anew. `added` names the documents of this request.
export const POST = incidentRoute(idParams, 'manage', async ({ params, request, services }) => {
  const limits = limitsInForce();
  const incoming = { ...receive(request, limits), totalBytes: announcedBytes(request) };
  const { content, analysis, added } = await addDocuments(services, params.id, incoming, limits.documentsPerIncident);
  const ids = added.map((document) => document.id);
  return Response.json(
    { ...toBody(content, analysis), added: { documentId: ids[0], documentIds: ids } },
    { status: 201, headers: PRIVATE },
  );
});
