import { DbNull } from '@prisma/client/runtime/client';
import type { ArtifactRow } from '@/lib/model/incident';
import type { ContentChange, Database } from '../define';
import { type Client, chunks, inTransaction, retryBusy, type Transaction } from './client';
import { artifactColumns, artifactOf, decisionOf, documentColumns, documentOf, incidentOf, snapshotColumns, snapshotOf } from './columns';

/** Documents, snapshots and artifacts of incidents. */
export const contentOf = (client: Client): Pick<Database, 'changeContent' | 'loadIncident' | 'referencedBlobs'> => ({
  changeContent: (incidentId, change, now) =>
    inTransaction(client, async (tx) => {
      // First, because on PostgreSQL this row is the lock behind which changes of one incident queue.
      const [incident] = await tx.incident.updateManyAndReturn({
        where: { id: incidentId, trashedAt: null },
        data: { revision: { increment: 1 }, updatedAt: now },
      });
      if (!incident) return null;
      await writeContent(tx, incidentId, change);
      // Results for the whole incident are keyed by a hash of what went in, and that hash will not come again.
      await tx.analysis.deleteMany({ where: { incidentId, formatId: 'incident' } });
      return incidentOf(incident);
    }),

  async loadIncident(incidentId) {
    // One moment for all five, or an artifact could come without its document.
    const [incident, documents, snapshots, artifacts, decisions] = await retryBusy(() =>
      client.$transaction(
        [
          client.incident.findUnique({ where: { id: incidentId, trashedAt: null } }),
          client.document.findMany({ where: { incidentId, trashedAt: null }, orderBy: [{ ordinal: 'asc' }, { id: 'asc' }] }),
          client.snapshot.findMany({ where: { incidentId }, orderBy: [{ ordinal: 'asc' }, { id: 'asc' }] }),
          client.artifact.findMany({
            where: { incidentId, document: { trashedAt: null } },
            orderBy: [{ documentId: 'asc' }, { firstLine: 'asc' }, { id: 'asc' }],
          }),
          client.decision.findMany({ where: { incidentId }, orderBy: [{ decidedAt: 'asc' }, { ruleId: 'asc' }, { subject: 'asc' }] }),
        ],
        { isolationLevel: 'Serializable' },
      ),
    );
    if (!incident) return null;
    const byDocument = new Map<string, ArtifactRow[]>(documents.map(({ id }) => [id, []]));
    for (const artifact of artifacts) byDocument.get(artifact.documentId)?.push(artifactOf(artifact));
    return {
      incident: incidentOf(incident),
      documents: documents.map(documentOf),
      artifacts: [...byDocument.values()].flat(),
      snapshots: snapshots.map(snapshotOf),
      decisions: decisions.map(decisionOf),
    };
  },

  referencedBlobs: (sha256s) => findReferencedBlobs(client, sha256s),
});

export async function findReferencedBlobs(client: Client | Transaction, sha256s: readonly string[]): Promise<Set<string>> {
  const referenced = new Set<string>();
  for (const some of chunks([...new Set(sha256s)])) {
    const rows = await client.document.findMany({ where: { sha256: { in: some } }, distinct: ['sha256'], select: { sha256: true } });
    for (const { sha256 } of rows) referenced.add(sha256);
  }
  return referenced;
}

/**
 * Adds rows, or replaces those of this incident with the same id. An id that another incident holds fails the transaction.
 * Documents and snapshots are updated in place, since others refer to them; artifacts are written anew.
 */
export async function writeContent(tx: Transaction, incidentId: string, change: ContentChange): Promise<void> {
  const own = <T extends { incidentId: string }>(rows: readonly T[]) => {
    if (rows.some((row) => row.incidentId !== incidentId))
      throw new Error('A row belongs to another incident than the one that is changed.');
    return rows;
  };

  const documents = own(change.documents).map(documentColumns);
  const oldDocuments = new Set<string>();
  for (const some of chunks(documents)) {
    const rows = await tx.document.findMany({ where: { id: { in: some.map(({ id }) => id) }, incidentId }, select: { id: true } });
    for (const { id } of rows) oldDocuments.add(id);
  }
  for (const { id, ...columns } of documents) {
    if (oldDocuments.has(id)) await tx.document.update({ where: { id }, data: { problem: DbNull, corrections: DbNull, ...columns } });
  }
  for (const some of chunks(documents.filter(({ id }) => !oldDocuments.has(id)))) await tx.document.createMany({ data: some });

  const snapshots = own(change.snapshots).map(snapshotColumns);
  const oldSnapshots = new Set<string>();
  for (const some of chunks(snapshots)) {
    const rows = await tx.snapshot.findMany({ where: { id: { in: some.map(({ id }) => id) }, incidentId }, select: { id: true } });
    for (const { id } of rows) oldSnapshots.add(id);
  }
  for (const { id, ...columns } of snapshots) {
    if (oldSnapshots.has(id)) await tx.snapshot.update({ where: { id }, data: columns });
  }
  for (const some of chunks(snapshots.filter(({ id }) => !oldSnapshots.has(id)))) await tx.snapshot.createMany({ data: some });

  for (const some of chunks(change.removedArtifacts ?? [])) await tx.artifact.deleteMany({ where: { id: { in: some }, incidentId } });
  for (const some of chunks(own(change.artifacts).map(artifactColumns))) {
    await tx.artifact.deleteMany({ where: { id: { in: some.map(({ id }) => id) }, incidentId } });
    await tx.artifact.createMany({ data: some });
  }
}
