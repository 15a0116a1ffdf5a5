import { openApi } from '@/lib/api/openapi';

export const dynamic = 'force-dynamic';

export const GET = (): Response => Response.json(openApi());
