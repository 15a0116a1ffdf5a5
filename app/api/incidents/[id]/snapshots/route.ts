import { idParams, snapshotBody } from '@/lib/api/contract/requests';
import { readJson } from '@/lib/api/route';
import { createSnapshot } from '@/lib/incidents/correct';
import { toSnapshot } from '@/lib/incidents/present';
import { incidentRoute, PRIVATE } from '../../../incident-route';

export const dynamic = 'force-dynamic';

export const POST = incidentRoute(idParams, 'manage', async ({ params, request, services }) => {
  const { label, takenAt } = await readJson(request, snapshotBody);
  const snapshot = await createSnapshot(services, params.id, { label, takenAt: takenAt ? new Date(takenAt) : null });
  return Response.json(toSnapshot(snapshot), { status: 201, headers: PRIVATE });
});
