import { noParams } from '@/lib/api/contract/requests';
import { route } from '@/lib/api/route';
import { services } from '@/lib/incidents/services';
import { Problem } from '@/lib/model/problem';

export const dynamic = 'force-dynamic';

// Database and blobs answer. What is wrong goes to the log, not to the outside.
export const GET = route(noParams, async () => {
  try {
    const { database, blobs } = await services();
    await Promise.all([database.ping(), blobs.ping()]);
  } catch (error) {
    console.error('[residue] not ready', error);
    throw new Problem(503, 'process/not-ready', 'The database or the data folder does not answer. The log of the server says which.');
  }
  return Response.json({ status: 'ready' });
});
