import type { ContainerPressure, TimeBetween } from '@/lib/model/comparison';
import type { ContainerUse, SnapshotDigest } from '@/lib/model/snapshot-digest';
import { perHour } from './measure-time';

/** What counts against the limit at the later snapshot, and how fast it grew. `time` null: no rate can be told. */
export function measurePressure(from: SnapshotDigest, to: SnapshotDigest, time: TimeBetween | null): ContainerPressure | null {
  const limitBytes = limitOf(to) ?? limitOf(from);
  const lines = (to.container ?? from.container)?.lines ?? [];
  const rate = (was: number | null, is: number) => (was === null || time === null ? null : perHour(is - was, time));
  const used = usedBy(to.container);
  const rss = (digest: SnapshotDigest) => digest.reconciliation.ledger?.rssBytes ?? null;
  const isRss = rss(to);
  if (used !== null) {
    // Where only one moment was captured in the container, the process alone tells how fast it grows.
    const growth = rate(usedBy(from.container), used) ?? (isRss === null ? null : rate(rss(from), isRss));
    return { limitBytes, usedBytes: used, usedFrom: 'container', growthBytesPerHour: growth, lines };
  }
  if (isRss === null) return null;
  return { limitBytes, usedBytes: isRss, usedFrom: 'process', growthBytesPerHour: rate(rss(from), isRss), lines };
}

/** The one that the ledger is drawn with, where it has one. */
function limitOf({ reconciliation, container }: SnapshotDigest): number | null {
  return reconciliation.containerLimitBytes?.bytes ?? container?.limitBytes ?? null;
}

function usedBy(container: ContainerUse | null): number | null {
  if (container?.currentBytes == null) return null;
  return Math.max(0, container.currentBytes - (container.inactiveFileBytes ?? 0));
}
