import type { IncidentRow } from '@/lib/model/incident';
import { Problem } from '@/lib/model/problem';
import { cleanTitle, load } from './ingest';
import { announce } from './progress';
import type { Services } from './services';

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
