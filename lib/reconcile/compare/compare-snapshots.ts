import type { Comparison } from '@/lib/model/comparison';
import type { Region } from '@/lib/model/region';
import type { SnapshotDigest } from '@/lib/model/snapshot-digest';
import { compareLedgers } from './compare-ledgers';
import { compareCategories, compareSites } from './compare-nmt';
import { compareProfiles } from './compare-profiles';
import { compareRegions, compareRoles } from './compare-regions';
import { change } from './difference';
import { judgeProcess } from './judge-process';
import { measurePressure } from './measure-pressure';
import { measureTime, perHour } from './measure-time';
import { sayGrowth } from './say-growth';

/** A snapshot with all its regions, ascending by address. */
export interface ComparedSide {
  digest: SnapshotDigest;
  regions: readonly Region[];
}

/**
 * Two snapshots held against each other: ledger, NMT, regions, profiles. Pure. Swapping the sides negates every difference;
 * a snapshot compared with itself differs in nothing.
 */
export function compareSnapshots(from: ComparedSide, to: ComparedSide): Comparison {
  const [was, is] = [from.digest, to.digest];
  const process = judgeProcess(was, is, from.regions, to.regions);
  const time = measureTime(was, is, process.process === 'same');
  const before = was.reconciliation.ledger;
  const after = is.reconciliation.ledger;
  const shared = was.snapshotId === is.snapshotId;
  const rssBytes = before && after ? change(before.rssBytes, after.rssBytes) : null;
  const bothMapped = from.regions.length > 0 && to.regions.length > 0;
  const nothing = { regions: [], regionCounts: { grown: 0, shrunk: 0, appeared: 0, vanished: 0, unchanged: 0 } };
  const comparison: Omit<Comparison, 'sentence'> = {
    from: { id: was.snapshotId, label: was.label, pid: was.pid },
    to: { id: is.snapshotId, label: is.label, pid: is.pid },
    ...process,
    time,
    rssBytes,
    rssBytesPerHour: rssBytes && time ? perHour(rssBytes.delta, time) : null,
    buckets: before && after ? compareLedgers(before, after, shared) : [],
    ...compareCategories(was, is),
    ...compareSites(was, is),
    roles: bothMapped ? compareRoles(from.regions, to.regions, heapsOf(was, is), shared) : [],
    ...(bothMapped ? compareRegions(from.regions, to.regions, process.matchedBy, shared) : nothing),
    profiles: compareProfiles(was.profiles, is.profiles),
    pressure: measurePressure(was, is, process.process === 'restarted' ? null : time),
    doubts: collectDoubts(was, is),
  };
  return { ...comparison, sentence: sayGrowth(comparison, was, is) };
}

function heapsOf(from: SnapshotDigest, to: SnapshotDigest): { from: number; to: number } | null {
  const [was, is] = [from.reconciliation.arenas, to.reconciliation.arenas];
  return was || is ? { from: was?.count ?? 0, to: is?.count ?? 0 } : null;
}

function collectDoubts(from: SnapshotDigest, to: SnapshotDigest): string[] {
  const doubts: string[] = [];
  const [was, is] = [from.reconciliation.ledger, to.reconciliation.ledger];
  if (was && is && (was.nmt === null) !== (is.nmt === null)) {
    const without = was.nmt === null ? from : to;
    doubts.push(
      `${without.label} has no NMT report: what NMT would tell apart is compared as one. Take jcmd ${without.pid ?? 'PID'} VM.native_memory detail with every memory map.`,
    );
  }
  for (const { label, reconciliation } of from.snapshotId === to.snapshotId ? [to] : [from, to]) {
    if (reconciliation.ledger && !reconciliation.ledger.listingComplete)
      doubts.push(`The listing of ${label} is cut: rows may have been there before they grew large enough to be shown.`);
    doubts.push(...reconciliation.doubts.map((doubt) => `${label}: ${doubt}`));
  }
  const [first, second] = [from.nmt?.unitBytes ?? 0, to.nmt?.unitBytes ?? 0];
  const coarse = Math.max(first, second);
  if (from.nmt && to.nmt && coarse > 1024)
    doubts.push(`An NMT report is rounded to ${coarse / 1024 ** 2 >= 1024 ? 'GB' : 'MB'}: its differences are no finer than that.`);
  return doubts;
}
