/** A part of the rows under one head: `count` rows that follow one another. */
export interface RowGroup {
  key: string;
  count: number;
}

/** A line of the table as drawn: the head of a group, or a row by its place among all rows. */
export type Line<G extends RowGroup> = { group: G; open: boolean } | { row: number };

export interface RowLayout<G extends RowGroup> {
  /** Lines drawn: rows, less those of closed groups, and one head per group. */
  lineCount: number;
  rowCount: number;
  isGrouped: boolean;
  lineAt(line: number): Line<G> | null;
  /** Line of a row; null where its group is closed or there is no such row. */
  lineOf(row: number): number | null;
  /** The nearest line that is a row, from `line` on in this direction; null where there is none. */
  nextRow(line: number, by: 1 | -1): { line: number; row: number } | null;
}

/** Where rows and heads of groups stand. Holds one entry per group, however many rows there are. */
export function layRows<G extends RowGroup>(rowCount: number, groups: readonly G[], closed: ReadonlySet<string>): RowLayout<G> {
  const parts: { group: G; open: boolean; firstLine: number; firstRow: number }[] = [];
  let lineCount = 0;
  let firstRow = 0;
  for (const group of groups) {
    const open = !closed.has(group.key);
    parts.push({ group, open, firstLine: lineCount, firstRow });
    lineCount += 1 + (open ? group.count : 0);
    firstRow += group.count;
  }
  const isGrouped = parts.length > 0;
  if (!isGrouped) lineCount = rowCount;

  function lineAt(line: number): Line<G> | null {
    if (line < 0 || line >= lineCount) return null;
    if (!isGrouped) return { row: line };
    const part = parts.findLast((candidate) => candidate.firstLine <= line);
    if (!part) return null;
    const inside = line - part.firstLine;
    return inside === 0 ? { group: part.group, open: part.open } : { row: part.firstRow + inside - 1 };
  }

  function lineOf(row: number): number | null {
    if (row < 0 || row >= rowCount) return null;
    if (!isGrouped) return row;
    const part = parts.findLast((candidate) => candidate.firstRow <= row);
    return part?.open && row < part.firstRow + part.group.count ? part.firstLine + 1 + row - part.firstRow : null;
  }

  function nextRow(line: number, by: 1 | -1): { line: number; row: number } | null {
    for (let at = line; at >= 0 && at < lineCount; at += by) {
      const found = lineAt(at);
      if (found && 'row' in found) return { line: at, row: found.row };
    }
    return null;
  }

  return { lineCount, rowCount, isGrouped, lineAt, lineOf, nextRow };
}
