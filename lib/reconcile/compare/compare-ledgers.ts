import { type Bounds, sumBounds, ZERO_BOUNDS } from '@/lib/base/bounds';
import type { BucketChange } from '@/lib/model/comparison';
import type { Bucket, Ledger } from '@/lib/model/ledger';
import { boundsChange, change } from './difference';

/** Where only one of two ledgers has NMT, everything that NMT would tell apart is one bucket. */
export const TOGETHER = 'jvm-and-anonymous';

const NEEDS_NMT = new Set(['nmt', 'malloc', 'unexplained']);
const SOURCES = 20;

/** Buckets of both, in the order of the later ledger. Σ delta.best = change of RSS. `shared`: both rest on the same captures. */
export function compareLedgers(from: Ledger, to: Ledger, shared: boolean): BucketChange[] {
  const coarse = (from.nmt === null) !== (to.nmt === null);
  const before = coarse ? coarsen(from) : from.buckets;
  const after = coarse ? coarsen(to) : to.buckets;
  const keys = mergeOrder(
    after.map((bucket) => bucket.key),
    before.map((bucket) => bucket.key),
  );
  return keys.flatMap((key) => {
    const was = before.find((bucket) => bucket.key === key);
    const is = after.find((bucket) => bucket.key === key);
    const known = is ?? was;
    if (!known) return [];
    return {
      key,
      label: known.label,
      kind: known.kind,
      residentBytes: boundsChange(residentOf(was), residentOf(is), shared),
      committedBytes: { from: was?.committedBytes ?? null, to: is?.committedBytes ?? null },
      regionCount: change(was?.regionCount ?? 0, is?.regionCount ?? 0),
      sources: { from: was?.sources ?? [], to: is?.sources ?? [] },
    };
  });
}

const residentOf = (bucket: Bucket | undefined): Bounds => ({ ...(bucket?.residentBytes ?? ZERO_BOUNDS) });

/** The order of the first list; what only the second has follows what it follows there. */
export function mergeOrder(first: readonly string[], second: readonly string[]): string[] {
  const merged = [...first];
  let at = 0;
  for (const key of second) {
    const found = merged.indexOf(key);
    if (found >= 0) at = found + 1;
    else merged.splice(at++, 0, key);
  }
  return merged;
}

function coarsen(ledger: Ledger): Bucket[] {
  const isPart = (bucket: Bucket) => NEEDS_NMT.has(bucket.kind) || bucket.key === 'stack-untracked';
  const parts = ledger.buckets.filter(isPart);
  const rest = ledger.buckets.filter((bucket) => !isPart(bucket));
  if (parts.length === 0) return rest;
  const together: Bucket = {
    key: TOGETHER,
    label: 'JVM, malloc and unexplained together',
    kind: 'malloc',
    // The pieces share their rows: what one may have more, another has less.
    residentBytes: clipTo(sumBounds(parts.map((bucket) => bucket.residentBytes)), ledger.rssBytes),
    reservedBytes: null,
    committedBytes: null,
    regionCount: parts.reduce((sum, bucket) => sum + bucket.regionCount, 0),
    reasons: ['only one of the two snapshots has an NMT report'],
    sources: parts.flatMap((bucket) => bucket.sources).slice(0, SOURCES),
  };
  return [together, ...rest];
}

const clipTo = ({ min, best, max }: Bounds, most: number): Bounds => ({ min, best, max: Math.max(best, Math.min(max, most)) });
