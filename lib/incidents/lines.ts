import type { LineRun } from '@/lib/base/line-runs';
import { createLineDecoder } from '@/lib/documents/decode';
import type { DocumentRow, IncidentContent } from '@/lib/model/incident';
import { Problem } from '@/lib/model/problem';
import { analyseContent } from './analysis';
import { runsKey } from './read-incoming';
import { rereadDocuments } from './reread';
import type { Services } from './services';

/** At most this many lines at once; a page asks for the next ones as it scrolls. */
export const MOST_LINES = 2_000;

export function findDocument(content: IncidentContent, documentId: string): DocumentRow {
  const document = content.documents.find((candidate) => candidate.id === documentId);
  if (!document) throw new Problem(404, 'document/not-found', 'This incident has no such document.');
  if (document.sha256 === '')
    throw new Problem(404, 'document/not-kept', 'The bytes of this document were not kept: it was rejected when it came. Send it again.');
  return document;
}

/** Lines `from`..`to` of a document (1-based, inclusive) with what became of each. */
export async function readLines(
  services: Services,
  content: IncidentContent,
  documentId: string,
  from: number,
  to: number,
): Promise<{ from: number; to: number; lines: { line: number; text: string; use: LineRun['use'] }[] }> {
  const document = findDocument(content, documentId);
  const last = Math.min(to, from + MOST_LINES - 1, document.lines);
  const runs = await loadRuns(services, content, document);
  const fateOf = (line: number) => runs.find((run) => run.firstLine <= line && line <= run.lastLine)?.use ?? 'note';
  const lines: { line: number; text: string; use: LineRun['use'] }[] = [];
  let line = 0;
  const decoder = createLineDecoder((text) => {
    line++;
    if (line >= from && line <= last) lines.push({ line, text, use: fateOf(line) });
  });
  for await (const chunk of services.blobs.read(document.sha256)) {
    decoder.push(chunk as Uint8Array);
    if (line >= last) return { from, to: last, lines };
  }
  decoder.finish();
  return { from, to: last, lines };
}

async function loadRuns(services: Services, content: IncidentContent, document: DocumentRow): Promise<LineRun[]> {
  const stored = await services.database.getAnalysis(runsKey(document));
  if (stored) return services.pool.openRuns(stored);
  // An older build read this document, or the cache is gone: read it anew.
  const reread = await rereadDocuments(services, content, new Set([document.id]));
  await analyseContent(services, reread.content, reread.facts);
  const fresh = await services.database.getAnalysis(runsKey(document));
  return fresh ? services.pool.openRuns(fresh) : [];
}
