import type { SnapshotFacts, Sourced } from '@/lib/model/facts';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import type { Reconciliation } from '@/lib/model/ledger';
import type { NmtReport } from '@/lib/model/nmt';
import type { ContainerUse, NmtFigures, ProfileDigest, SnapshotDigest } from '@/lib/model/snapshot-digest';
import { mergeNmt } from '../merge-nmt';

/** Which snapshot it is. */
export interface SnapshotName {
  id: string;
  label: string;
  pid: number | null;
  /** Milliseconds; set by hand. */
  takenAt: number | null;
}

/** What comparing needs of a snapshot, drawn from its facts. Pure. */
export function digestSnapshot(
  { id, label, pid, takenAt }: SnapshotName,
  facts: SnapshotFacts,
  reconciliation: Reconciliation,
  profiles: readonly ProfileSummary[],
): SnapshotDigest {
  const clock = facts['vm-clock'].find(({ value }) => value.pid === null || pid === null || value.pid === pid);
  const trim = facts['trim-response'].find(({ value }) => value.pid === null || pid === null || value.pid === pid);
  const version = facts['vm-flags'].find(({ value }) => value.vmVersion !== null)?.value.vmVersion;
  return {
    snapshotId: id,
    label,
    pid,
    takenAt,
    clock: clock ? { ...clock.value, artifactId: clock.artifactId } : null,
    vmVersion: version?.text ?? null,
    reconciliation,
    nmt: digestNmt(facts['nmt-report'], pid),
    nmtDiff: chooseDiff(facts),
    profiles: profiles.map(digestProfile),
    container: digestContainer(reconciliation),
    ...(trim ? { trim: { ...trim.value, artifactId: trim.artifactId } } : {}),
  };
}

/** Categories as the ledger takes them; call sites of the finest report that lists them. */
function digestNmt(reports: readonly Sourced<NmtReport>[], pid: number | null): NmtFigures | null {
  const merged = mergeNmt(reports, pid);
  if (!merged) return null;
  const { artifactId, base, reservedBytes, committedBytes } = merged;
  const withSites = reports
    .filter(({ value }) => value.sites.length > 0 && (value.pid === null || merged.pid === null || value.pid === merged.pid))
    .sort((a, b) => a.value.unitBytes - b.value.unitBytes || b.value.sites.length - a.value.sites.length)[0];
  return {
    artifactId,
    unitBytes: base.unitBytes,
    reservedBytes,
    committedBytes,
    categories: base.categories,
    sites: withSites ? { artifactId: withSites.artifactId, unitBytes: withSites.value.unitBytes, sites: withSites.value.sites } : null,
  };
}

/** The one with call sites, else the one with the finest unit. */
function chooseDiff(facts: SnapshotFacts): SnapshotDigest['nmtDiff'] {
  const [best] = facts['nmt-diff'].toSorted(
    (a, b) => Number(b.value.sites.length > 0) - Number(a.value.sites.length > 0) || a.value.unitBytes - b.value.unitBytes,
  );
  return best ? { artifactId: best.artifactId, diff: best.value } : null;
}

function digestProfile({ id, artifactId, event, unit, kind, total, samples, hot }: ProfileSummary): ProfileDigest {
  // A list that is not full has left nobody out.
  return { id, artifactId, event, unit, kind, total, samples, hot, complete: hot.length < FULL_LIST };
}

/** Length of the hot list (hot-stacks.ts). */
const FULL_LIST = 200;

/** The container as the ledger has it: limit and usage of one cgroup. */
function digestContainer({ beside: { container } }: Reconciliation): ContainerUse | null {
  if (!container) return null;
  const { limit, current, inactiveFile, oomKills } = container;
  return {
    limitBytes: limit?.bytes ?? null,
    currentBytes: current?.bytes ?? null,
    inactiveFileBytes: inactiveFile?.bytes ?? null,
    oomKills: oomKills?.count ?? null,
    lines: [limit, current, inactiveFile, oomKills].flatMap((figure) => (figure ? [figure.lines] : [])),
  };
}
