import type { IncidentRow } from '@/lib/model/incident';
import { Problem } from '@/lib/model/problem';
import { cleanTitle, load } from './ingest';
import { announce } from './progress';
import type { Services } from './services';
import { UNDO_DAYS } from './undo';

/** Changes title or service. `expectedRevision` null: whatever is there. Throws 412 with what is there now. */
export async function updateIncident(
  services: Services,
  id: string,
  patch: { title?: string | undefined; service?: string | null | undefined },
  expectedRevision: number | null,
): Promise<IncidentRow> {
  const title = patch.title === undefined ? undefined : cleanTitle(patch.title);
  if (title === null) throw new Problem(422, 'incident/no-title', 'A title needs at least one character.');
  const change = {
    ...(title === undefined ? {} : { title }),
    ...(patch.service === undefined ? {} : { service: cleanTitle(patch.service) }),
  };
  const updated = await services.database.updateIncident(id, change, expectedRevision, services.now());
  if (updated === null) throw new Problem(404, 'incident/not-found', 'There is no such incident for this link. It may have been deleted.');
  if (updated === 'conflict') {
    const { incident } = await load(services, id);
    throw new Problem(
      412,
      'incident/changed',
      `Somebody saved first: this incident is at revision ${incident.revision} now. Look at it, then save again.`,
      {
        current: { revision: incident.revision, title: incident.title, service: incident.service },
      },
    );
  }
  announce(id, { event: 'changed', data: { revision: updated.revision } });
  return updated;
}

/** Deletes an incident: its rows, and the bytes that no other incident refers to. */
export async function deleteIncident(services: Services, id: string): Promise<void> {
  await services.gate(async () => {
    const orphans = await services.database.deleteIncident(id);
    if (orphans === null)
      throw new Problem(404, 'incident/not-found', 'There is no such incident for this link. It may have been deleted already.');
    for (const sha256 of orphans) await services.blobs.remove(sha256);
  });
}

const undoableUntil = (since: Date): string => new Date(since.getTime() + UNDO_DAYS * 86_400_000).toISOString();

const notFound = (what: string) => new Problem(404, `${what}/not-found`, `There is no such ${what} for this link.`);

/** Puts an incident away: nobody sees it, and for seven days whoever manages it can bring it back. */
export async function trashIncident(services: Services, id: string): Promise<{ undoableUntil: string }> {
  const now = services.now();
  if (!(await services.database.trashIncident(id, now))) throw notFound('incident');
  return { undoableUntil: undoableUntil(now) };
}

/** Brings back what was put away. */
export async function restoreIncident(services: Services, id: string): Promise<void> {
  const restored = await services.database.restoreIncident(id, services.now());
  if (!restored)
    throw new Problem(
      404,
      'incident/not-in-trash',
      'There is nothing to bring back: this incident was not deleted, or longer than seven days ago.',
    );
  announce(id, { event: 'changed', data: { revision: restored.revision } });
}

/** Takes a document out of the incident, undoable for seven days; all is analysed anew at the next look. */
export async function removeDocument(services: Services, id: string, documentId: string): Promise<{ undoableUntil: string }> {
  const now = services.now();
  const changed = await services.database.trashDocument(id, documentId, now);
  if (!changed) throw notFound('document');
  announce(id, { event: 'changed', data: { revision: changed.revision } });
  return { undoableUntil: undoableUntil(now) };
}

export async function restoreDocument(services: Services, id: string, documentId: string): Promise<void> {
  const changed = await services.database.restoreDocument(id, documentId, services.now());
  if (!changed)
    throw new Problem(
      404,
      'document/not-removed',
      'There is nothing to bring back: this document was not removed, or longer than seven days ago.',
    );
  announce(id, { event: 'changed', data: { revision: changed.revision } });
}

/** Documents taken out of an incident that can still be brought back, latest first. */
export async function listRemovedDocuments(services: Services, id: string) {
  const removed = await services.database.listTrashedDocuments(id);
  return removed.map(({ document, trashedAt }) => ({
    id: document.id,
    filename: document.filename,
    sizeBytes: document.sizeBytes,
    removedAt: trashedAt.toISOString(),
    undoableUntil: undoableUntil(trashedAt),
  }));
}
