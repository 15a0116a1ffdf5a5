import type { ArtifactRow, DocumentRow, IncidentContent } from '@/lib/model/incident';
import { Problem } from '@/lib/model/problem';
import { newId } from './access';
import { assignSnapshots } from './assign-snapshots';
import { restorePlacements } from './place-artifacts';
import { artifactRows } from './read-incoming';
import type { Services } from './services';

/**
 * Reads documents anew from their raw bytes: the facts were made by an older build, or the cache is gone.
 * An artifact found again at the same first line keeps its id (links and evidence point to it) and its snapshot.
 */
export async function rereadDocuments(
  services: Services,
  content: IncidentContent,
  documentIds: ReadonlySet<string>,
): Promise<{ content: IncidentContent; facts: Map<string, Uint8Array> }> {
  const facts = new Map<string, Uint8Array>();
  let artifacts = content.artifacts;
  const documents = content.documents.filter((document) => documentIds.has(document.id));
  const entries: ReturnType<typeof artifactRows>['entries'] = [];
  const removed: string[] = [];
  const recognised: DocumentRow[] = [];
  for (const document of documents) {
    const read = await reread(services, document);
    const before = artifacts.filter((artifact) => artifact.documentId === document.id);
    const kept = read.artifacts.map((artifact) => keepIdentity(artifact, before));
    const found = new Set(kept.map((artifact) => artifact.id));
    // What an older build could not recognise may be a capture by now.
    if (document.status === 'rejected' && kept.length > 0) recognised.push({ ...document, status: 'parsed', problem: null });
    removed.push(...before.filter((artifact) => !found.has(artifact.id)).map((artifact) => artifact.id));
    artifacts = [...artifacts.filter((artifact) => artifact.documentId !== document.id), ...kept];
    entries.push(...read.entries);
    for (const [i, artifact] of kept.entries()) {
      const body = read.entries[i + 1]?.body; // the first entry is the account of lines
      if (body) facts.set(artifact.id, body);
    }
  }
  const placed = { ...content, artifacts: restorePlacements({ ...content, artifacts }) };
  const assigned = assignSnapshots(placed, newId);
  await services.database.changeContent(
    content.incident.id,
    { documents: recognised, artifacts: assigned.artifacts, snapshots: assigned.snapshots, removedArtifacts: removed },
    services.now(),
  );
  await services.database.putAnalyses(entries, services.now());
  const fresh = await services.database.loadIncident(content.incident.id);
  if (!fresh) throw new Problem(404, 'incident/not-found', 'This incident was deleted a moment ago.');
  return { content: fresh, facts };
}

async function reread(services: Services, document: DocumentRow) {
  const bytes = () => services.blobs.read(document.sha256);
  const reading = await services.pool.readDocument(
    bytes(),
    async () => {},
    async () => bytes(),
    document.corrections,
  );
  return artifactRows(document, reading);
}

function keepIdentity(artifact: ArtifactRow, before: readonly ArtifactRow[]): ArtifactRow {
  const same =
    before.find((old) => old.firstLine === artifact.firstLine) ??
    before.find((old) => old.format === artifact.format && old.firstLine <= artifact.lastLine && artifact.firstLine <= old.lastLine);
  return same ? { ...artifact, id: same.id, snapshotId: same.snapshotId } : artifact;
}
