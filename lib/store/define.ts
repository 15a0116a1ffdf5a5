import type { Readable } from 'node:stream';
import type { Decision, FindingKey } from '@/lib/model/decision';
import type { AccessLinkRow, ArtifactRow, DocumentRow, IncidentContent, IncidentRow, Role, SnapshotRow } from '@/lib/model/incident';

export interface NewLink {
  id: string;
  role: Role;
  label: string;
  /** SHA-256 of the token, hex; the token itself is never stored. */
  tokenHash: string;
  expiresAt: Date | null;
}

/** Rows to add or replace, in one transaction. A snapshot or artifact whose id exists is replaced. */
export interface ContentChange {
  documents: DocumentRow[];
  artifacts: ArtifactRow[];
  snapshots: SnapshotRow[];
  /** Ids of artifacts that are no more: a better parser reads the document otherwise. */
  removedArtifacts?: string[];
}

/** Key of a cached analysis: facts of an artifact, or the result for an incident. Gone with its incident. */
export interface AnalysisKey {
  incidentId: string;
  /** Of the document; for a whole incident the hash of what went in. */
  sha256: string;
  /** Format id, or "incident". */
  formatId: string;
  parserVersion: number;
  /** "19-28" for the lines of an artifact, "result", "regions/<snapshotId>". */
  part: string;
}

/** The only room that knows Prisma is lib/store/database; this is what the rest of the house sees. */
export interface Database {
  /** One transaction; revision 1. */
  createIncident(
    incident: Pick<IncidentRow, 'id' | 'title' | 'service'>,
    content: ContentChange,
    links: NewLink[],
    now: Date,
  ): Promise<IncidentRow>;
  /** One transaction; revision + 1. null: no such incident. */
  changeContent(incidentId: string, change: ContentChange, now: Date): Promise<IncidentRow | null>;
  loadIncident(incidentId: string): Promise<IncidentContent | null>;
  /** "conflict": the revision is another by now. */
  updateIncident(
    incidentId: string,
    patch: { title?: string; service?: string | null },
    expectedRevision: number | null,
    now: Date,
  ): Promise<IncidentRow | 'conflict' | null>;
  /** Deletes the incident and all its rows; answers the hashes of blobs that no document refers to any more. null: no such incident. */
  deleteIncident(incidentId: string): Promise<string[] | null>;
  /** Hides an incident for a while: load, change and update answer as if it were gone. null: no such incident, or hidden already. */
  trashIncident(incidentId: string, now: Date): Promise<IncidentRow | null>;
  /** Brings a hidden incident back, revision + 1. null: no such hidden incident. */
  restoreIncident(incidentId: string, now: Date): Promise<IncidentRow | null>;
  /** When the incident was hidden; null where it is not. */
  trashedSince(incidentId: string): Promise<Date | null>;
  /** Hides a document and its artifacts, revision + 1. null: no such document in sight. */
  trashDocument(incidentId: string, documentId: string, now: Date): Promise<IncidentRow | null>;
  /** Brings a hidden document back, revision + 1. null: no such hidden document. */
  restoreDocument(incidentId: string, documentId: string, now: Date): Promise<IncidentRow | null>;
  /** Hidden documents of an incident, latest first. */
  listTrashedDocuments(incidentId: string): Promise<{ document: DocumentRow; trashedAt: Date }[]>;
  /** Deletes for good what was hidden before `before`; answers the hashes of blobs that no document refers to any more. */
  emptyTrash(before: Date): Promise<string[]>;
  /** Incidents without documents, created before `before`: deleted, ids returned. */
  sweepEmptyIncidents(before: Date): Promise<string[]>;
  /** Which of these blobs some document refers to. */
  referencedBlobs(sha256s: readonly string[]): Promise<Set<string>>;

  getAnalysis(key: AnalysisKey): Promise<Uint8Array | null>;
  /** Replaces what is there. Quietly does nothing when the incident is gone by now. */
  putAnalyses(entries: readonly { key: AnalysisKey; body: Uint8Array }[], now: Date): Promise<void>;

  createLink(incidentId: string, link: NewLink, now: Date): Promise<AccessLinkRow>;
  /** By hash of the token; revoked and expired links are returned too, the caller judges. */
  findLink(tokenHash: string): Promise<AccessLinkRow | null>;
  listLinks(incidentId: string): Promise<AccessLinkRow[]>;
  /** False: no such link in this incident. Revoking twice keeps the first date. */
  revokeLink(incidentId: string, linkId: string, now: Date): Promise<boolean>;

  /** Says something of a finding, in place of what was said of it before; revision + 1. null: no such incident. */
  putDecision(incidentId: string, decision: Decision, now: Date): Promise<IncidentRow | null>;
  /** Takes it back, revision + 1. null: no such incident, or nothing was said. */
  removeDecision(incidentId: string, key: FindingKey, now: Date): Promise<IncidentRow | null>;

  /** Throws when the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface BlobWriter {
  /** Resolves when more may be written (back-pressure). */
  write(chunk: Uint8Array): Promise<void>;
  /** Flushes, fsyncs and moves the bytes to their place. From then on they survive kill -9. A blob that exists is left as it is. */
  commit(sha256: string): Promise<void>;
  /** Removes what was written. Safe to call after commit (does nothing). */
  abort(): Promise<void>;
}

/** Raw bytes, content-addressed by the SHA-256 of the (inflated) document, compressed at rest. The only room that knows the disk. */
export interface Blobs {
  begin(): Promise<BlobWriter>;
  /** The exact bytes that were written, or those from `from` on, without reading much before them. Rejects or errors with a Problem 404 `blob/missing` when gone. */
  read(sha256: string, from?: number): Readable;
  /**
   * Removes the bytes. Kept are bytes that another upload has committed again within the last hour (it may be about to
   * refer to them), and with `before` those committed at or after it; the next sweep takes them. Nothing there: fine.
   */
  remove(sha256: string, before?: Date): Promise<void>;
  /**
   * Hashes of all blobs, in pages. With `before`, only of those last committed earlier: a sweep of orphans passes the
   * same date an hour ago to `list` and to `remove`, so that it never takes the bytes of an upload that is under way.
   */
  list(before?: Date): AsyncIterable<string[]>;
  /** Removes temporary files left by a crash. Answers how many. */
  sweepTemporary(): Promise<number>;
  /** Throws when the place cannot be written. */
  ping(): Promise<void>;
}
