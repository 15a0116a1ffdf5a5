import { snapshotParams, snapshotPatch } from '@/lib/api/contract/requests';
import { readJson } from '@/lib/api/route';
import { updateSnapshot } from '@/lib/incidents/correct';
import { toSnapshot } from '@/lib/incidents/present';
import { incidentRoute, PRIVATE } from '../../../../incident-route';

export const dynamic = 'force-dynamic';

export const PATCH = incidentRoute(snapshotParams, 'manage', async ({ params, request, services }) => {
  const { label, takenAt } = await readJson(request, snapshotPatch);
  const patch = { label, ...(takenAt === undefined ? {} : { takenAt: takenAt ? new Date(takenAt) : null }) };
  return Response.json(toSnapshot(await updateSnapshot(services, params.id, params.snapshotId, patch)), { headers: PRIVATE });
});
