import { formatBytes, formatCount, formatShare, MIB } from '@/lib/base/bytes';
import type { BucketChange, Comparison } from '@/lib/model/comparison';
import type { SnapshotDigest } from '@/lib/model/snapshot-digest';
import { sayDuration } from './measure-time';

/** Less than this, and less than one part in a hundred of RSS, is the breath of a process. */
const STILL_BYTES = MIB;
const STILL_SHARE = 0.01;
/** Buckets named besides the largest: those with at least a tenth of the change. */
const NAMED_SHARE = 0.1;
const MOST_NAMED = 3;
/** Below ten minutes start-up and a single request weigh as much as a leak. */
const SHORT_SECONDS = 600;

type Said = Pick<Comparison, 'time' | 'rssBytes' | 'rssBytesPerHour' | 'buckets' | 'process' | 'categories' | 'categoriesSince'>;

/** "+1.88 GiB", "−12 KiB": with a true minus, as in the tables. */
export const formatDelta = (bytes: number): string => (bytes > 0 ? `+${formatBytes(bytes)}` : formatBytes(bytes).replace('-', '−'));

/** What grew between two snapshots, in words; the same figures stand in the tables below. */
export function sayGrowth(comparison: Said, from: SnapshotDigest, to: SnapshotDigest): Comparison['sentence'] {
  const sentences = comparison.rssBytes ? sayLedgers(comparison, from, to) : sayWithoutLedgers(comparison, from, to);
  const markup = sentences.join(' ');
  return { markup, text: markup.replaceAll('**', '') };
}

function sayLedgers(comparison: Said, from: SnapshotDigest, to: SnapshotDigest): string[] {
  const { rssBytes, buckets, time, process } = comparison;
  if (!rssBytes) return [];
  if (from.snapshotId === to.snapshotId) return ['Both sides are the same snapshot: **nothing can have changed**.'];
  const still = isStill(rssBytes.delta, Math.max(rssBytes.from, rssBytes.to));
  const during = time ? `In ${sayDuration(time.seconds)}${time.seconds < 0 ? ', looked at backwards,' : ''} ` : '';
  const restarted = process === 'restarted' ? ['The process was **started anew** in between, so this is the difference of two runs.'] : [];
  if (still) {
    const change = rssBytes.delta === 0 ? 'did not change' : `hardly changed (**${formatDelta(rssBytes.delta)}**)`;
    return [...restarted, `${during}RSS ${change} at **${formatBytes(rssBytes.to)}**.`, ...sayShift(buckets, rssBytes.to)];
  }
  const verb = rssBytes.delta > 0 ? 'grew' : 'fell';
  const rate = sayRate(comparison);
  const first = `${during}RSS ${verb} by **${formatBytes(Math.abs(rssBytes.delta))}**${rate}.`;
  return [
    ...restarted,
    first,
    ...sayLargest(buckets, rssBytes.delta),
    ...sayArenas(from, to, rssBytes.delta),
    ...sayQuiet(buckets, rssBytes.delta),
  ];
}

const isStill = (bytes: number, whole: number) => Math.abs(bytes) < STILL_BYTES || Math.abs(bytes) < STILL_SHARE * whole;

function sayRate({ time, rssBytesPerHour }: Said): string {
  if (!time || rssBytesPerHour === null) return '';
  const perHour = `${formatBytes(Math.abs(rssBytesPerHour))} per hour`;
  return Math.abs(time.seconds) < SHORT_SECONDS ? `, a rate of ${perHour} over a short time` : `, ${perHour}`;
}

/** Those that moved with RSS, the largest first: "**Unexplained** took **99.1 %** of it." */
function sayLargest(buckets: readonly BucketChange[], delta: number): string[] {
  const sign = Math.sign(delta);
  const moved = buckets
    .filter(({ residentBytes }) => residentBytes.delta.best * sign > 0)
    .toSorted((a, b) => sign * (b.residentBytes.delta.best - a.residentBytes.delta.best));
  const [most, ...others] = moved;
  if (!most) return [];
  const share = (bucket: BucketChange) => formatShare(Math.abs(bucket.residentBytes.delta.best), Math.abs(delta));
  const named = others
    .filter((bucket) => Math.abs(bucket.residentBytes.delta.best) >= NAMED_SHARE * Math.abs(delta))
    .slice(0, MOST_NAMED - 1);
  const and = named.map((bucket) => `**${bucket.label}** ${share(bucket)}`);
  const took = sign > 0 ? 'took' : 'gave back';
  const { min, max } = most.residentBytes.delta;
  // Where the bounds reach over zero, even the direction is an estimate.
  const doubt = min < 0 && max > 0 ? ` (by estimate: it may lie between ${formatDelta(min)} and ${formatDelta(max)})` : '';
  return [`**${most.label}** ${took} **${share(most)}** of it${doubt}${and.length > 0 ? `, ${and.join(', ')}` : ''}.`];
}

/** RSS stood still; a bucket may have grown in the place of another. */
function sayShift(buckets: readonly BucketChange[], rss: number): string[] {
  const moved = buckets
    .filter(({ residentBytes }) => !isStill(residentBytes.delta.best, rss))
    .toSorted((a, b) => Math.abs(b.residentBytes.delta.best) - Math.abs(a.residentBytes.delta.best))
    .slice(0, MOST_NAMED)
    .map(({ label, residentBytes }) => `**${label}** ${formatDelta(residentBytes.delta.best)}`);
  return moved.length > 0 ? [`Within it: ${moved.join(', ')}.`] : [];
}

function sayArenas(from: SnapshotDigest, to: SnapshotDigest, delta: number): string[] {
  const [was, is] = [from.reconciliation.arenas, to.reconciliation.arenas];
  if (!was || !is) return [];
  const grown = is.residentBytes - was.residentBytes;
  if (grown * Math.sign(delta) < NAMED_SHARE * Math.abs(delta)) return [];
  const counts =
    was.count === is.count
      ? `The ${formatCount(is.count)} glibc arena heaps`
      : `glibc arena heaps (${formatCount(was.count)} before, ${formatCount(is.count)} now)`;
  return [`${counts} went from ${formatBytes(was.residentBytes)} to **${formatBytes(is.residentBytes)}**.`];
}

/** The Java heap is what everybody suspects: it is said where it has no part in it. */
function sayQuiet(buckets: readonly BucketChange[], delta: number): string[] {
  const heap = buckets.find((bucket) => bucket.key === 'java-heap');
  if (!heap) return [];
  const moved = heap.residentBytes.delta.best;
  return Math.abs(moved) < STILL_SHARE * Math.abs(delta)
    ? [moved === 0 ? 'The Java heap did not move.' : 'The Java heap hardly moved.']
    : [];
}

function sayWithoutLedgers({ categories, categoriesSince }: Said, from: SnapshotDigest, to: SnapshotDigest): string[] {
  const lacking = [from, to].filter(({ reconciliation }) => !reconciliation.ledger).map(({ label }) => label);
  const missing = `${lacking.join(' and ')} ${lacking.length === 1 ? 'has' : 'have'} no ledger, so resident memory cannot be compared: it needs a memory map of each moment.`;
  const [most] = categories;
  if (!most || categoriesSince === null) return [missing];
  const moved = most.committedBytes.delta;
  const since = categoriesSince === 'baseline' ? 'Since the NMT baseline' : 'In NMT';
  return [
    moved === 0
      ? `${since}, no category changed what it has committed.`
      : `${since}, **${most.name}** changed most: **${formatDelta(moved)}** committed.`,
    missing,
  ];
}
