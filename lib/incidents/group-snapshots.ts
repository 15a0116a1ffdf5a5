import type { SnapshotRow } from '@/lib/model/incident';
import { distanceOf, momentOf, rankMoments } from './moments';

/** What grouping needs to know of an artifact. */
export interface Groupable {
  id: string;
  /** The moment that its document's name tells: a folder ("t0/pmap.txt" → "t0") or a stamp ("pmap-t0.txt"); null without one. */
  moment: string | null;
  /** Document order, then place in the document. */
  documentOrdinal: number;
  firstLine: number;
  pid: number | null;
  format: string;
  /** True for kinds of which a snapshot holds one per format: memory maps and NMT reports with a head. Fragments, profiles and dump ranges join freely. */
  single: boolean;
  /** What it brings to the join: a memory map, an NMT report, or neither. */
  side: 'map' | 'nmt' | 'other';
  /** What describes the process at a moment (status, heap info, cgroup): the second one of a kind belongs to the second snapshot. */
  state: boolean;
  snapshotId: string | null;
}

interface Group {
  snapshot: SnapshotRow;
  moment: string | null;
  members: Groupable[];
}

/**
 * Why the members of a snapshot were put together, in words. `filenames` of the documents of those that grouping put there,
 * `moved`: how many others somebody put there by hand.
 */
export function explainSnapshot(filenames: readonly string[], pid: number | null, moved = 0): string {
  if (moved === 0) return explainProposal(filenames, pid);
  const byHand = `${moved} ${moved === 1 ? 'capture was' : 'captures were'} put here by hand`;
  return filenames.length > 0
    ? `${byHand}; the others: ${explainProposal(filenames, pid)}`
    : pid === null
      ? byHand
      : `${byHand}; pid ${pid}`;
}

function explainProposal(filenames: readonly string[], pid: number | null): string {
  const moments = filenames.map(momentOf).filter((moment) => moment !== null);
  // Names of one moment may be some seconds apart.
  const agreeing = (moment: string) => moments.filter((other) => distanceOf(moment, other) !== null).length;
  const [most] = [...new Set(moments)].map((moment) => [moment, agreeing(moment)] as const).sort((a, b) => b[1] - a[1]);
  const names =
    most && most[1] === filenames.length
      ? filenames.length === 1
        ? `its name says ${most[0]}`
        : `their names say ${most[0]}`
      : filenames.length === 1
        ? 'from one document'
        : most && most[1] * 2 > filenames.length
          ? `${most[1]} of ${filenames.length} names say ${most[0]}, the rest joins the latest moment it fits`
          : 'in the order they came';
  return pid === null ? names : `${names}; pid ${pid}`;
}

const holdsPid = (group: Group, pid: number) => group.members.some((member) => member.pid === pid);
const knowsPids = (group: Group) => group.members.some((member) => member.pid !== null);
const has = (group: Group, side: Groupable['side']) => group.members.some((member) => member.side === side && member.single);

/** Between the moments of the two, in ms; null where they are two. */
const apart = (group: Group, { moment }: Groupable): number | null =>
  moment === null || group.moment === null ? null : distanceOf(group.moment, moment);

/** The group whose moment is nearest; of equal ones the first. */
function nearest(groups: readonly Group[], artifact: Groupable): Group | undefined {
  const far = (group: Group) => apart(group, artifact) ?? 0;
  return groups.reduce<Group | undefined>((best, group) => (best === undefined || far(group) < far(best) ? group : best), undefined);
}

function fits(group: Group, artifact: Groupable): boolean {
  // What has no moment in its name may join any; what has one does not join those without.
  if (artifact.moment !== null && apart(group, artifact) === null) return false;
  if (artifact.single && group.members.some((member) => member.single && member.format === artifact.format)) return false;
  if (artifact.pid === null || !knowsPids(group) || holdsPid(group, artifact.pid)) return true;
  // Another pid: the same folder says they belong together, and a map without NMT (or the reverse) would else never be joined.
  // Reconciliation then sees two pids, says so on top, and matches no addresses.
  return artifact.moment !== null || (artifact.side === 'map' && !has(group, 'map')) || (artifact.side === 'nmt' && !has(group, 'nmt'));
}

/**
 * Assigns every artifact without a snapshot to one: same moment, same pid, never two maps (or NMT reports) of one format together.
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
    return { snapshot, members, moment: members.find((member) => member.moment !== null)?.moment ?? null };
  });
  const assigned = new Map<string, string>();
  // Maps and reports first, then what describes a moment, those with a moment before those without: what joins freely then finds them.
  const order = (artifact: Groupable) => (artifact.single ? 0 : artifact.state ? 2 : 4) + (artifact.moment === null ? 1 : 0);
  const unplaced = artifacts.filter((artifact) => artifact.snapshotId === null);
  // "after" comes before "before" in an archive: moments that have an order are taken in theirs.
  const rank = rankMoments(unplaced.flatMap(({ moment }) => moment ?? []));
  const rankOf = ({ moment }: Groupable) => (rank === null || moment === null ? 0 : rank(moment));
  const waiting = unplaced.sort(
    (a, b) => order(a) - order(b) || rankOf(a) - rankOf(b) || a.documentOrdinal - b.documentOrdinal || a.firstLine - b.firstLine,
  );
  for (const artifact of waiting) {
    const candidates = groups.filter((group) => fits(group, artifact));
    // A map joins the first snapshot that still lacks one; what joins freely goes to its own pid, else to the latest.
    const own = artifact.pid === null ? undefined : candidates.findLast((group) => holdsPid(group, artifact.pid ?? 0));
    const lacking = candidates.find((group) => !group.members.some((member) => member.format === artifact.format));
    let group = artifact.single
      ? nearest(candidates, artifact)
      : ((artifact.state ? lacking : undefined) ??
        own ??
        candidates.findLast((candidate) => candidate.members.length > 0) ?? // one that everything was moved out of waits for nobody
        candidates.at(-1) ??
        (artifact.moment === null ? groups.at(-1) : looseHome(groups, artifact)));
    if (!group) {
      const ordinal = Math.max(-1, ...groups.map((known) => known.snapshot.ordinal)) + 1;
      const label = artifact.moment ?? freeLabel(groups);
      group = { moment: artifact.moment, members: [], snapshot: { id: newId(), incidentId, ordinal, label, pid: null, takenAt: null } };
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

/**
 * `profile/cpu.txt` beside `t0/` and `t1/`: a profile alone in its folder belongs to the latest moment of the same process. A folder
 * of nothing but profiles is no such moment: `before/cpu.txt` and `after/cpu.txt` are two.
 */
function looseHome(groups: readonly Group[], artifact: Groupable): Group | undefined {
  if (artifact.side !== 'other') return undefined;
  const isMoment = (group: Group) => group.members.some(({ side, state }) => side !== 'other' || state);
  return groups.findLast((group) => isMoment(group) && (artifact.pid === null || !knowsPids(group) || holdsPid(group, artifact.pid)));
}

function freeLabel(groups: readonly Group[]): string {
  const taken = new Set(groups.map((group) => group.snapshot.label));
  for (let n = 1; ; n++) if (!taken.has(`snapshot ${n}`)) return `snapshot ${n}`;
}
