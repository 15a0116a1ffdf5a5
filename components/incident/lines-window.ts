/** Lines shown around the cited ones. */
const CONTEXT = 5;
/** A finding may cite a whole listing: the sheet shows its beginning, and says so. */
const MOST = 400;

export interface LinesWindow {
  from: number;
  to: number;
  /** Cited lines that are not shown. */
  cut: number;
}

/** Which lines to ask for: the cited ones with some context, within the document. */
export function linesWindow(firstLine: number, lastLine: number, lineCount: number): LinesWindow {
  const first = Math.max(1, Math.min(firstLine, lastLine));
  const last = Math.max(firstLine, lastLine);
  const shownLast = Math.min(last, first + MOST - 1);
  const cut = last - shownLast;
  return {
    from: Math.max(1, first - CONTEXT),
    to: Math.min(Math.max(lineCount, first), cut > 0 ? shownLast : shownLast + CONTEXT),
    cut,
  };
}

/** "L20", "L119–121" */
export const lineLabel = (first: number, last: number): string => (first === last ? `L${first}` : `L${first}–${last}`);
