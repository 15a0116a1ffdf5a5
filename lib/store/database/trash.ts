import type { Database } from '../define';
import { type Client, inTransaction, retryBusy, type Transaction } from './client';
import { documentOf, incidentOf } from './columns';
import { findReferencedBlobs } from './content';

type Trash = Pick<
  Database,
  'trashIncident' | 'restoreIncident' | 'trashedSince' | 'trashDocument' | 'restoreDocument' | 'listTrashedDocuments' | 'emptyTrash'
>;

/** Hidden for a while, so that a wrong drop or delete can be undone. */
export const trashOf = (client: Client): Trash => ({
  async trashIncident(incidentId, now) {
    const [row] = await retryBusy(() =>
      client.incident.updateManyAndReturn({ where: { id: incidentId, trashedAt: null }, data: { trashedAt: now, updatedAt: now } }),
    );
    return row ? incidentOf(row) : null;
  },

  async restoreIncident(incidentId, now) {
    const [row] = await retryBusy(() =>
      client.incident.updateManyAndReturn({
        where: { id: incidentId, trashedAt: { not: null } },
        data: { trashedAt: null, updatedAt: now, revision: { increment: 1 } },
      }),
    );
    return row ? incidentOf(row) : null;
  },

  async trashedSince(incidentId) {
    const row = await retryBusy(() => client.incident.findUnique({ where: { id: incidentId }, select: { trashedAt: true } }));
    return row?.trashedAt ?? null;
  },

  trashDocument: (incidentId, documentId, now) =>
    inTransaction(client, (tx) => changeDocument(tx, incidentId, { id: documentId, trashedAt: null }, now, now)),

  restoreDocument: (incidentId, documentId, now) =>
    inTransaction(client, (tx) => changeDocument(tx, incidentId, { id: documentId, trashedAt: { not: null } }, null, now)),

  async listTrashedDocuments(incidentId) {
    const rows = await retryBusy(() =>
      client.document.findMany({ where: { incidentId, trashedAt: { not: null } }, orderBy: [{ trashedAt: 'desc' }, { id: 'asc' }] }),
    );
    return rows.flatMap((row) => (row.trashedAt ? [{ document: documentOf(row), trashedAt: row.trashedAt }] : []));
  },

  emptyTrash: (before) =>
    inTransaction(client, async (tx) => {
      const old = { trashedAt: { lt: before } };
      const going = await tx.document.findMany({
        where: { OR: [old, { incident: old }] },
        distinct: ['sha256'],
        select: { sha256: true },
      });
      await tx.document.deleteMany({ where: old });
      await tx.incident.deleteMany({ where: old });
      const sha256s = going.map(({ sha256 }) => sha256).filter((sha256) => sha256 !== '');
      const referenced = await findReferencedBlobs(tx, sha256s);
      return sha256s.filter((sha256) => !referenced.has(sha256));
    }),
});

/** Hides or shows one document and lets everybody know by the revision; null where there is no such document. */
async function changeDocument(
  tx: Transaction,
  incidentId: string,
  which: { id: string; trashedAt: null | { not: null } },
  trashedAt: Date | null,
  now: Date,
) {
  // The incident first: its row is the lock behind which changes of one incident queue.
  const [incident] = await tx.incident.updateManyAndReturn({
    where: { id: incidentId, trashedAt: null, documents: { some: which } },
    data: { revision: { increment: 1 }, updatedAt: now },
  });
  if (!incident) return null;
  const { count } = await tx.document.updateMany({ where: { incidentId, ...which }, data: { trashedAt } });
  if (count === 0) throw new Error('A document was hidden or shown by somebody else at the same moment.');
  return incidentOf(incident);
}
