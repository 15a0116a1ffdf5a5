import { type Address, spanBytes } from '@/lib/base/address';
import { type AddressColumns, toAddressColumns } from '@/lib/base/address-columns';
import type { Bounds } from '@/lib/base/bounds';
import { cutInterval } from '@/lib/base/interval-sweep';
import type { Mapping } from '@/lib/model/memory-map';
import type { Grade, Owner, RegionKind } from '@/lib/model/region';
import type { OwnedRange } from './flatten-ranges';

/** What a piece is taken for. Pieces that are taken for the same share one value; a step that learns more gives another. */
export interface Naming {
  /** NMT category, by address or by size; null outside NMT. */
  category: string | null;
  /** size: an identity holds. shape: it only looks like it (rwx, guard and stack). */
  match: 'address' | 'size' | 'shape' | null;
  /** Key of its bucket; `anonymous` for what the ledger divides between malloc and unexplained. */
  bucket: string;
  owner: Owner;
  kind: RegionKind;
  grade: Grade;
  /** The reasons, in words: made when somebody looks. A map of 100,000 rows is named long before its words are written. */
  why: (piece: Piece) => string[];
}

/** A part of a mapping row on its way to becoming a region. Naming and residency are filled in by the steps after the cut. */
export interface Piece {
  start: Address;
  end: Address;
  sizeBytes: number;
  row: Mapping;
  range: OwnedRange | null;
  /** It is all of its row. */
  whole: boolean;
  /** It begins where the piece before it ends. */
  adjoins: boolean;
  naming: Naming;
  /** The piece that its words speak of, too: the rest of an arena heap, the heap before a rest, the stack above a guard. */
  beside: Piece | null;
  resident: Bounds;
}

/** Bucket of anonymous memory outside NMT until the ledger divides it. */
export const ANONYMOUS = 'anonymous';

/** Nothing is known of it yet. */
export const UNNAMED: Naming = {
  category: null,
  match: null,
  bucket: ANONYMOUS,
  owner: 'unmatched',
  kind: 'anonymous',
  grade: 'guess',
  why: () => [],
};

/** A naming that says the same of every piece. */
export const withReason = (naming: Omit<Naming, 'why'>, reason: string): Naming => ({ ...naming, why: () => [reason] });

const NOT_SHARED_OUT: Bounds = { min: 0, best: 0, max: 0 };

function toPiece(
  row: Mapping,
  start: Address,
  end: Address,
  sizeBytes: number,
  range: OwnedRange | null,
  whole: boolean,
  adjoins: boolean,
): Piece {
  return { start, end, sizeBytes, row, range, whole, adjoins, naming: UNNAMED, beside: null, resident: NOT_SHARED_OUT };
}

/** A part of a whole piece, for who cuts it by other means than NMT's ranges. */
export const partOf = ({ row, start, adjoins }: Piece, from: Address, to: Address): Piece =>
  toPiece(row, from, to, spanBytes(from, to), null, false, from > start || adjoins);

/**
 * Cuts rows (sorted, disjoint) by NMT's reserved ranges (sorted, disjoint) in one sweep, O(rows + ranges + pieces). The pieces
 * come in the order of addresses and cover the rows exactly. The sweep compares numbers, and only addresses that a number
 * cannot hold make it compare bigints: those cost 27 times as much.
 */
export function cutRows(rows: readonly Mapping[], ranges: readonly OwnedRange[]): Piece[] {
  const rowColumns = toAddressColumns(rows);
  const rangeColumns = toAddressColumns(ranges);
  return rowColumns && rangeColumns ? sweep(rows, rowColumns, ranges, rangeColumns) : cutExactly(rows, ranges);
}

function sweep(
  rows: readonly Mapping[],
  { starts: rowStarts, ends: rowEnds }: AddressColumns,
  ranges: readonly OwnedRange[],
  { starts, ends }: AddressColumns,
): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  let before = Number.NaN;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if (row === undefined) break;
    const rowStart = rowStarts[i] ?? 0;
    const rowEnd = rowEnds[i] ?? 0;
    while (from < ranges.length && (ends[from] ?? 0) <= rowStart) from++;
    let at = rowStart;
    let atAddress = row.start;
    for (let k = from; k < ranges.length && at < rowEnd; k++) {
      const range = ranges[k];
      const start = starts[k] ?? 0;
      if (range === undefined || start >= rowEnd) break;
      if (start > at) {
        pieces.push(toPiece(row, atAddress, range.start, start - at, null, false, before === at));
        at = start;
        atAddress = range.start;
        before = at;
      }
      const end = ends[k] ?? 0;
      const to = end < rowEnd ? end : rowEnd;
      if (to <= at) continue;
      const toAddress = end < rowEnd ? range.end : row.end;
      pieces.push(toPiece(row, atAddress, toAddress, to - at, range, at === rowStart && to === rowEnd, before === at));
      at = to;
      atAddress = toAddress;
      before = to;
    }
    // A row of size zero has no pieces; it stays as one, so that its line is not lost.
    if (at < rowEnd || rowStart >= rowEnd) {
      pieces.push(toPiece(row, atAddress, row.end, rowEnd - at, null, at === rowStart, before === at));
      before = rowEnd;
    }
  }
  return pieces;
}

/** The same over bigints. */
export function cutExactly(rows: readonly Mapping[], ranges: readonly OwnedRange[]): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const row of rows) {
    const cut = cutInterval(row, ranges, from);
    from = cut.next;
    const parts = cut.pieces.length > 0 ? cut.pieces : [{ start: row.start, end: row.end, cover: null }];
    for (const { start, end, cover } of parts)
      pieces.push(toPiece(row, start, end, spanBytes(start, end), cover, parts.length === 1, pieces.at(-1)?.end === start));
  }
  return pieces;
}
