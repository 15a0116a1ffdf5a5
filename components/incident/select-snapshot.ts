import type { ViewData } from '@/components/views/define';
import type { LineRef } from '@/lib/model/artifact';
import type { CaptureClock } from '@/lib/model/beside';
import type { IncidentView, SnapshotAnalysis } from '@/lib/model/incident';

/** The analysis that the verdict speaks of: the last snapshot with a ledger. */
export function selectVerdictSnapshot(view: IncidentView): SnapshotAnalysis | null {
  const { snapshots } = view.analysis;
  return snapshots.findLast((snapshot) => snapshot.reconciliation.ledger !== null) ?? snapshots.at(-1) ?? null;
}

/** The snapshot asked for in the address, or the one the verdict speaks of. */
export function selectSnapshot(view: IncidentView, snapshotId: string | null): SnapshotAnalysis | null {
  return view.analysis.snapshots.find((snapshot) => snapshot.snapshotId === snapshotId) ?? selectVerdictSnapshot(view);
}

/** What the panes are given: the snapshot, and all profiles, those taken with it first. */
export function selectViewData(view: IncidentView, analysis: SnapshotAnalysis | null): ViewData {
  const own = new Set(view.artifacts.filter((artifact) => artifact.snapshotId === analysis?.snapshotId).map((artifact) => artifact.id));
  const rank = (artifactId: string) => (own.has(artifactId) ? 0 : 1);
  const pid = view.snapshots.find((snapshot) => snapshot.id === analysis?.snapshotId)?.pid ?? null;
  return {
    incidentId: view.id,
    analysis,
    profiles: view.analysis.profiles.toSorted((a, b) => rank(a.artifactId) - rank(b.artifactId)),
    pid: pid === null ? 'PID' : String(pid),
  };
}

/** "1 document, 278 lines, 3 artifacts" */
export function countWords(view: IncidentView): string {
  const lines = view.documents.reduce((sum, document) => sum + document.lines, 0);
  const count = (n: number, noun: string) => `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`;
  return [count(view.documents.length, 'document'), count(lines, 'line'), count(view.artifacts.length, 'artifact')].join(', ');
}

/** "2026-07-01 08:30 UTC": the same on server and browser, whatever their zones. */
export const formatMoment = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;

/** "2026-11-22 21:47 UTC", as a capture prints it: the zone is the one printed. */
export const formatClock = ({ ms, zone }: CaptureClock): string => {
  const iso = new Date(ms).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} ${zone ?? 'local time, zone not printed'}`;
};

/** When a snapshot was taken: as somebody set it, else as one of its captures prints it. */
export function capturedAt(view: IncidentView, snapshotId: string | null): { text: string; lines: LineRef | null } | null {
  const set = view.snapshots.find(({ id }) => id === snapshotId)?.takenAt ?? null;
  if (set !== null) return { text: formatMoment(set), lines: null };
  const clock = view.analysis.snapshots.find((snapshot) => snapshot.snapshotId === snapshotId)?.reconciliation.beside.clock ?? null;
  return clock && { text: formatClock(clock), lines: clock.lines };
}
