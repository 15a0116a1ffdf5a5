import { createHash } from 'node:crypto';
import type { ArtifactRow, DocumentRow, SnapshotRow } from '@/lib/model/incident';
import type { ContentChange, NewLink } from '../define';

let count = 0;
/** An id that no other test of this process has. */
export const freshId = (kind: string): string => `${kind}-${process.pid}-${++count}`;

export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

export const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 23, 12, minute, 0, 123));

export const newIncident = (id = freshId('incident')) => ({ id, title: 'Presto worker above its limit', service: 'presto' });

export function newDocument(incidentId: string, more: Partial<DocumentRow> = {}): DocumentRow {
  const id = freshId('document');
  return {
    id,
    incidentId,
    ordinal: 0,
    filename: 'pmap.txt',
    sha256: sha256(id),
    sizeBytes: 4096,
    encoding: 'utf-8',
    lines: 40,
    status: 'parsed',
    problem: null,
    corrections: [],
    placements: [],
    createdAt: at(0),
    ...more,
  };
}

export function newSnapshot(incidentId: string, more: Partial<SnapshotRow> = {}): SnapshotRow {
  return { id: freshId('snapshot'), incidentId, ordinal: 0, label: 't0', pid: 107870, takenAt: at(-5), ...more };
}

export function newArtifact(document: DocumentRow, more: Partial<ArtifactRow> = {}): ArtifactRow {
  return {
    id: freshId('artifact'),
    incidentId: document.incidentId,
    documentId: document.id,
    snapshotId: null,
    format: 'pmap-x',
    parserVersion: 1,
    firstLine: 19,
    lastLine: 28,
    confidence: 0.9,
    because: '9 of 10 lines are mapping rows',
    complete: true,
    fragment: false,
    linesUsed: 10,
    linesNoise: 0,
    warnings: [],
    warningCount: 0,
    tool: { pid: 107870, version: null, command: 'pmap -x 107870' },
    ...more,
  };
}

export function newLink(more: Partial<NewLink> = {}): NewLink {
  const id = freshId('link');
  return { id, role: 'manage', label: 'Creator', tokenHash: sha256(id), expiresAt: null, ...more };
}

export const content = (more: Partial<ContentChange> = {}): ContentChange => ({ documents: [], artifacts: [], snapshots: [], ...more });
