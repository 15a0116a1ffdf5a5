import { limitsInForce } from '@/lib/api/limits';

export const dynamic = 'force-dynamic';

export const GET = (): Response => Response.json(limitsInForce());
