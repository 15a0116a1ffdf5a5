import type { Database, NewLink } from '../define';
import { type Client, retryBusy } from './client';
import { linkOf, storableText } from './columns';

/** Capability links. Only the hash of a token is ever here. */
export const linksOf = (client: Client): Pick<Database, 'createLink' | 'findLink' | 'listLinks' | 'revokeLink'> => ({
  createLink: async (incidentId, link, now) =>
    linkOf(await retryBusy(() => client.accessLink.create({ data: linkColumns(incidentId, link, now) }))),

  async findLink(tokenHash) {
    const row = await retryBusy(() => client.accessLink.findUnique({ where: { tokenHash } }));
    return row && linkOf(row);
  },

  async listLinks(incidentId) {
    const rows = await retryBusy(() =>
      client.accessLink.findMany({ where: { incidentId }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] }),
    );
    return rows.map(linkOf);
  },

  async revokeLink(incidentId, linkId, now) {
    const { count } = await retryBusy(() =>
      client.accessLink.updateMany({ where: { id: linkId, incidentId, revokedAt: null }, data: { revokedAt: now } }),
    );
    if (count > 0) return true;
    return (await retryBusy(() => client.accessLink.count({ where: { id: linkId, incidentId } }))) > 0;
  },
});

export const linkColumns = (incidentId: string, link: NewLink, now: Date) => ({
  id: link.id,
  incidentId,
  role: link.role,
  label: storableText(link.label),
  tokenHash: link.tokenHash,
  createdAt: now,
  expiresAt: link.expiresAt,
});
