import type { LineUse } from '@/lib/base/line-runs';
import type { Decision, FindingKey } from '@/lib/model/decision';
import type { Role } from '@/lib/model/incident';
import type { RegionView } from '@/lib/model/region';

/** What went wrong with a request, in words for the person: RFC 9457's detail, or our own where no answer came. */
export class RequestProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly body: Record<string, unknown> = {},
  ) {
    super(message);
    this.name = 'RequestProblem';
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

export async function readProblem(response: Response): Promise<RequestProblem> {
  const body: unknown = await response.json().catch(() => null);
  const members = isRecord(body) ? body : {};
  const text = typeof members.detail === 'string' ? members.detail : `The server answered ${response.status}. Try again.`;
  return new RequestProblem(response.status, typeof members.code === 'string' ? members.code : '', text, members);
}

async function request(method: string, url: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
      body: body === undefined ? null : JSON.stringify(body),
    });
  } catch {
    throw new RequestProblem(0, 'network', 'The server cannot be reached. Check the connection and try again.');
  }
  if (!response.ok) throw await readProblem(response);
  return response;
}

const base = (incidentId: string) => `/api/incidents/${encodeURIComponent(incidentId)}`;

export interface DocumentLine {
  line: number;
  text: string;
  use: LineUse;
}

export async function loadLines(incidentId: string, documentId: string, from: number, to: number): Promise<DocumentLine[]> {
  const response = await request('GET', `${base(incidentId)}/documents/${encodeURIComponent(documentId)}/lines?from=${from}&to=${to}`);
  const body: { lines: DocumentLine[] } = await response.json();
  return body.lines;
}

export interface IncidentNames {
  title: string;
  service: string | null;
}

/** Saves title and service; 412 where somebody saved first. Gives the new revision where the answer tells it. */
export async function saveNames(incidentId: string, revision: number, names: IncidentNames): Promise<void> {
  await request('PATCH', base(incidentId), names, { 'if-match': String(revision) });
}

export interface AccessLink {
  id: string;
  role: Role;
  label: string | null;
  createdAt: string;
  expiresAt: string | null;
  revokedAt: string | null;
}

export interface NewLink {
  id: string;
  url: string;
  role: Role;
  expiresAt: string | null;
}

export async function listLinks(incidentId: string): Promise<AccessLink[]> {
  const body: { links: AccessLink[] } = await (await request('GET', `${base(incidentId)}/links`)).json();
  return body.links;
}

export async function createLink(
  incidentId: string,
  wanted: { role: Role; expiresInDays: number | null; label?: string },
): Promise<NewLink> {
  return (await request('POST', `${base(incidentId)}/links`, wanted)).json();
}

export async function revokeLink(incidentId: string, linkId: string): Promise<void> {
  await request('DELETE', `${base(incidentId)}/links/${encodeURIComponent(linkId)}`);
}

/** Out of sight for everybody, for seven days undoable; tells until when (ISO). */
export async function trashIncident(incidentId: string): Promise<{ undoableUntil: string }> {
  return (await request('POST', `${base(incidentId)}/trash`)).json();
}

export async function restoreIncident(incidentId: string): Promise<void> {
  await request('POST', `${base(incidentId)}/restore`);
}

/** Puts an artifact into another snapshot. */
export async function moveArtifact(incidentId: string, artifactId: string, snapshotId: string): Promise<void> {
  await request('PUT', `${base(incidentId)}/artifacts/${encodeURIComponent(artifactId)}`, { snapshotId });
}

/** An empty snapshot, which shows as soon as something is moved into it. */
export async function createSnapshot(incidentId: string, label: string): Promise<{ id: string }> {
  return (await request('POST', `${base(incidentId)}/snapshots`, { label })).json();
}

/** `takenAt`: ISO 8601 in UTC, or null for not known. */
export async function updateSnapshot(
  incidentId: string,
  snapshotId: string,
  patch: { label?: string; takenAt?: string | null },
): Promise<void> {
  await request('PATCH', `${base(incidentId)}/snapshots/${encodeURIComponent(snapshotId)}`, patch);
}

/** The revision as stored now; null where the incident cannot be read any more. */
export async function loadRevision(incidentId: string): Promise<number | null> {
  try {
    const body: { revision: number } = await (await request('GET', base(incidentId))).json();
    return body.revision;
  } catch {
    return null;
  }
}

/** The region that begins at an address; null where the snapshot has none. */
export async function loadRegion(incidentId: string, snapshotId: string, start: string): Promise<RegionView | null> {
  const query = new URLSearchParams({ text: start, limit: '20' });
  const response = await request('GET', `${base(incidentId)}/snapshots/${encodeURIComponent(snapshotId)}/regions?${query}`);
  const body: { regions: RegionView[] } = await response.json();
  return body.regions.find((region) => region.start === start) ?? null;
}

/** Confirms or dismisses a finding, with a reason; in place of what was said of it before. */
export async function saveDecision(
  incidentId: string,
  { ruleId, subject, snapshotId, state, reason, author }: Omit<Decision, 'title'>,
): Promise<void> {
  await request('PUT', `${base(incidentId)}/decisions`, { ruleId, subject, snapshotId, state, reason, author });
}

export async function takeBackDecision(incidentId: string, { ruleId, subject, snapshotId }: FindingKey): Promise<void> {
  const query = new URLSearchParams({ ruleId, ...(subject !== '' && { subject }), ...(snapshotId !== null && { snapshotId }) });
  await request('DELETE', `${base(incidentId)}/decisions?${query}`);
}
