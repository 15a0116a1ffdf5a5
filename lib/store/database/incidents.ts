import type { Database } from '../define';
import { type Client, inTransaction, retryBusy, type Transaction } from './client';
import { incidentOf, storableText, titleColumns } from './columns';
import { findReferencedBlobs, writeContent } from './content';
import { linkColumns } from './links';

export const incidentsOf = (
  client: Client,
): Pick<Database, 'createIncident' | 'updateIncident' | 'deleteIncident' | 'sweepEmptyIncidents'> => ({
  createIncident: ({ id, title, service }, content, links, now) =>
    inTransaction(client, async (tx) => {
      const incident = await tx.incident.create({
        data: { id, title: storableText(title), service: service && storableText(service), revision: 1, createdAt: now, updatedAt: now },
      });
      await writeContent(tx, id, content);
      await tx.accessLink.createMany({ data: links.map((link) => linkColumns(id, link, now)) });
      return incidentOf(incident);
    }),

  async updateIncident(incidentId, patch, expectedRevision, now) {
    // Compare and set in one statement: of two that expect the same revision one finds no row.
    const [changed] = await retryBusy(() =>
      client.incident.updateManyAndReturn({
        where: { id: incidentId, trashedAt: null, ...(expectedRevision !== null && { revision: expectedRevision }) },
        data: { ...titleColumns(patch), revision: { increment: 1 }, updatedAt: now },
      }),
    );
    if (changed) return incidentOf(changed);
    const there = await retryBusy(() => client.incident.findUnique({ where: { id: incidentId, trashedAt: null }, select: { id: true } }));
    return there && expectedRevision !== null ? 'conflict' : null;
  },

  deleteIncident: (incidentId) =>
    inTransaction(client, async (tx) => {
      if (!(await lockIncident(tx, incidentId))) return null;
      const documents = await tx.document.findMany({ where: { incidentId }, distinct: ['sha256'], select: { sha256: true } });
      const sha256s = documents.map(({ sha256 }) => sha256);
      await tx.incident.delete({ where: { id: incidentId } });
      const referenced = await findReferencedBlobs(tx, sha256s);
      return sha256s.filter((sha256) => !referenced.has(sha256));
    }),

  async sweepEmptyIncidents(before) {
    const empty = { createdAt: { lt: before }, documents: { none: {} } };
    const candidates = await retryBusy(() => client.incident.findMany({ where: empty, select: { id: true } }));
    const swept: string[] = [];
    for (const { id } of candidates) {
      const gone = await inTransaction(client, async (tx) => {
        // Looked at again behind the lock: a document may have come in the meantime.
        if (!(await lockIncident(tx, id))) return false;
        return (await tx.incident.deleteMany({ where: { id, ...empty } })).count > 0;
      });
      if (gone) swept.push(id);
    }
    return swept;
  },
});

/** Keeps changes of this incident out until the transaction ends; false when there is no such incident. */
export async function lockIncident(tx: Transaction, id: string): Promise<boolean> {
  return (await tx.incident.updateMany({ where: { id }, data: { revision: { increment: 0 } } })).count > 0;
}
