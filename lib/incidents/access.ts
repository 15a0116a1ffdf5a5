import { createHash, randomBytes } from 'node:crypto';
import type { AccessLinkRow, Role } from '@/lib/model/incident';
import { ROLES } from '@/lib/model/incident';
import { Problem } from '@/lib/model/problem';
import type { Database, NewLink } from '@/lib/store/define';

/** 32 random bytes, base64url: 43 characters that nobody guesses. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** 16 random bytes, base64url: 22 characters. Ids are no secrets, but say nothing either. */
export const newId = (): string => randomBytes(16).toString('base64url');

/** Only this is stored. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

const TOKEN = /^[A-Za-z0-9_-]{43}$/;
const rank = (role: Role): number => ROLES.indexOf(role);

const notFound = () =>
  new Problem(
    404,
    'incident/not-found',
    'There is no such incident for this link. It may have expired or been revoked: ask whoever sent it for a new one.',
  );

export function isLive(link: AccessLinkRow, now: Date): boolean {
  return link.revokedAt === null && (link.expiresAt === null || link.expiresAt > now);
}

/**
 * The link of a token, if it is known, not expired and not revoked. Looked up by the hash of the token, so that the time it takes
 * tells nothing of any stored token: whoever sends a guess cannot choose its hash.
 */
export async function findLiveLink(database: Database, token: string, now: Date): Promise<AccessLinkRow | null> {
  if (!TOKEN.test(token)) return null;
  const hash = hashToken(token);
  const link = await database.findLink(hash);
  return link && isLive(link, now) ? link : null;
}

/**
 * The strongest role that the presented tokens give for this incident.
 * Throws 404 where they give none (unknown, expired, revoked and of another incident answer alike) and 403 where it is too low.
 */
export async function authorise(database: Database, incidentId: string, tokens: readonly string[], needed: Role, now: Date): Promise<Role> {
  let best: Role | null = null;
  for (const token of tokens.slice(0, 5)) {
    const link = await findLiveLink(database, token, now);
    if (link && link.incidentId === incidentId && (best === null || rank(link.role) > rank(best))) best = link.role;
  }
  if (best === null) throw notFound();
  if (rank(best) < rank(needed)) {
    throw new Problem(
      403,
      'link/role-too-low',
      `This link allows you to ${best}, and this needs a link with the role "${needed}". Ask whoever manages the incident for one.`,
    );
  }
  return best;
}

export interface IssuedLink {
  row: NewLink;
  token: string;
}

/** A link with a fresh token; the token is only ever in this value. `expiresInDays` null: never. */
export function issueLink(role: Role, label: string, expiresInDays: number | null, now: Date): IssuedLink {
  const token = newToken();
  const expiresAt = expiresInDays === null ? null : new Date(now.getTime() + expiresInDays * 86_400_000);
  return { token, row: { id: newId(), role, label, tokenHash: hashToken(token), expiresAt } };
}
