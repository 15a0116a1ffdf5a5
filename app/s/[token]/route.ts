import { z } from 'zod';
import { gonePage } from '@/lib/api/gone-page';
import { linkCookies } from '@/lib/api/link-cookies';
import { notFound, route } from '@/lib/api/route';
import { services } from '@/lib/incidents/services';
import { followLink } from '@/lib/incidents/share';

export const dynamic = 'force-dynamic';

// GET /s/<token>: the link a colleague opens. Leaves the token in cookies, out of the address bar, and goes to the incident.
export const GET = route(z.object({ token: z.string() }), async ({ token }, request) => {
  const link = await followLink(await services(), token);
  if (!link) {
    if (request.headers.get('accept')?.includes('text/html')) return gonePage();
    throw notFound();
  }
  const headers = new Headers({ location: `/i/${link.incidentId}`, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  for (const cookie of linkCookies(link, token, new Date())) headers.append('set-cookie', cookie);
  return new Response(null, { status: 303, headers });
});
