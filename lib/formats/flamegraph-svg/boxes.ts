import { DEEPEST } from '../flamegraph/stack-sink';

/** A rectangle as it was kept: a number instead of its name. */
export interface Placed {
  name: number;
  weight: number;
  x: number;
  y: number;
  width: number;
  line: number;
}

/** Positions are printed with one decimal (inferno: four, in percent). */
const TOLERANCE = 0.2;

/**
 * Finds who called whom: a rectangle lies above (or, in an icicle, below) the one whose width it takes a part of. `all` is the name of the root, where one is called so. `emit` gets, for
 * each with a weight of its own, the names from the root's on (the root itself is none). Gives the lines of rectangles that lie on none.
 * O(n log n).
 */
export function nestBoxes(boxes: readonly Placed[], all: number, emit: (names: number[], weight: number, line: number) => void): number[] {
  const rows = new Map<number, Placed[]>();
  let root: Placed | undefined;
  for (const box of boxes) {
    const row = rows.get(box.y);
    if (row) row.push(box);
    else rows.set(box.y, [box]);
    if (!root || box.width > root.width || (box.width === root.width && box.weight > root.weight)) root = box;
  }
  if (!root) return [];
  const levels = [...rows.keys()].sort((a, b) => a - b);
  // Rectangles as wide as the root may lie on it: it is the outermost of them, and if both ends are so wide, the one called "all".
  const least = root.width - TOLERANCE;
  const widest = boxes.filter((box) => box.width >= least);
  const top = levels[0] ?? 0;
  const base = levels.at(-1) ?? 0;
  const atEnds = widest.filter((box) => box.y === base || box.y === top);
  const bottom = atEnds.find((box) => box.name === all) ?? atEnds.find((box) => box.y === base) ?? atEnds[0] ?? root;
  const ascending = bottom.y === base ? levels.toReversed() : levels;
  const step = levels.reduce((least, y, i) => Math.min(least, y - (levels[i - 1] ?? Number.NEGATIVE_INFINITY)), Number.POSITIVE_INFINITY);

  const parent = new Map<Placed, Placed | null>();
  const taken = new Map<Placed, number>();
  const strays: number[] = [];
  let below: Placed[] = [];
  for (const [depth, y] of ascending.entries()) {
    const row = (rows.get(y) ?? []).sort((a, b) => a.x - b.x);
    const placed: Placed[] = [];
    // A row is missing: nobody knows what these lie on.
    if (depth > 0 && Math.abs(y - (ascending[depth - 1] ?? y)) > 1.5 * step) below = [];
    let at = 0;
    for (const box of row) {
      if (depth === 0) {
        parent.set(box, null);
        placed.push(box);
        continue;
      }
      const middle = box.x + box.width / 2;
      while (at < below.length - 1 && (below[at]?.x ?? 0) + (below[at]?.width ?? 0) < middle) at++;
      const on = below[at];
      if (on && depth <= DEEPEST && on.x - TOLERANCE <= box.x && box.x + box.width <= on.x + on.width + TOLERANCE) {
        parent.set(box, on);
        taken.set(on, (taken.get(on) ?? 0) + box.weight);
        placed.push(box);
      } else strays.push(box.line);
    }
    below = placed;
  }
  for (const box of parent.keys()) {
    const own = box.weight - (taken.get(box) ?? 0);
    if (own <= 0) continue;
    const names: number[] = [];
    for (let at: Placed | null = box; at && at !== bottom; at = parent.get(at) ?? null) names.push(at.name);
    emit(names.reverse(), own, box.line);
  }
  return strays.sort((a, b) => a - b);
}
