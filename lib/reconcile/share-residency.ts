import type { Bounds } from '@/lib/base/bounds';
import { KIB } from '@/lib/base/bytes';
import type { Mapping } from '@/lib/model/memory-map';
import type { Piece } from './cut-rows';

/** What one RSS figure says of a part of its row: of `sizeBytes`, `partBytes` belong to the part. */
export function boundPart(rssBytes: number, sizeBytes: number, partBytes: number): { min: number; max: number } {
  return { min: Math.max(0, rssBytes - (sizeBytes - partBytes)), max: Math.min(rssBytes, partBytes) };
}

/**
 * Divides `bytes` in proportion to `weights`, in whole KiB (pmap and smaps print nothing finer), by largest remainder;
 * ties go to the larger weight, then to the first. Σ = bytes to the byte. Exact: products exceed 2^53, so bigint.
 */
export function divideBytes(bytes: number, weights: readonly number[]): number[] {
  const unit = bytes % KIB === 0 ? KIB : 1;
  const whole = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  if (whole === 0n) return weights.map((_, i) => (i === 0 ? bytes : 0));
  const units = BigInt(bytes / unit);
  const parts = weights.map((weight, index) => {
    const product = units * BigInt(weight);
    return { index, weight, floor: product / whole, remainder: product % whole };
  });
  let left = Number(units - parts.reduce((sum, part) => sum + part.floor, 0n));
  const shares = parts.map((part) => Number(part.floor) * unit);
  const byRemainder = [...parts].sort((a, b) =>
    a.remainder !== b.remainder ? (a.remainder > b.remainder ? -1 : 1) : b.weight - a.weight || a.index - b.index,
  );
  for (const { index } of byRemainder) {
    if (left <= 0) break;
    shares[index] = (shares[index] ?? 0) + unit;
    left--;
  }
  return shares;
}

/** Pieces of one row that fall into one bucket: one overlap, whatever lies between them. */
export interface Overlap {
  bucket: string;
  pieces: Piece[];
  sizeBytes: number;
  resident: Bounds;
}

/** A row and its pieces, which cover it exactly and in order, with its residency shared out. */
export interface SharedRow {
  row: Mapping;
  pieces: Piece[];
  overlaps: Overlap[];
  sizeBytes: number;
}

/** Pieces (in order of addresses) by their rows, the RSS of each shared out. */
export function shareRows(pieces: readonly Piece[]): SharedRow[] {
  const rows: SharedRow[] = [];
  for (let i = 0; i < pieces.length; ) {
    const first = pieces[i];
    if (first === undefined) break;
    let end = i + 1;
    while (pieces[end]?.row === first.row) end++;
    rows.push(shareRow(first.row, pieces.slice(i, end)));
    i = end;
  }
  return rows;
}

/** So many times larger than what lies beside it in its row, a heap that could be resident as a whole is taken to be. */
const PRETOUCHED = 8;

/**
 * The best figure of each overlap: in proportion to its size. A heap that was touched at the start (-XX:+AlwaysPreTouch) is resident
 * to the last page, and where the kernel merged it with a neighbour, an even share would move what the neighbour lacks into the heap:
 *
 *   00007f53073f8000  622624  614548  614548 rw---   [ anon ]     614,400 of it are the heap; beside it 8,224, of which 148 resident
 *
 * That RSS comes so near above the size of the heap is no chance where the rest of the row is small.
 */
function divideRow(rssBytes: number, overlaps: readonly Overlap[]): number[] {
  const sizes = overlaps.map(({ sizeBytes }) => sizeBytes);
  const at = overlaps.findIndex(({ bucket }) => bucket === 'java-heap');
  const heapBytes = sizes[at] ?? 0;
  const besideBytes = sizes.reduce((sum, size) => sum + size, 0) - heapBytes;
  if (at < 0 || rssBytes < heapBytes || heapBytes < PRETOUCHED * besideBytes) return divideBytes(rssBytes, sizes);
  const rest = divideBytes(
    rssBytes - heapBytes,
    sizes.map((size, i) => (i === at ? 0 : size)),
  );
  return rest.map((bytes, i) => (i === at ? heapBytes : bytes));
}

/**
 * Shares the RSS of a row among its buckets: [max(0, r-(s-o)), min(r, o)] for a row of size s and RSS r and an overlap
 * o, best r·o/s (but see `divideRow`). Fills `resident` of the pieces (bounds of each alone; best sums up to the overlap's).
 */
function shareRow(row: Mapping, pieces: Piece[]): SharedRow {
  const [only] = pieces;
  // Nearly every row has one owner; it has all of the RSS.
  if (only && pieces.length === 1) {
    only.resident = { min: row.rssBytes, best: row.rssBytes, max: row.rssBytes };
    const overlap = { bucket: only.naming.bucket, pieces, sizeBytes: only.sizeBytes, resident: { ...only.resident } };
    return { row, pieces, overlaps: [overlap], sizeBytes: only.sizeBytes };
  }
  const byBucket = new Map<string, Overlap>();
  let sizeBytes = 0;
  for (const piece of pieces) {
    const { bucket } = piece.naming;
    const overlap = byBucket.get(bucket);
    if (overlap) {
      overlap.pieces.push(piece);
      overlap.sizeBytes += piece.sizeBytes;
    } else {
      byBucket.set(bucket, {
        bucket,
        pieces: [piece],
        sizeBytes: piece.sizeBytes,
        resident: { min: 0, best: 0, max: 0 },
      });
    }
    sizeBytes += piece.sizeBytes;
  }
  const overlaps = [...byBucket.values()];
  const best = overlaps.length === 1 ? [row.rssBytes] : divideRow(row.rssBytes, overlaps);
  overlaps.forEach((overlap, i) => {
    overlap.resident = boundBest(row.rssBytes, sizeBytes, overlap.sizeBytes, best[i] ?? 0);
  });
  const shared = { row, pieces, overlaps, sizeBytes };
  for (const overlap of overlaps) spreadBest(shared, overlap);
  return shared;
}

/** Bounds around a best figure. A row that claims more than its size (not seen, not impossible in an edited paste) is taken at its word. */
function boundBest(rssBytes: number, sizeBytes: number, partBytes: number, best: number): Bounds {
  const { min, max } = boundPart(rssBytes, sizeBytes, partBytes);
  return { min: Math.min(min, best), best, max: Math.max(max, best) };
}

/** Hands the best figure of an overlap on to its pieces. */
export function spreadBest({ row, sizeBytes }: Pick<SharedRow, 'row' | 'sizeBytes'>, overlap: Overlap): void {
  const { pieces, resident } = overlap;
  const best =
    pieces.length === 1
      ? [resident.best]
      : divideBytes(
          resident.best,
          pieces.map((piece) => piece.sizeBytes),
        );
  pieces.forEach((piece, i) => {
    piece.resident = boundBest(row.rssBytes, sizeBytes, piece.sizeBytes, best[i] ?? 0);
  });
}

/**
 * Raises the best figure of `bucket` over all rows by up to `wantedBytes`, taking from the other buckets of split rows and
 * never leaving the bounds. Rows with most room give first, in proportion. Answers what was raised.
 */
export function raiseBest(rows: readonly SharedRow[], bucket: string, wantedBytes: number): number {
  const giving: { row: SharedRow; overlap: Overlap; room: number }[] = [];
  for (const row of rows) {
    if (row.overlaps.length < 2) continue;
    const overlap = row.overlaps.find((candidate) => candidate.bucket === bucket);
    const room = overlap ? overlap.resident.max - overlap.resident.best : 0;
    if (overlap && room > 0) giving.push({ row, overlap, room });
  }
  const room = giving.reduce((sum, entry) => sum + entry.room, 0);
  const raised = Math.min(room, Math.max(0, wantedBytes));
  if (raised === 0) return 0;
  const shares = divideBytes(
    raised,
    giving.map((entry) => entry.room),
  );
  giving.forEach(({ row, overlap }, i) => {
    const share = shares[i] ?? 0;
    const others = row.overlaps.filter((other) => other !== overlap);
    const taken = divideBytes(
      share,
      others.map((other) => other.resident.best - other.resident.min),
    );
    overlap.resident = { ...overlap.resident, best: overlap.resident.best + share };
    spreadBest(row, overlap);
    others.forEach((other, k) => {
      other.resident = { ...other.resident, best: other.resident.best - (taken[k] ?? 0) };
      spreadBest(row, other);
    });
  });
  return raised;
}
