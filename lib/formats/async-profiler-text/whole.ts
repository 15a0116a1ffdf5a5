/** A weight and the percentage of the whole that is printed beside it (two decimals). */
export interface Share {
  weight: number;
  percent: number;
}

/** Printed percentages are rounded to two decimals. */
const HALF_STEP = 0.005;

/**
 * The weight of which the printed shares are parts: "120038581 ns (7.87%)" → 1,525,268,000 or so.
 * Every share bounds the whole; the largest percentage gives the estimate, and the others narrow it down as long as they agree
 * (rows of two recordings pasted together do not: then the median of the shares stands). null without a share above 0.
 */
export function estimateWhole(shares: readonly Share[]): number | null {
  const known = shares.filter(({ percent }) => percent > HALF_STEP);
  if (known.length === 0) return null;
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  let best: Share | undefined;
  for (const share of known) {
    low = Math.max(low, (share.weight * 100) / (share.percent + HALF_STEP));
    high = Math.min(high, (share.weight * 100) / (share.percent - HALF_STEP));
    if (!best || share.percent > best.percent) best = share;
  }
  if (low > high) {
    const estimates = known.map(({ weight, percent }) => (weight * 100) / percent).sort((a, b) => a - b);
    return Math.round(estimates[Math.floor(estimates.length / 2)] ?? 0);
  }
  const estimate = best ? (best.weight * 100) / best.percent : low;
  return Math.round(Math.min(high, Math.max(low, estimate)));
}
