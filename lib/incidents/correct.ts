import { findFormat } from '@/lib/formats/registry';
import type { ArtifactRow, Correction, DocumentRow, IncidentContent, SnapshotRow } from '@/lib/model/incident';
import { Problem } from '@/lib/model/problem';
import { newId } from './access';
import { load } from './ingest';
import { findDocument } from './lines';
import { orderByTime, pidAmong, placeByHand } from './place-artifacts';
import { announce } from './progress';
import { rereadDocuments } from './reread';
import type { Services } from './services';

/** Recognition and grouping are proposals: what somebody corrects by hand is kept through every reading anew. */

const noSuch = (what: string) => new Problem(404, `${what}/not-found`, `This incident has no such ${what}.`);

/** Another format for an artifact (null: a note), another snapshot, or both. */
export async function correctArtifact(
  services: Services,
  incidentId: string,
  artifactId: string,
  wish: { format?: string | null | undefined; snapshotId?: string | undefined },
): Promise<void> {
  const content = await load(services, incidentId);
  const artifact = content.artifacts.find((candidate) => candidate.id === artifactId);
  if (!artifact) throw noSuch('artifact');
  if (wish.snapshotId !== undefined && wish.snapshotId !== artifact.snapshotId)
    await moveArtifact(services, content, artifact, wish.snapshotId);
  if (wish.format !== undefined && wish.format !== artifact.format) {
    const { firstLine, lastLine, documentId } = artifact;
    await correctLines(services, incidentId, documentId, { firstLine, lastLine, format: wish.format });
  }
}

/** These lines of a document are of this format, whatever recognition said; null: a note. */
export async function correctLines(services: Services, incidentId: string, documentId: string, correction: Correction): Promise<void> {
  const { firstLine, lastLine, format } = correction;
  if (format !== null && !findFormat(format))
    throw new Problem(422, 'artifact/unknown-format', `There is no format "${format}". GET /api/formats lists them.`);
  const content = await load(services, incidentId);
  const document = findDocument(content, documentId);
  if (firstLine > lastLine || lastLine > document.lines) {
    throw new Problem(
      422,
      'artifact/bad-lines',
      `Lines ${firstLine} to ${lastLine} are no range of this document, which has ${document.lines} lines.`,
    );
  }
  const others = document.corrections.filter((old) => old.lastLine < firstLine || lastLine < old.firstLine);
  const corrected: DocumentRow = { ...document, corrections: [...others, correction] };
  const changed = await services.database.changeContent(
    incidentId,
    { documents: [corrected], artifacts: [], snapshots: [] },
    services.now(),
  );
  if (!changed) throw noSuch('incident');
  const reread = await rereadDocuments(services, await load(services, incidentId), new Set([documentId]));
  announce(incidentId, { event: 'changed', data: { revision: reread.content.incident.revision } });
}

async function moveArtifact(services: Services, content: IncidentContent, artifact: ArtifactRow, snapshotId: string): Promise<void> {
  if (!content.snapshots.some((snapshot) => snapshot.id === snapshotId)) throw noSuch('snapshot');
  const documents = content.documents
    .filter((document) => document.id === artifact.documentId)
    .map((document) => placeByHand(document, artifact, snapshotId));
  const moved = { ...artifact, snapshotId };
  const artifacts = content.artifacts.map((other) => (other.id === artifact.id ? moved : other));
  const snapshots = content.snapshots
    .map((snapshot) => ({
      ...snapshot,
      pid: pidAmong(
        snapshot,
        artifacts.filter((member) => member.snapshotId === snapshot.id),
      ),
    }))
    .filter(({ id, pid }) => content.snapshots.some((before) => before.id === id && before.pid !== pid));
  await change(services, content, { documents, artifacts: [moved], snapshots });
}

/** A snapshot to move artifacts into. */
export async function createSnapshot(
  services: Services,
  incidentId: string,
  wish: { label: string; takenAt: Date | null },
): Promise<SnapshotRow> {
  const content = await load(services, incidentId);
  const ordinal = Math.max(-1, ...content.snapshots.map((snapshot) => snapshot.ordinal)) + 1;
  const snapshot: SnapshotRow = { id: newId(), incidentId, ordinal, label: wish.label, pid: null, takenAt: wish.takenAt };
  return saveSnapshot(services, content, snapshot);
}

/** Label and time of a snapshot. */
export async function updateSnapshot(
  services: Services,
  incidentId: string,
  snapshotId: string,
  patch: { label?: string | undefined; takenAt?: Date | null | undefined },
): Promise<SnapshotRow> {
  const content = await load(services, incidentId);
  const snapshot = content.snapshots.find((candidate) => candidate.id === snapshotId);
  if (!snapshot) throw noSuch('snapshot');
  const updated = {
    ...snapshot,
    label: patch.label ?? snapshot.label,
    takenAt: patch.takenAt === undefined ? snapshot.takenAt : patch.takenAt,
  };
  return saveSnapshot(services, content, updated);
}

/** Saves one, and whatever has another place in time by it. */
async function saveSnapshot(services: Services, content: IncidentContent, saved: SnapshotRow): Promise<SnapshotRow> {
  const before = new Map(content.snapshots.map((snapshot) => [snapshot.id, snapshot.ordinal]));
  const ordered = orderByTime([...content.snapshots.filter((snapshot) => snapshot.id !== saved.id), saved]);
  const snapshots = ordered.filter(({ id, ordinal }) => id === saved.id || before.get(id) !== ordinal);
  await change(services, content, { documents: [], artifacts: [], snapshots });
  return snapshots.find((snapshot) => snapshot.id === saved.id) ?? saved;
}

async function change(
  services: Services,
  content: IncidentContent,
  rows: { documents: DocumentRow[]; artifacts: ArtifactRow[]; snapshots: SnapshotRow[] },
): Promise<void> {
  const changed = await services.database.changeContent(content.incident.id, rows, services.now());
  if (!changed) throw noSuch('incident');
  announce(content.incident.id, { event: 'changed', data: { revision: changed.revision } });
}
