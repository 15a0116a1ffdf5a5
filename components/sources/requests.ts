import { type DocumentLine, RequestProblem, readProblem } from '@/components/incident/requests';
import type { UnreadLines } from '@/lib/model/incident';

export interface SourceLine extends DocumentLine {
  /** Characters of the whole line, where only its beginning came. */
  length?: number;
}

export interface LineHit {
  line: number;
  column: number;
  excerpt: string;
  at: number;
}

export interface SearchAnswer {
  hits: LineHit[];
  searchedTo: number;
  nextFrom: number | null;
}

export interface RemovedDocument {
  id: string;
  filename: string;
  sizeBytes: number;
  removedAt: string;
  undoableUntil: string;
}

const documents = (incidentId: string) => `/api/incidents/${encodeURIComponent(incidentId)}/documents`;
const one = (incidentId: string, documentId: string) => `${documents(incidentId)}/${encodeURIComponent(documentId)}`;

/** The answer, or a RequestProblem with words for the person; an aborted request rejects as fetch does. */
async function send(url: string, options: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, options);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new RequestProblem(0, 'network', 'The server cannot be reached. Check the connection and try again.');
  }
  if (!response.ok) throw await readProblem(response);
  return response;
}

export const rawUrl = (incidentId: string, documentId: string): string => `${one(incidentId, documentId)}/raw`;

/** Lines `from`..`to`, at most 2,000, with at most `width` characters each. */
export async function loadSourceLines(
  incidentId: string,
  documentId: string,
  range: { from: number; to: number; width: number },
  signal?: AbortSignal,
): Promise<SourceLine[]> {
  const { from, to, width } = range;
  const response = await send(`${one(incidentId, documentId)}/lines?from=${from}&to=${to}&width=${width}`, signal ? { signal } : {});
  const body: { lines: SourceLine[] } = await response.json();
  return body.lines;
}

export async function searchDocument(
  incidentId: string,
  documentId: string,
  query: { q: string; from: number; limit: number },
  signal: AbortSignal,
): Promise<SearchAnswer> {
  const words = new URLSearchParams({ q: query.q, from: String(query.from), limit: String(query.limit) });
  return (await send(`${one(incidentId, documentId)}/search?${words}`, { signal })).json();
}

/** Takes a document out of the incident; until the date it can be brought back. */
export async function removeDocument(incidentId: string, documentId: string): Promise<{ undoableUntil: string }> {
  return (await send(one(incidentId, documentId), { method: 'DELETE' })).json();
}

export async function restoreDocument(incidentId: string, documentId: string): Promise<void> {
  await send(`${one(incidentId, documentId)}/restore`, { method: 'POST' });
}

export async function listRemoved(incidentId: string): Promise<RemovedDocument[]> {
  const body: { documents: RemovedDocument[] } = await (await send(`${documents(incidentId)}/removed`)).json();
  return body.documents;
}

/** What nothing was read from, range by range. */
export async function loadUnread(incidentId: string, documentId: string, signal: AbortSignal): Promise<UnreadLines> {
  return (await send(`${one(incidentId, documentId)}/unread`, { signal })).json();
}

/** These lines are of this format, whatever recognition says; null: they are a note. */
export async function readLinesAs(
  incidentId: string,
  documentId: string,
  choice: { firstLine: number; lastLine: number; format: string | null },
): Promise<void> {
  await send(`${one(incidentId, documentId)}/artifacts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(choice),
  });
}

export interface FormatEntry {
  id: string;
  /** Kinds of facts, the leading one first. */
  produces: string[];
}

let formats: Promise<FormatEntry[]> | null = null;

/** Every format that is read; asked for once per page. */
export function loadFormats(): Promise<FormatEntry[]> {
  formats ??= send('/api/formats').then(
    async (response) => ((await response.json()) as { formats: FormatEntry[] }).formats,
    (error: unknown) => {
      formats = null; // the next menu asks again
      throw error;
    },
  );
  return formats;
}
