export interface Point {
  /** Seconds since the first point. */
  x: number;
  y: number;
}

/** Median of all slopes between two points (Theil–Sen): one outlier does not bend it. Units of y per unit of x; 0 for fewer than two. */
export function theilSen(points: readonly Point[]): number {
  const slopes: number[] = [];
  points.forEach((a, i) => {
    for (const b of points.slice(i + 1)) if (b.x !== a.x) slopes.push((b.y - a.y) / (b.x - a.x));
  });
  return median(slopes);
}

/**
 * Mann–Kendall: how likely a series without trend would rise (or fall) as steadily as this one, two-sided.
 * Normal approximation with correction for ties; 1 for fewer than four points.
 */
export function mannKendall(values: readonly number[]): { rises: boolean; p: number } {
  const n = values.length;
  let s = 0;
  values.forEach((a, i) => {
    for (const b of values.slice(i + 1)) s += Math.sign(b - a);
  });
  if (n < 4) return { rises: s > 0, p: 1 };
  const ties = new Map<number, number>();
  for (const value of values) ties.set(value, (ties.get(value) ?? 0) + 1);
  let tied = 0;
  for (const t of ties.values()) tied += t * (t - 1) * (2 * t + 5);
  const variance = (n * (n - 1) * (2 * n + 5) - tied) / 18;
  if (variance <= 0) return { rises: false, p: 1 };
  const z = s === 0 ? 0 : (s - Math.sign(s)) / Math.sqrt(variance);
  return { rises: s > 0, p: Math.min(1, 2 * upperTail(Math.abs(z))) };
}

/** P(Z > z) of the normal distribution: Abramowitz and Stegun 26.2.17, to 7.5e-8. */
function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  return density * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
