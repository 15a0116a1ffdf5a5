import type { SnapshotRow } from '@/lib/model/incident';

/** What grouping needs to know of an artifact. */
export interface Groupable {
  id: string;
  /** Folder in the document's file name ("t0/pmap.txt" → "t0"), null without one. */
  folder: string | null;
  /** Document order, then place in the document. */
  documentOrdinal: number;
  firstLine: number;
  pid: number | null;
  format: string;
  /** True for kinds of which a snapshot holds one per format: memory maps and NMT reports with a head. Fragments, profiles and dump ranges join freely. */
  single: boolean;
  /** What it brings to the join: a memory map, an NMT report, or neither. */
  side: 'map' | 'nmt' | 'other';
  snapshotId: string | null;
}

interface Group {
  snapshot: SnapshotRow;
  folder: string | null;
  members: Groupable[];
}

/** Folder of a document's file name: "case/t0/pmap.txt" → "t0". */
export function folderOf(filename: string): string | null {
  return filename.split('/').at(-2) ?? null;
}

const holdsPid = (group: Group, pid: number) => group.members.some((member) => member.pid === pid);
const knowsPids = (group: Group) => group.members.some((member) => member.pid !== null);
const has = (group: Group, side: Groupable['side']) => group.members.some((member) => member.side === side && member.single);

function fits(group: Group, artifact: Groupable): boolean {
  if (group.folder !== artifact.folder) return false;
  if (artifact.single && group.members.some((member) => member.single && member.format === artifact.format)) return false;
  if (artifact.pid === null || !knowsPids(group) || holdsPid(group, artifact.pid)) return true;
  // Another pid: the same folder says they belong together, and a map without NMT (or the reverse) would else never be joined.
  // Reconciliation then sees two pids, says so on top, and matches no addresses.
  return artifact.folder !== null || (artifact.side === 'map' && !has(group, 'map')) || (artifact.side === 'nmt' && !has(group, 'nmt'));
}

/**
 * Assigns every artifact without a snapshot to one: same folder, same pid, never two maps (or NMT reports) of one format together.
 * Existing snapshots are kept as they are. Profiles and dump ranges join the last snapshot that fits.
 */
export function groupSnapshots(
  artifacts: readonly Groupable[],
  existing: readonly SnapshotRow[],
  incidentId: string,
  newId: () => string,
): { snapshots: SnapshotRow[]; assigned: Map<string, string> } {
  const groups: Group[] = existing.map((snapshot) => {
    const members = artifacts.filter((artifact) => artifact.snapshotId === snapshot.id);
    return { snapshot, members, folder: members.find((member) => member.folder !== null)?.folder ?? null };
  });
  const assigned = new Map<string, string>();
  const order = (artifact: Groupable) => (artifact.single ? 0 : 1);
  const waiting = artifacts
    .filter((artifact) => artifact.snapshotId === null)
    .sort((a, b) => order(a) - order(b) || a.documentOrdinal - b.documentOrdinal || a.firstLine - b.firstLine);
  for (const artifact of waiting) {
    const candidates = groups.filter((group) => fits(group, artifact));
    // A map joins the first snapshot that still lacks one; what joins freely goes to its own pid, else to the latest.
    const own = artifact.pid === null ? undefined : candidates.findLast((group) => holdsPid(group, artifact.pid ?? 0));
    let group = artifact.single
      ? candidates[0]
      : (own ?? candidates.at(-1) ?? (artifact.folder === null ? groups.at(-1) : looseHome(groups, artifact)));
    if (!group) {
      const ordinal = Math.max(-1, ...groups.map((known) => known.snapshot.ordinal)) + 1;
      const label = artifact.folder ?? freeLabel(groups);
      group = { folder: artifact.folder, members: [], snapshot: { id: newId(), incidentId, ordinal, label, pid: null, takenAt: null } };
      groups.push(group);
    }
    group.members.push(artifact);
    assigned.set(artifact.id, group.snapshot.id);
  }
  for (const group of groups) {
    const pid = group.snapshot.pid ?? group.members.find((member) => member.pid !== null)?.pid ?? null;
    group.snapshot = { ...group.snapshot, pid };
  }
  return { snapshots: groups.map((group) => group.snapshot), assigned };
}

/** `profile/cpu.txt` beside `t0/` and `t1/`: a profile alone in its folder belongs to the latest moment of the same process. */
function looseHome(groups: readonly Group[], artifact: Groupable): Group | undefined {
  if (artifact.side !== 'other') return undefined;
  return groups.findLast((group) => artifact.pid === null || !knowsPids(group) || holdsPid(group, artifact.pid));
}

function freeLabel(groups: readonly Group[]): string {
  const taken = new Set(groups.map((group) => group.snapshot.label));
  for (let n = 1; ; n++) if (!taken.has(`snapshot ${n}`)) return `snapshot ${n}`;
}
