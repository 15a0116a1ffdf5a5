import { findFormat } from '@/lib/formats/registry';
import type { FactKind } from '@/lib/model/facts';
import type { ArtifactRow, IncidentContent, SnapshotRow } from '@/lib/model/incident';
import { type Groupable, groupSnapshots } from './group-snapshots';
import { momentOf } from './moments';

/** Kinds of facts that describe a process at one moment. */
const STATES = new Set<FactKind>(['process-status', 'memory-totals', 'container-memory', 'heap-usage', 'c-heap', 'metaspace-usage']);

/** Gives every artifact without a snapshot one; what is assigned stays. */
export function assignSnapshots(content: IncidentContent, newId: () => string): { artifacts: ArtifactRow[]; snapshots: SnapshotRow[] } {
  const { snapshots, assigned } = groupSnapshots(
    content.artifacts.map((artifact) => toGroupable(artifact, content)),
    content.snapshots,
    content.incident.id,
    newId,
  );
  return {
    snapshots,
    artifacts: content.artifacts.map((artifact) => ({ ...artifact, snapshotId: assigned.get(artifact.id) ?? artifact.snapshotId })),
  };
}

function toGroupable(artifact: ArtifactRow, content: IncidentContent): Groupable {
  const document = content.documents.find((candidate) => candidate.id === artifact.documentId);
  const produces = findFormat(artifact.format)?.produces ?? [];
  const moment = document ? momentOf(document.filename) : null;
  const side = produces.includes('memory-map') ? 'map' : produces.includes('nmt-report') ? 'nmt' : 'other';
  return {
    id: artifact.id,
    // "pmap-7.txt" of process 7.
    moment: moment === String(artifact.tool.pid) ? null : moment,
    documentOrdinal: document?.ordinal ?? 0,
    firstLine: artifact.firstLine,
    pid: artifact.tool.pid,
    format: artifact.format,
    single: side !== 'other' && !artifact.fragment,
    side,
    state: produces.some((kind) => STATES.has(kind)),
    snapshotId: artifact.snapshotId,
  };
}
