import { listFormats } from '@/lib/incidents/formats';

export const dynamic = 'force-dynamic';

export const GET = (): Response => Response.json({ formats: listFormats() });
