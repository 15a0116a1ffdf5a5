import { columnsResponse } from '@/lib/api/columns-response';
import { profileParams, profileQuery } from '@/lib/api/contract/requests';
import { profileFileResponse } from '@/lib/api/profile-response';
import { readQuery } from '@/lib/api/route';
import { openColumns } from '@/lib/incidents/columns';
import { exportProfile } from '@/lib/incidents/profiles';
import { incidentRoute } from '../../../../incident-route';

export const dynamic = 'force-dynamic';

export const GET = incidentRoute(profileParams, 'read', async ({ params, request, services }) => {
  const { format } = readQuery(request, profileQuery);
  if (format !== 'columns') return profileFileResponse(request.headers, await exportProfile(services, params, format));
  const { sheet, packed } = await openColumns(services, params);
  return columnsResponse(request.headers, sheet.hash, packed, false);
});
