import type { Database } from '../define';
import { type Client, inTransaction, type Transaction } from './client';
import { decisionColumns, decisionKey, incidentOf } from './columns';

/** What people say of findings: one decision for each, told to everybody by the revision. */
export const decisionsOf = (client: Client): Pick<Database, 'putDecision' | 'removeDecision'> => ({
  putDecision: (incidentId, decision, now) =>
    inTransaction(client, async (tx) => {
      const incident = await raiseRevision(tx, incidentId, now);
      if (!incident) return null;
      const key = decisionKey(incidentId, decision);
      const columns = { ...decisionColumns(decision), decidedAt: now };
      // The incident's row is the lock: nobody else writes a decision of it in between.
      const { count } = await tx.decision.updateMany({ where: key, data: columns });
      if (count === 0) await tx.decision.create({ data: { ...key, ...columns } });
      return incidentOf(incident);
    }),

  removeDecision: (incidentId, key, now) =>
    inTransaction(client, async (tx) => {
      const incident = await raiseRevision(tx, incidentId, now, { decisions: { some: decisionKey(incidentId, key) } });
      if (!incident) return null;
      await tx.decision.deleteMany({ where: decisionKey(incidentId, key) });
      return incidentOf(incident);
    }),
});

async function raiseRevision(tx: Transaction, incidentId: string, now: Date, where: { decisions?: object } = {}) {
  const [incident] = await tx.incident.updateManyAndReturn({
    where: { id: incidentId, trashedAt: null, ...where },
    data: { revision: { increment: 1 }, updatedAt: now },
  });
  return incident;
}
