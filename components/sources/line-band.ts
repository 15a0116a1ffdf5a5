/**
 * Lines that can be scrolled through at once. A browser gives up beyond some 17 to 33 million pixels, and a document of 200 MB would
 * need 60 million: the list holds a band of the document and moves it on while somebody scrolls; the strip shows where it lies.
 */
export const BAND_LINES = 100_000;
/** The band moves when so few lines are left before its end. */
const MARGIN = 2_000;

/** First line (from 0) of the band that has `line` (from 1) in its middle. */
export function bandAround(line: number, lineCount: number): number {
  const most = Math.max(0, lineCount - BAND_LINES);
  return Math.max(0, Math.min(most, line - 1 - BAND_LINES / 2));
}

/** Whether the band has to move for lines `first`..`last` (from 1) in sight. */
export function leavesBand(base: number, lineCount: number, first: number, last: number): boolean {
  const end = Math.min(lineCount, base + BAND_LINES);
  return (base > 0 && first - base < MARGIN) || (end < lineCount && end - last < MARGIN);
}
