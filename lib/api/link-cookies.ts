import { readEnvironment } from '@/lib/base/environment';
import type { Role } from '@/lib/model/incident';

/** 400 days, the longest that browsers keep a cookie. */
const LONGEST_SECONDS = 400 * 86_400;

/**
 * The two cookies of a link, one for the page and one for its API. The role is in the name, so that opening a weaker link
 * never takes a stronger one away.
 */
export function linkCookies(link: { incidentId: string; role: Role; expiresAt: Date | null }, token: string, now: Date): string[] {
  const left = link.expiresAt ? Math.max(0, Math.floor((link.expiresAt.getTime() - now.getTime()) / 1000)) : LONGEST_SECONDS;
  const secure = readEnvironment(process.env).RESIDUE_BASE_URL?.startsWith('https:') ? '; Secure' : '';
  return [`/i/${link.incidentId}`, `/api/incidents/${link.incidentId}`].map(
    (path) => `residue-${link.role}=${token}; Path=${path}; Max-Age=${Math.min(left, LONGEST_SECONDS)}; HttpOnly; SameSite=Lax${secure}`,
  );
}
