import { idParams } from '@/lib/api/contract/requests';
import { streamEvents } from '@/lib/api/stream-events';
import { listen } from '@/lib/incidents/progress';
import { incidentRoute } from '../../../incident-route';

export const dynamic = 'force-dynamic';

export const GET = incidentRoute(idParams, 'read', async ({ params, request }) =>
  streamEvents(request, (send) => listen(params.id, ({ event, data }) => send(event, data))),
);
