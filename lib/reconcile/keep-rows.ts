import type { Mapping } from '@/lib/model/memory-map';

export interface ReplacedRow {
  row: Mapping;
  /** Line of the later row that overlaps it. */
  keptLine: number;
}

const byLine = (a: Mapping, b: Mapping) => a.line - b.line;

function byAddress(a: Mapping, b: Mapping): number {
  if (a.start !== b.start) return a.start < b.start ? -1 : 1;
  if (a.end !== b.end) return a.end < b.end ? -1 : 1;
  return a.rssBytes - b.rssBytes || a.line - b.line;
}

/** True where the rows stand as the kernel wrote them: a row begins after the one before it, or overlaps it. */
function isKernelOrder(rows: readonly Mapping[]): boolean {
  for (let i = 1; i < rows.length; i++) {
    const before = rows[i - 1];
    const row = rows[i];
    if (before && row && row.start < before.start && row.end <= before.start) return false;
  }
  return true;
}

/**
 * Mappings of one process cannot overlap, but a live one can grow while the kernel writes it out in chunks; it is
 * then listed twice (seen: a brk heap of 58,184 KiB, then of 58,248). The later row stays. A listing that somebody
 * sorted has lost which was later: there the one that begins later, or else reaches further, stays (mappings grow).
 * Rows kept are sorted by address.
 */
export function keepLaterRows(rows: readonly Mapping[]): { kept: Mapping[]; replaced: ReplacedRow[] } {
  let ordered = [...rows].sort(byLine);
  if (!isKernelOrder(ordered)) ordered = ordered.sort(byAddress);
  const kept: Mapping[] = [];
  const replaced: ReplacedRow[] = [];
  for (const row of ordered) {
    for (let last = kept.at(-1); last && row.start < last.end && last.start < row.end; last = kept.at(-1)) {
      kept.pop();
      replaced.push({ row: last, keptLine: row.line });
    }
    kept.push(row);
  }
  return { kept, replaced: replaced.sort((a, b) => a.row.line - b.row.line) };
}
