import { columnsResponse } from '@/lib/api/columns-response';
import { columnsQuery, profileParams } from '@/lib/api/contract/requests';
import { readQuery } from '@/lib/api/route';
import { openSamples } from '@/lib/incidents/columns';
import { incidentRoute } from '../../../../../incident-route';

export const dynamic = 'force-dynamic';

export const GET = incidentRoute(profileParams, 'read', async ({ params, request, services }) => {
  const { hash } = readQuery(request, columnsQuery);
  const { sheet, packed } = await openSamples(services, params);
  return columnsResponse(request.headers, sheet.hash, packed, hash === sheet.hash);
});
