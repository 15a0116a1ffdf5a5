import { formatCount } from '@/lib/base/bytes';
import type { ProcessChange } from '@/lib/model/comparison';
import type { Region } from '@/lib/model/region';
import type { SnapshotDigest } from '@/lib/model/snapshot-digest';

/** A JVM's start as told by two logs: the time of day is printed in whole seconds. */
const SAME_START_SECONDS = 5;
/** Libraries stay where they are for the life of a process; a few may be loaded or dropped. */
const SAME_SHARE = 0.5;

/** Whether two snapshots are of one run of one process, and so whether an address means the same in both. */
export function judgeProcess(
  from: SnapshotDigest,
  to: SnapshotDigest,
  fromRegions: readonly Region[],
  toRegions: readonly Region[],
): ProcessChange {
  if (from.snapshotId === to.snapshotId) return { process: 'same', matchedBy: 'address', because: 'one and the same snapshot' };
  if (from.pid !== null && to.pid !== null && from.pid !== to.pid)
    return {
      process: 'restarted',
      matchedBy: 'shape',
      because: `pid ${from.pid} and pid ${to.pid}: two processes, so regions are matched by role and shape`,
    };
  const [was, is] = [startOf(from), startOf(to)];
  if (was && is && was.zone === is.zone && Math.abs(was.ms - is.ms) > SAME_START_SECONDS * 1_000)
    return {
      process: 'restarted',
      matchedBy: 'shape',
      because: 'the JVM was started anew in between: its start times differ, so regions are matched by role and shape',
    };
  const place = comparePlaces(fromRegions, toRegions);
  const pid = from.pid !== null && to.pid !== null ? `pid ${to.pid} in both` : 'no pid tells them apart';
  if (place === null) return { process: 'unknown', matchedBy: 'shape', because: `${pid}, but nothing shows whether addresses stayed` };
  const { kept, of, what } = place;
  if (kept >= SAME_SHARE * of)
    return {
      process: 'same',
      matchedBy: 'address',
      because: `${pid}, and ${formatCount(kept)} of ${formatCount(of)} ${what} lie where they were: regions are matched by address`,
    };
  return {
    process: 'restarted',
    matchedBy: 'shape',
    because: `${pid}, but only ${formatCount(kept)} of ${formatCount(of)} ${what} lie where they were: another run, so regions are matched by role and shape`,
  };
}

function startOf({ clock }: SnapshotDigest): { ms: number; zone: string | null } | null {
  if (!clock?.at || clock.elapsedSeconds === null) return null;
  return { ms: clock.at.ms - clock.elapsedSeconds * 1_000, zone: clock.at.zone };
}

/** How many of the files mapped in both lie at an address they had; without files in common, any regions. */
function comparePlaces(from: readonly Region[], to: readonly Region[]): { kept: number; of: number; what: string } | null {
  const before = startsByName(from);
  const after = startsByName(to);
  const common = [...after.keys()].filter((name) => before.has(name));
  if (common.length > 0) {
    const stayed = (name: string) => [...(after.get(name) ?? [])].some((start) => before.get(name)?.has(start));
    return { kept: common.filter(stayed).length, of: common.length, what: 'mapped files' };
  }
  if (from.length === 0 || to.length === 0) return null;
  const starts = new Set(from.map((region) => region.start));
  return { kept: to.filter((region) => starts.has(region.start)).length, of: Math.min(from.length, to.length), what: 'regions' };
}

function startsByName(regions: readonly Region[]): Map<string, Set<bigint>> {
  const starts = new Map<string, Set<bigint>>();
  for (const { owner, name, start } of regions) {
    if (owner !== 'file' || name === '') continue;
    const known = starts.get(name);
    if (known) known.add(start);
    else starts.set(name, new Set([start]));
  }
  return starts;
}
