import type { CallColumns } from '@/lib/model/call-columns';
import type { FlameBox, FlameLayout } from './flame-layout';

/** A tree whose x axis is time: siblings stand in its order, with pauses between them. `self` and `total` are nanoseconds. */
export interface TimedColumns extends CallColumns {
  /** Per node: when it begins. */
  startNs: Float64Array;
}

export const isTimed = (tree: CallColumns): tree is TimedColumns => 'startNs' in tree;

interface TimedFrame {
  width: number;
  zoom: number;
  minWidth: number;
  /** Rows that get boxes, half-open. */
  first: number;
  end: number;
  most: number;
}

/** A short box is drawn so wide where there is room: a stack that is sampled once in a while is seen, down to its leaf. */
const DRAWN_WIDTH = 3;

/**
 * Where the boxes of a timed tree lie. Narrow ones may stand anywhere: those that follow each other without room become one run, which
 * stands for the first of them. Costs what is below nodes wide enough to be drawn.
 */
export function layoutTimed(tree: TimedColumns, { width, zoom, minWidth, first, end, most }: TimedFrame): FlameLayout {
  const rows: FlameBox[][] = [];
  let count = 0;
  const put = (box: FlameBox) => {
    if (box.depth < first || box.depth >= end) return;
    while (rows.length <= box.depth) rows.push([]);
    rows[box.depth]?.push(box);
    count++;
  };
  for (let at = tree.parent[zoom] ?? -1; at >= 0; at = tree.parent[at] ?? -1)
    put({ node: at, x: 0, width, depth: tree.depth[at] ?? 0, kind: 'above' });
  const whole = tree.total[zoom] ?? 0;
  if (!(whole > 0) || !(width > 0)) return { rows, count, minWidth };
  const scale = width / whole;
  const from = tree.startNs[zoom] ?? 0;
  const leftOf = (node: number) => ((tree.startNs[node] ?? 0) - from) * scale;
  put({ node: zoom, x: 0, width, depth: tree.depth[zoom] ?? 0, kind: 'frame' });
  const opened = [zoom];
  const rights = [width];
  // One level after the other, so that every row is filled from left to right.
  for (let i = 0; i < opened.length && count <= most; i++) {
    const parent = opened[i] ?? 0;
    const depth = (tree.depth[parent] ?? 0) + 1;
    if (depth >= end) break;
    const last = tree.end[parent] ?? 0;
    const parentRight = rights[i] ?? 0;
    let run: FlameBox | null = null;
    for (let child = parent + 1; child < last; child = tree.end[child] ?? last) {
      const x = leftOf(child);
      const next = tree.end[child] ?? last;
      const room = next < last ? leftOf(next) : parentRight;
      const right = Math.max(x + (tree.total[child] ?? 0) * scale, Math.min(x + DRAWN_WIDTH, room));
      if (right - x >= minWidth / 2) {
        run = null;
        put({ node: child, x, width: right - x, depth, kind: 'frame' });
        opened.push(child);
        rights.push(right);
      } else if (run !== null && x - (run.x + run.width) < 0.5) run.width = right - run.x;
      else {
        run = { node: child, x, width: right - x, depth, kind: 'run' };
        put(run);
      }
    }
  }
  return { rows, count, minWidth };
}

/** Where a node lies below (or above) a zoomed one, as `spanOf` says for trees that are packed. */
export function spanOfTimed(tree: TimedColumns, zoom: number, width: number, node: number): { x: number; width: number } {
  const scale = width / (tree.total[zoom] ?? 1);
  return { x: ((tree.startNs[node] ?? 0) - (tree.startNs[zoom] ?? 0)) * scale, width: (tree.total[node] ?? 0) * scale };
}
