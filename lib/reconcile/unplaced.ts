import { KIB } from '@/lib/base/bytes';
import type { Coherence } from './coherence';
import type { Piece } from './cut-rows';
import type { MergedNmt } from './merge-nmt';
import { bucketOfCategory, type MmapAmount } from './nmt-amounts';

/** Committed memory of NMT's mmap side that could not be laid upon the rows listed: it may be in hidden rows, or in rows that nothing names. */
export interface Unplaced {
  amount: MmapAmount;
  bytes: number;
  /** True where rows of the category were matched by shape alone, so that the whole committed size must be kept in mind. */
  byShapeOnly: boolean;
}

/** What NMT has committed beyond the rows matched, by category, and what its Total has beyond its categories. */
export function findUnplaced(
  pieces: readonly Piece[],
  nmt: MergedNmt,
  coherence: Coherence,
): { unplaced: Unplaced[]; remainderBytes: number } {
  const placed = new Map<string, { bytes: number; shape: boolean }>();
  for (const { naming, sizeBytes } of pieces) {
    if (naming.match === null || naming.match === 'address') continue;
    const entry = placed.get(naming.bucket) ?? { bytes: 0, shape: false };
    entry.bytes += sizeBytes;
    entry.shape ||= naming.match === 'shape';
    placed.set(naming.bucket, entry);
  }
  const unplaced: Unplaced[] = [];
  let mmapCommitted = 0;
  for (const amount of nmt.amounts) {
    mmapCommitted += amount.committedBytes;
    const bySize = placed.get(bucketOfCategory(amount.category));
    const byAddress = coherence.trusted ? (coherence.committedInside.get(amount.category) ?? 0) : 0;
    const bytes = Math.max(0, amount.committedBytes - byAddress - (bySize?.bytes ?? 0));
    unplaced.push({ amount, bytes, byShapeOnly: bySize?.shape ?? false });
  }
  // scale=MB rounds every category on its own.
  const rounding = nmt.base.unitBytes > KIB ? (nmt.amounts.length * nmt.base.unitBytes) / 2 : 0;
  const beyond = nmt.committedBytes - nmt.malloc.best - mmapCommitted;
  // A rounding kilobyte per category is no memory, but the bound must hold with it too.
  return { unplaced, remainderBytes: Math.max(0, beyond - (beyond % KIB)) + rounding };
}
