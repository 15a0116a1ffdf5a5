import type { AccessLinkRow, Role } from '@/lib/model/incident';
import { Problem } from '@/lib/model/problem';
import { findLiveLink, issueLink } from './access';
import { linkUrl } from './present';
import type { Services } from './services';

const isoOrNull = (date: Date | null): string | null => date?.toISOString() ?? null;

const toLink = ({ id, role, label, createdAt, expiresAt, revokedAt }: AccessLinkRow) => ({
  id,
  role,
  label,
  createdAt: createdAt.toISOString(),
  expiresAt: isoOrNull(expiresAt),
  revokedAt: isoOrNull(revokedAt),
});

/** A new link; its token is told this once. `expiresInDays` null: never. */
export async function createLink(
  services: Services,
  incidentId: string,
  wish: { role: Role; expiresInDays: number | null; label: string },
  base: string,
) {
  const { token, row } = issueLink(wish.role, wish.label, wish.expiresInDays, services.now());
  const created = await services.database.createLink(incidentId, row, services.now());
  return { ...toLink(created), url: linkUrl(base, token), token };
}

export async function listLinks(services: Services, incidentId: string) {
  return (await services.database.listLinks(incidentId)).map(toLink);
}

/** From the next request on the link answers 404. */
export async function revokeLink(services: Services, incidentId: string, linkId: string): Promise<void> {
  const known = await services.database.revokeLink(incidentId, linkId, services.now());
  if (!known) throw new Problem(404, 'link/not-found', 'This incident has no such link.');
}

/** Where a link leads, and what it allows; null where it is unknown, expired or revoked. */
export async function followLink(
  services: Services,
  token: string,
): Promise<{ incidentId: string; role: Role; expiresAt: Date | null } | null> {
  const link = await findLiveLink(services.database, token, services.now());
  return link && { incidentId: link.incidentId, role: link.role, expiresAt: link.expiresAt };
}
