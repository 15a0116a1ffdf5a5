import type { DocumentRow, IncidentContent } from '@/lib/model/incident';
import { type LineMap, openLineMap, sizeOfLineMap } from '@/lib/workers/line-map';
import { READER_VERSION } from '@/lib/workers/read-document';
import { analyseContent } from './analysis';
import { runsKey } from './read-incoming';
import { rereadDocuments } from './reread';
import type { Services } from './services';

/** Maps kept open: whoever scrolls asks for the next lines of the same document every moment. */
const KEPT_BYTES = 64 * 1024 * 1024;
/** A correction made by another process is seen after this long at most. */
const KEPT_MS = 60_000;

interface Kept {
  map: LineMap;
  openedAt: number;
}

const keptBy = new WeakMap<Services, Map<string, Kept>>();

/** Where the lines of a document begin and what became of each. Throws 404 where the incident is gone meanwhile. */
export async function loadLineMap(services: Services, content: IncidentContent, document: DocumentRow): Promise<LineMap> {
  const kept = keptBy.get(services) ?? new Map<string, Kept>();
  keptBy.set(services, kept);
  const now = services.now().getTime();
  const name = nameOf(content, document);
  const known = kept.get(name);
  kept.delete(name); // to stand last again: the least recently asked for goes first
  const map = known && now - known.openedAt < KEPT_MS ? known.map : await openLineMap(await loadPacked(services, content, document));
  kept.set(name, { map, openedAt: map === known?.map ? known.openedAt : now });
  forget(kept);
  return map;
}

/** Another reader, another correction or other artifacts: another map. */
function nameOf(content: IncidentContent, { id, incidentId, sha256, corrections }: DocumentRow): string {
  const cuts = content.artifacts.flatMap((artifact) =>
    artifact.documentId === id ? [artifact.format, artifact.parserVersion, artifact.firstLine, artifact.lastLine] : [],
  );
  return JSON.stringify([incidentId, sha256, READER_VERSION, corrections, cuts]);
}

function forget(kept: Map<string, Kept>): void {
  let bytes = 0;
  for (const { map } of kept.values()) bytes += sizeOfLineMap(map);
  for (const [name, { map }] of kept) {
    if (bytes <= KEPT_BYTES || kept.size === 1) return;
    bytes -= sizeOfLineMap(map);
    kept.delete(name);
  }
}

async function loadPacked(services: Services, content: IncidentContent, document: DocumentRow): Promise<Uint8Array> {
  const stored = await services.database.getAnalysis(runsKey(document));
  if (stored) return stored;
  // An older build read this document, or the cache is gone: read it anew.
  const reread = await rereadDocuments(services, content, new Set([document.id]));
  await analyseContent(services, reread.content, reread.facts);
  const fresh = await services.database.getAnalysis(runsKey(document));
  if (!fresh) throw new Error(`The lines of document ${document.id} were mapped, and their map is not there.`);
  return fresh;
}
