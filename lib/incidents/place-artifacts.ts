import type { ArtifactRow, DocumentRow, IncidentContent, Placement, SnapshotRow } from '@/lib/model/incident';

// Pure: what putting an artifact into a snapshot by hand changes. The choice is kept with the document, by lines, so that it
// outlives the artifact: lines that become a note and then a capture again are where somebody put them.

type Lines = Pick<ArtifactRow, 'firstLine' | 'lastLine'>;

const overlaps = (a: Lines, b: Lines) => a.firstLine <= b.lastLine && b.firstLine <= a.lastLine;

/** Where somebody put the artifact on these lines; the latest choice counts. */
export const findPlacement = (placements: readonly Placement[], lines: Lines): Placement | undefined =>
  placements.findLast((placement) => overlaps(placement, lines));

/** The document with the choice noted in place of earlier ones for the same lines. */
export function placeByHand(document: DocumentRow, { firstLine, lastLine }: Lines, snapshotId: string): DocumentRow {
  const others = document.placements.filter((placement) => !overlaps(placement, { firstLine, lastLine }));
  return { ...document, placements: [...others, { firstLine, lastLine, snapshotId }] };
}

/** Artifacts without a snapshot go where somebody had put those lines, if that snapshot is still there. */
export function restorePlacements(content: IncidentContent): ArtifactRow[] {
  const known = new Set(content.snapshots.map((snapshot) => snapshot.id));
  const placementsOf = new Map(content.documents.map((document) => [document.id, document.placements]));
  return content.artifacts.map((artifact) => {
    if (artifact.snapshotId !== null) return artifact;
    const chosen = findPlacement(placementsOf.get(artifact.documentId) ?? [], artifact)?.snapshotId;
    return chosen !== undefined && known.has(chosen) ? { ...artifact, snapshotId: chosen } : artifact;
  });
}

/** The snapshot's pid among these artifacts: the one it has where one of them has it too, else the first that is known. */
export function pidAmong(snapshot: SnapshotRow, members: readonly ArtifactRow[]): number | null {
  const pids = members.map((member) => member.tool.pid).filter((pid) => pid !== null);
  if (pids.length === 0 || (snapshot.pid !== null && pids.includes(snapshot.pid))) return snapshot.pid;
  return pids[0] ?? null;
}

/**
 * Those with a known time in its order; the others keep their places. What comes first and what last decides of which moment
 * the verdict speaks.
 */
export function orderByTime(snapshots: readonly SnapshotRow[]): SnapshotRow[] {
  const inOrder = snapshots.toSorted((a, b) => a.ordinal - b.ordinal);
  const timed = inOrder
    .filter((snapshot) => snapshot.takenAt !== null)
    .sort((a, b) => (a.takenAt?.getTime() ?? 0) - (b.takenAt?.getTime() ?? 0));
  return inOrder.map((slot) => ({ ...((slot.takenAt === null ? slot : timed.shift()) ?? slot), ordinal: slot.ordinal }));
}
