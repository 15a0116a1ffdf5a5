/** A part of a bar, in bytes; the order is that of the bar. */
export interface BarPart {
  key: string;
  bytes: number;
}

/** Slivers of a bar drawn again, larger. All lengths are shares of the bar's width, 0..1. */
export interface Lens {
  factor: number;
  /** What is magnified, on the bar. */
  from: number;
  to: number;
  /** Where the magnified bar stands. */
  left: number;
  width: number;
  parts: { key: string; left: number; width: number }[];
}

/** Below this share a part is a sliver: 56 px of 1,400 hold no label. */
const SLIVER = 0.04;
/** The magnified bar takes at most this much of the width: the factor stands beside it. */
const WIDEST = 0.64;
const ROOM_FOR_FACTOR = 0.1;
/** Factors that read easily. */
const FACTORS = [2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 25, 32, 40, 50, 64, 80, 100, 128, 160, 200, 250, 320, 400, 500, 1_000];

/** The longest run of neighbouring slivers, magnified by a round factor; null where there are not two of them, or no factor helps. */
export function selectLens(parts: readonly BarPart[], totalBytes: number): Lens | null {
  if (!(totalBytes > 0)) return null;
  let best: { first: number; last: number } | null = null;
  let first = -1;
  for (let i = 0; i <= parts.length; i++) {
    const share = (parts[i]?.bytes ?? Number.POSITIVE_INFINITY) / totalBytes;
    if (share < SLIVER) {
      if (first < 0) first = i;
    } else {
      if (first >= 0 && (!best || i - 1 - first > best.last - best.first)) best = { first, last: i - 1 };
      first = -1;
    }
  }
  if (!best || best.first === best.last) return null;
  const { first: from, last: to } = best;
  const sum = (list: readonly BarPart[]) => list.reduce((total, part) => total + part.bytes, 0) / totalBytes;
  const start = sum(parts.slice(0, from));
  const run = parts.slice(from, to + 1);
  const share = sum(run);
  const factor = FACTORS.findLast((candidate) => candidate * share <= WIDEST);
  if (factor === undefined || share === 0) return null;
  const width = share * factor;
  const left = Math.max(0, Math.min(start, 1 - width - ROOM_FOR_FACTOR));
  let at = left;
  const drawn = run.map((part) => {
    const piece = { key: part.key, left: at, width: (part.bytes / totalBytes) * factor };
    at += piece.width;
    return piece;
  });
  return { factor, from: start, to: start + share, left, width, parts: drawn };
}
