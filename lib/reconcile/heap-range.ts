import { type Address, formatAddress, spanBytes } from '@/lib/base/address';
import { formatKib } from '@/lib/base/bytes';
import type { HeapState } from '@/lib/model/beside';
import type { Sourced } from '@/lib/model/facts';
import type { HeapUsage } from '@/lib/model/process-facts';
import { figureOf } from './container';
import { ANONYMOUS, type CutRow, makePiece, type Piece } from './cut-rows';
import { bucketOfCategory } from './nmt-amounts';

/** The reserved addresses of the Java heap, as a capture prints them. */
export interface HeapRange {
  start: Address;
  end: Address;
  artifactId: string;
  line: number;
}

/** The captures that say most of the heap: addresses, then what is used and committed; the same on every run. */
export function orderHeapUsages(facts: readonly Sourced<HeapUsage>[]): Sourced<HeapUsage>[] {
  const merit = ({ value }: Sourced<HeapUsage>) => (value.used ? 4 : 0) + (value.committed ? 2 : 0) + (value.range ? 1 : 0);
  return [...facts].sort(
    (a, b) => merit(b) - merit(a) || (b.value.used?.bytes ?? 0) - (a.value.used?.bytes ?? 0) || (a.artifactId < b.artifactId ? -1 : 1),
  );
}

export function describeHeap(usages: readonly Sourced<HeapUsage>[]): HeapState | null {
  if (usages.length === 0) return null;
  const [said] = usages;
  const max = usages.find(({ value }) => value.maxHeap !== null);
  const collector = usages.find(({ value }) => value.collector !== null);
  return {
    used: said ? figureOf(said.artifactId, said.value.used) : null,
    committed: said ? figureOf(said.artifactId, said.value.committed) : null,
    max: max ? figureOf(max.artifactId, max.value.maxHeap) : null,
    collector: collector?.value.collector ?? null,
  };
}

export function findHeapRange(usages: readonly Sourced<HeapUsage>[]): HeapRange | null {
  for (const { artifactId, value } of usages)
    if (value.range && value.range.end > value.range.start)
      return { start: value.range.start, end: value.range.end, artifactId, line: value.range.line };
  return null;
}

/**
 * Lays the heap's addresses over rows that no NMT range has cut: what lies inside is Java heap whatever its name (archives of
 * class data lie in it), to the page. What a row holds beyond the heap, in whole 512ths of it, three at most and no more than
 * `gcBytes`, is a table of G1 that the kernel merged with it. Changes `rows` in place; false where no row touches the range.
 */
export function placeHeap(rows: readonly CutRow[], range: HeapRange, gcBytes: number): boolean {
  const heapBytes = spanBytes(range.start, range.end);
  let found = false;
  for (const cut of rows) {
    const [piece] = cut.pieces;
    const { row } = cut;
    if (!piece || cut.pieces.length > 1 || piece.match !== null || row.end <= range.start || range.end <= row.start) continue;
    if (piece.bucket !== ANONYMOUS && piece.kind !== 'cds-archive') continue;
    found = true;
    const from = row.start > range.start ? row.start : range.start;
    const to = row.end < range.end ? row.end : range.end;
    const inside = assign(makePiece(row, from, to, null), 'Java Heap', 'java-heap', insideWords(range));
    inside.grade = 'proven';
    const beyond = [
      ...(row.start < from ? [makePiece(row, row.start, from, null)] : []),
      ...(to < row.end ? [makePiece(row, to, row.end, null)] : []),
    ];
    const beyondBytes = beyond.reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0);
    const tables = (beyondBytes * 512) / heapBytes;
    if (beyondBytes > 0 && beyondBytes <= gcBytes && Number.isInteger(tables) && tables <= 3) {
      const words = `${formatKib(beyondBytes)} KiB beside the heap in its row, exactly ${tables} × 1/512 of it: ${tables === 1 ? 'a table' : 'tables'} of G1 that the kernel merged with it`;
      for (const table of beyond) assign(table, 'GC', 'gc', words);
    }
    cut.pieces = [...beyond, inside].sort((a, b) => (a.start < b.start ? -1 : 1));
  }
  return found;
}

const insideWords = ({ start, end }: HeapRange) =>
  `inside the heap's addresses, ${formatAddress(start)} to ${formatAddress(end)}, as the JVM prints them`;

function assign(piece: Piece, category: string, kind: Piece['kind'], reason: string): Piece {
  piece.category = category;
  piece.match = 'size';
  piece.bucket = bucketOfCategory(category);
  piece.owner = 'nmt';
  piece.kind = kind;
  piece.grade = 'consistent';
  piece.reasons = [reason];
  return piece;
}
