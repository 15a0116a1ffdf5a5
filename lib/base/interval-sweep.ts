import type { Address } from './address';

/** A half-open range [start, end). */
export interface Interval {
  start: Address;
  end: Address;
}

/** Sorts a copy by start, then by end. */
export function sortIntervals<T extends Interval>(intervals: readonly T[]): T[] {
  return [...intervals].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : a.end < b.end ? -1 : a.end > b.end ? 1 : 0));
}

/** One piece of a cut interval: `cover` is the range it lies in, or null where nothing covers it. */
export interface Piece<C> extends Interval {
  cover: C | null;
}

/**
 * Cuts one interval by sorted, non-overlapping covers. Begins looking at covers[from]; `next` is where the following
 * interval (sorted by start) has to begin, so that a whole list is cut in one sweep, O(n + m).
 */
export function cutInterval<C extends Interval>(
  interval: Interval,
  covers: readonly C[],
  from: number,
): { pieces: Piece<C>[]; next: number } {
  const pieces: Piece<C>[] = [];
  let next = from;
  while (next < covers.length && (covers[next]?.end ?? 0n) <= interval.start) next++;
  let at = interval.start;
  for (let i = next; i < covers.length && at < interval.end; i++) {
    const cover = covers[i];
    if (!cover || cover.start >= interval.end) break;
    if (cover.start > at) {
      pieces.push({ start: at, end: cover.start, cover: null });
      at = cover.start;
    }
    const end = cover.end < interval.end ? cover.end : interval.end;
    if (end > at) pieces.push({ start: at, end, cover });
    at = end > at ? end : at;
  }
  if (at < interval.end) pieces.push({ start: at, end: interval.end, cover: null });
  return { pieces, next };
}
