import { type Address, spanBytes } from '@/lib/base/address';
import type { Bounds } from '@/lib/base/bounds';
import { cutInterval } from '@/lib/base/interval-sweep';
import type { Mapping } from '@/lib/model/memory-map';
import type { Grade, Owner, RegionKind } from '@/lib/model/region';
import type { OwnedRange } from './flatten-ranges';

/** A part of a mapping row on its way to becoming a region. Names and figures are filled in by the steps after the cut. */
export interface Piece {
  start: Address;
  end: Address;
  sizeBytes: number;
  row: Mapping;
  /** NMT category, by address or by size; null outside NMT. */
  category: string | null;
  range: OwnedRange | null;
  /** size: an identity holds. shape: it only looks like it (rwx, guard and stack). */
  match: 'address' | 'size' | 'shape' | null;
  /** Key of its bucket; `anonymous` for what the ledger divides between malloc and unexplained. */
  bucket: string;
  owner: Owner;
  kind: RegionKind;
  grade: Grade;
  reasons: string[];
  resident: Bounds;
}

/** A kept row and its pieces, which cover it exactly and in order. */
export interface CutRow {
  row: Mapping;
  pieces: Piece[];
}

/** Bucket of anonymous memory outside NMT until the ledger divides it. */
export const ANONYMOUS = 'anonymous';

const NOT_SHARED_OUT: Bounds = { min: 0, best: 0, max: 0 };

export function makePiece(row: Mapping, start: Address, end: Address, range: OwnedRange | null): Piece {
  return {
    start,
    end,
    sizeBytes: spanBytes(start, end),
    row,
    category: range?.category ?? null,
    range,
    match: range ? 'address' : null,
    bucket: ANONYMOUS,
    owner: range ? 'nmt' : 'unmatched',
    kind: 'anonymous',
    grade: 'guess',
    reasons: [],
    resident: NOT_SHARED_OUT,
  };
}

/** Cuts rows (sorted, disjoint) by NMT's reserved ranges (sorted, disjoint) in one sweep, O(rows + ranges + pieces). */
export function cutRows(rows: readonly Mapping[], ranges: readonly OwnedRange[]): CutRow[] {
  let from = 0;
  return rows.map((row) => {
    for (let range = ranges[from]; range && range.end <= row.start; range = ranges[from]) from++;
    // Nearly every row lies in one range, or in none.
    const range = ranges[from];
    if (!range || range.start >= row.end) return { row, pieces: [makePiece(row, row.start, row.end, null)] };
    if (range.start <= row.start && range.end >= row.end && row.end > row.start)
      return { row, pieces: [makePiece(row, row.start, row.end, range)] };
    const { pieces, next } = cutInterval(row, ranges, from);
    from = next;
    // A row of size zero has no pieces; it stays as one, so that its line is not lost.
    if (pieces.length === 0) return { row, pieces: [makePiece(row, row.start, row.end, null)] };
    return { row, pieces: pieces.map((piece) => makePiece(row, piece.start, piece.end, piece.cover)) };
  });
}
