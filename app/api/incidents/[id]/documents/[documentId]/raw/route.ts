import { Readable } from 'node:stream';
import { attachment } from '@/lib/api/attachment';
import { documentParams } from '@/lib/api/contract/requests';
import { load } from '@/lib/incidents/ingest';
import { findDocument } from '@/lib/incidents/lines';
import { incidentRoute, PRIVATE } from '../../../../../incident-route';

export const dynamic = 'force-dynamic';

// The exact bytes that were sent (inflated): always a download, never a page.
export const GET = incidentRoute(documentParams, 'read', async ({ params, services }) => {
  const document = findDocument(await load(services, params.id), params.documentId);
  const body = Readable.toWeb(services.blobs.read(document.sha256)) as ReadableStream<Uint8Array>;
  return new Response(body, {
    headers: {
      ...PRIVATE,
      'content-type': document.encoding.startsWith('utf-16') ? 'application/octet-stream' : 'text/plain; charset=utf-8',
      'content-length': String(document.sizeBytes),
      'content-disposition': attachment(document.filename),
    },
  });
});
