/** 95 % two-sided. */
const Z = 1.96;

/** Wilson's interval for `hits` of `samples`, 0..1: honest for small samples too. (12, 152) → 0.046..0.133 */
export function wilsonInterval(hits: number, samples: number): { low: number; high: number } {
  if (samples <= 0) return { low: 0, high: 1 };
  const p = Math.min(1, hits / samples);
  const z2 = Z * Z;
  const centre = (p + z2 / (2 * samples)) / (1 + z2 / samples);
  const half = (Z * Math.sqrt((p * (1 - p)) / samples + z2 / (4 * samples * samples))) / (1 + z2 / samples);
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
