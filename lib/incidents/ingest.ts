import type { ArtifactRow, DocumentRow, IncidentAnalysis, IncidentContent, Role } from '@/lib/model/incident';
import { Problem } from '@/lib/model/problem';
import type { ContentChange } from '@/lib/store/define';
import { type IssuedLink, issueLink, newId } from './access';
import { analyseContent } from './analysis';
import { assignSnapshots } from './assign-snapshots';
import { announce } from './progress';
import { type IncomingDocument, type ReadIncoming, readIncoming } from './read-incoming';
import type { Services } from './services';

export interface IncomingIncident {
  documents: AsyncIterable<IncomingDocument>;
  /** Complete once `documents` has ended. */
  fields: ReadonlyMap<string, string>;
  /** As the sender announced it, for progress only. */
  totalBytes: number | null;
}

export interface Ingested {
  content: IncidentContent;
  analysis: IncidentAnalysis;
  /** Documents of this request. */
  added: DocumentRow[];
}

export interface CreatedIncident extends Ingested {
  links: Record<Role, IssuedLink>;
}

/** The read link made with an incident lives as long as the design says; those who manage and comment keep theirs. */
const READ_LINK_DAYS = 30;

export function issueFirstLinks(now: Date): Record<Role, IssuedLink> {
  return {
    manage: issueLink('manage', 'created with the incident', null, now),
    comment: issueLink('comment', 'created with the incident', null, now),
    read: issueLink('read', 'created with the incident', READ_LINK_DAYS, now),
  };
}

/** Stores, parses and analyses what comes; throws 422 and stores nothing when nothing at all can be read. */
export async function createIncident(services: Services, incoming: IncomingIncident): Promise<CreatedIncident> {
  const id = newId();
  const read = await readAll(services, id, incoming, 0);
  const now = services.now();
  const title = cleanTitle(incoming.fields.get('title')) ?? proposeTitle(read);
  const service = cleanTitle(incoming.fields.get('service'));
  const links = issueFirstLinks(now);
  const change = propose(
    {
      incident: { id, title, service, revision: 1, createdAt: now, updatedAt: now },
      documents: [],
      artifacts: [],
      snapshots: [],
      decisions: [],
    },
    read,
  );
  const incident = await keep(services, read, () =>
    services.database.createIncident(
      { id, title, service },
      change,
      Object.values(links).map((link) => link.row),
      now,
    ),
  );
  const made = await finish(services, { incident, ...change, decisions: [] }, read);
  return { ...made, links };
}

/** An incident to fill later, so that a browser has id and token before it sends. */
export async function createEmptyIncident(
  services: Services,
  fields: { title?: string | undefined; service?: string | null | undefined },
): Promise<{ content: IncidentContent; links: Record<Role, IssuedLink> }> {
  const now = services.now();
  const links = issueFirstLinks(now);
  const content = { documents: [], artifacts: [], snapshots: [] };
  const incident = await services.database.createIncident(
    { id: newId(), title: cleanTitle(fields.title) ?? 'New incident', service: cleanTitle(fields.service ?? undefined) },
    content,
    Object.values(links).map((link) => link.row),
    now,
  );
  return { content: { incident, ...content, decisions: [] }, links };
}

/** Adds documents to an incident; what was there stays, all is analysed anew. */
export async function addDocuments(services: Services, incidentId: string, incoming: IncomingIncident, limit: number): Promise<Ingested> {
  const before = await load(services, incidentId);
  if (before.documents.length >= limit) {
    throw new Problem(
      413,
      'incident/too-many-documents',
      `This incident holds ${before.documents.length} documents, and ${limit} is the limit. Start another incident.`,
      { limit },
    );
  }
  const read = await readAll(services, incidentId, incoming, before.documents.length);
  // Somebody else may have added documents meanwhile: group with what is there now, one at a time.
  const content = await keep(services, read, async () => {
    const current = await load(services, incidentId);
    for (const [i, { document }] of read.entries()) document.ordinal = current.documents.length + i;
    const change = propose(current, read);
    const incident = await services.database.changeContent(incidentId, change, services.now());
    if (!incident) throw notFound();
    return load(services, incidentId);
  });
  return finish(services, content, read);
}

export async function load(services: Services, incidentId: string): Promise<IncidentContent> {
  const content = await services.database.loadIncident(incidentId);
  if (!content) throw notFound();
  return content;
}

const notFound = () => new Problem(404, 'incident/not-found', 'There is no such incident for this link. It may have been deleted.');

async function readAll(services: Services, incidentId: string, incoming: IncomingIncident, firstOrdinal: number): Promise<ReadIncoming[]> {
  const read: ReadIncoming[] = [];
  try {
    for await (const document of incoming.documents)
      read.push(await readIncoming(services, incidentId, firstOrdinal + read.length, document, incoming.totalBytes));
    refuseUnreadable(read);
  } catch (error) {
    for (const { writer } of read) await writer?.abort();
    throw error;
  }
  return read;
}

function refuseUnreadable(read: readonly ReadIncoming[]): void {
  if (read.some(({ document }) => document.status === 'parsed')) return;
  const problems = read.map(({ document }) => ({ filename: document.filename, ...document.problem }));
  const [only] = problems;
  if (!only) throw new Problem(400, 'upload/empty', 'The request holds no document. Send text as the body, or `file` parts in a form.');
  const { code, detail, filename: _, ...extra } = only;
  if (problems.length === 1) throw new Problem(statusOf(String(code)), String(code), String(detail), extra);
  throw new Problem(422, 'document/nothing-recognised', `None of the ${problems.length} files could be read. ${only.filename}: ${detail}`, {
    documents: problems,
  });
}

const statusOf = (code: string): number =>
  /too-large|too-far|too-many/.test(code) ? 413 : /\/(zstd|zip|other-compression)$/.test(code) ? 415 : 422;

/** The rows that take in what was read: everything assigned to a snapshot. */
function propose(content: IncidentContent, read: readonly ReadIncoming[]): ContentChange {
  const documents = read.map(({ document }) => document);
  const fresh: ArtifactRow[] = read.flatMap(({ artifacts }) => artifacts);
  const all = { ...content, documents: [...content.documents, ...documents], artifacts: [...content.artifacts, ...fresh] };
  const { artifacts, snapshots } = assignSnapshots(all, newId);
  const ids = new Set(fresh.map((artifact) => artifact.id));
  return { documents, snapshots, artifacts: artifacts.filter((artifact) => ids.has(artifact.id)) };
}

/** Bytes first, then the transaction that refers to them; no deletion of the same bytes can come between. */
async function keep<T>(services: Services, read: readonly ReadIncoming[], transaction: () => Promise<T>): Promise<T> {
  try {
    return await services.gate(async () => {
      for (const { writer, document } of read) await writer?.commit(document.sha256);
      return transaction();
    });
  } catch (error) {
    for (const { writer } of read) await writer?.abort();
    throw error;
  }
}

async function finish(services: Services, content: IncidentContent, read: readonly ReadIncoming[]): Promise<Ingested> {
  const id = content.incident.id;
  const tell = (phase: 'analysing' | 'stored') => {
    for (const { document } of read) {
      if (document.status === 'rejected') continue;
      announce(id, {
        event: 'progress',
        data: { documentId: document.id, filename: document.filename, bytes: document.sizeBytes, totalBytes: document.sizeBytes, phase },
      });
    }
  };
  tell('analysing');
  const facts = new Map(
    read.flatMap(({ artifacts, entries }) =>
      artifacts.flatMap((artifact, i) => (entries[i + 1] ? [[artifact.id, entries[i + 1]?.body as Uint8Array] as const] : [])),
    ),
  );
  await services.database.putAnalyses(
    read.flatMap(({ entries, document }) => (document.sha256 ? entries : [])),
    services.now(),
  );
  const made = await analyseContent(services, content, facts);
  tell('stored');
  announce(id, { event: 'changed', data: { revision: made.content.incident.revision } });
  return { ...made, added: read.map(({ document }) => document) };
}

export function cleanTitle(title: string | null | undefined): string | null {
  return title?.replace(/\s+/g, ' ').trim().slice(0, 200) || null;
}

/** "presto-coordinator, pid 107870" from what was dropped. */
function proposeTitle(read: readonly ReadIncoming[]): string {
  const parsed = read.filter(({ document }) => document.status === 'parsed');
  const pid = parsed.flatMap(({ artifacts }) => artifacts.map((artifact) => artifact.tool.pid)).find((known) => known !== null);
  const name =
    parsed[0]?.document.filename
      .split('/')
      .at(-1)
      ?.replace(/\.(txt|log|out|md|gz)$/gi, '') ?? '';
  const words = [/^(pasted|stdin|-|)$/i.test(name) ? 'Incident' : name, ...(pid ? [`pid ${pid}`] : [])];
  return words.join(', ');
}
