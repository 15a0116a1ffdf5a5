import type { Bounds } from '@/lib/base/bounds';
import type { BoundsChange, Change } from '@/lib/model/comparison';

/** `-0` would print as "-0" and not equal 0. */
const plain = (value: number) => (value === 0 ? 0 : value);

export const change = (from: number, to: number): Change => ({ from, to, delta: plain(to - from) });

/** null where one side is not known. */
export const changeIfKnown = (from: number | null | undefined, to: number | null | undefined): Change | null =>
  from === null || from === undefined || to === null || to === undefined ? null : change(from, to);

/**
 * The difference of two figures with bounds. Both are uncertain on their own, so it lies between to.min − from.max and
 * to.max − from.min. `shared`: both rest on the very same rows; whatever they hide, they hide alike, and the difference is exact.
 */
export function boundsChange(from: Bounds, to: Bounds, shared = false): BoundsChange {
  const best = plain(to.best - from.best);
  const delta = shared ? { min: best, best, max: best } : { min: plain(to.min - from.max), best, max: plain(to.max - from.min) };
  return { from, to, delta };
}
