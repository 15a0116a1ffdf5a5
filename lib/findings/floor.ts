import type { Ledger } from '@/lib/model/ledger';
import type { RuleFacts } from './define';
import { at } from './thresholds';

export type LedgerWithNmt = RuleFacts['ledger-with-nmt'];

/** What NMT cannot explain. `floorBytes` is certain, `bestBytes` the figure to show. */
export interface Floor {
  floorBytes: number;
  bestBytes: number;
  maxBytes: number;
  /** True where rows were cut away: only the lower bound means anything. */
  atLeast: boolean;
}

/**
 * The unexplained floor. Complete listing: the ledger's unexplained. Cut listing: the lower bound of what lies outside NMT,
 * less the files, shared memory and stacks that the rows shown do name.
 */
export function findFloor(ledger: LedgerWithNmt): Floor {
  const { min, best, max } = ledger.unexplainedBytes;
  if (ledger.listingComplete) return { floorBytes: min, bestBytes: best, maxBytes: max, atLeast: false };
  let named = 0;
  for (const bucket of ledger.buckets) {
    if (['file', 'shared', 'kernel'].includes(bucket.kind) || bucket.key === 'stack-untracked') named += bucket.residentBytes.max;
  }
  const floorBytes = Math.max(min, ledger.outsideNmtBytes.min - named, 0);
  return { floorBytes, bestBytes: floorBytes, maxBytes: Math.max(floorBytes, ledger.outsideNmtBytes.max), atLeast: true };
}

/** What the floor must exceed to be a finding (PN-01). */
export function floorThreshold(ledger: Pick<Ledger, 'rssBytes'>): number {
  return Math.max(at('PN-01.bytes'), at('PN-01.share') * ledger.rssBytes);
}

/** Committed Java heap: for the cost of walking it. 0 where unknown. */
export function heapBytesOf(ledger: Ledger | undefined): number {
  return ledger?.buckets.find((bucket) => bucket.key === 'java-heap')?.committedBytes ?? 0;
}
