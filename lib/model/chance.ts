/** Two standard errors: one such difference in twenty is chance. */
const STANDARD_ERRORS = 2;

/**
 * Whether two shares (0..1) of so many samples differ by more than chance makes likely: two proportions, pooled. null where samples
 * are not counted.
 */
export function isBeyondChance(from: number, to: number, fromSamples: number | null, toSamples: number | null): boolean | null {
  if (!fromSamples || !toSamples) return null;
  const pooled = Math.min(1, (from * fromSamples + to * toSamples) / (fromSamples + toSamples));
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / fromSamples + 1 / toSamples));
  return Math.abs(to - from) > STANDARD_ERRORS * error;
}
