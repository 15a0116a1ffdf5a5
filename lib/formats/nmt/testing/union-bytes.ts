import { type Interval, sortIntervals } from '@/lib/base/interval-sweep';

/** Bytes covered by at least one of the intervals. */
export function unionBytes(intervals: readonly Interval[]): number {
  let bytes = 0n;
  let end = 0n;
  for (const interval of sortIntervals(intervals)) {
    const start = interval.start > end ? interval.start : end;
    if (interval.end > start) bytes += interval.end - start;
    if (interval.end > end) end = interval.end;
  }
  return Number(bytes);
}
