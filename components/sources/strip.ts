import type { LineRange } from './line-range';

/** A piece of the strip, in px from its top. */
export interface StripPiece {
  top: number;
  height: number;
}

/** What is too small to be seen is drawn this high. */
const LEAST = 2;

/** Line ranges drawn to scale on a strip; those that touch become one, so that a strip never holds more pieces than pixels. */
export function layoutStrip(ranges: readonly LineRange[], lineCount: number, height: number): StripPiece[] {
  const pieces: StripPiece[] = [];
  if (lineCount <= 0 || height <= 0) return pieces;
  for (const { first, last } of ranges.toSorted((a, b) => a.first - b.first)) {
    const top = Math.min(((first - 1) / lineCount) * height, height - LEAST);
    const bottom = Math.max((last / lineCount) * height, top + LEAST);
    const before = pieces.at(-1);
    if (before && top < before.top + before.height) before.height = Math.max(before.height, bottom - before.top);
    else pieces.push({ top, height: bottom - top });
  }
  return pieces;
}

/** The same with a gap of a pixel between neighbours, where both are large enough to show one. */
export function layoutBlocks(ranges: readonly LineRange[], lineCount: number, height: number): StripPiece[] {
  return ranges.map(({ first, last }) => {
    const top = Math.min(((first - 1) / Math.max(1, lineCount)) * height, height - LEAST);
    const full = ((last - first + 1) / Math.max(1, lineCount)) * height;
    return { top, height: full > LEAST + 2 ? full - 1 : Math.max(full, LEAST) };
  });
}

/** The line under a point of the strip. */
export function lineAt(y: number, lineCount: number, height: number): number {
  const line = Math.floor((y / Math.max(1, height)) * lineCount) + 1;
  return Math.max(1, Math.min(lineCount, line));
}
