import type { z } from 'zod';
import { presentedTokens, refuseForeignWrites, route } from '@/lib/api/route';
import { authorise } from '@/lib/incidents/access';
import { type Services, services } from '@/lib/incidents/services';
import type { Role } from '@/lib/model/incident';

interface Asked<P> {
  params: P;
  request: Request;
  services: Services;
  role: Role;
}

/** A route below /api/incidents/{id}: may you? then one verb. */
export function incidentRoute<P extends z.ZodType<{ id: string }>>(
  params: P,
  needed: Role,
  handle: (asked: Asked<z.output<P>>) => Promise<Response>,
) {
  return route(params, async (known, request) => {
    if (request.method !== 'GET') refuseForeignWrites(request);
    const opened = await services();
    const role = await authorise(opened.database, known.id, presentedTokens(request.headers), needed, opened.now());
    return handle({ params: known, request, services: opened, role });
  });
}

/** Answers about an incident are nobody else's to keep. */
export const PRIVATE = { 'cache-control': 'private, no-store' };
