import { baseUrl } from '@/lib/api/base-url';
import { createBody, noParams } from '@/lib/api/contract/requests';
import { limitsInForce } from '@/lib/api/limits';
import { receive } from '@/lib/api/receive';
import { readJson, route } from '@/lib/api/route';
import { createEmptyIncident, createIncident } from '@/lib/incidents/ingest';
import { emptyAnalysis, toBody, toLinks } from '@/lib/incidents/present';
import { services } from '@/lib/incidents/services';
import { PRIVATE } from '../incident-route';

export const dynamic = 'force-dynamic';

// POST /api/incidents: documents (a form, or the body itself) become an analysed incident; JSON makes an empty one to fill.
export const POST = route(noParams, async (_params, request) => {
  const opened = await services();
  const made = /^application\/json\b/i.test(request.headers.get('content-type') ?? '')
    ? { ...(await createEmptyIncident(opened, await readJson(request, createBody))), analysis: emptyAnalysis() }
    : await createIncident(opened, { ...receive(request, limitsInForce()), totalBytes: null });
  const body = { ...toBody(made.content, made.analysis), links: toLinks(made.links, baseUrl(request)) };
  return Response.json(body, { status: 201, headers: { ...PRIVATE, location: `/api/incidents/${body.id}` } });
});
