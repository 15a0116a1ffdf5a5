import { defaultRangeExtractor, type Range } from '@tanstack/react-virtual';

/** The lines in sight with those around them, and the lines that stay however far they are; each once, in order. */
export function linesToDraw(range: Range, kept: readonly number[]): number[] {
  const lines = defaultRangeExtractor(range);
  const others = kept.filter((line) => line >= 0 && line < range.count && !lines.includes(line));
  return others.length === 0 ? lines : [...new Set([...lines, ...others])].sort((a, b) => a - b);
}
