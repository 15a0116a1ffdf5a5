import { deepestBelow, layoutFlame, MOST_BOXES } from '../../components/charts/flame-layout';
import { findNativeEntries } from '../../components/profiles/tree/native-entries';
import { search } from '../../components/profiles/tree/search';
import type { CallColumns } from '../../lib/model/call-columns';
import { makeCallTree } from '../made-tree';
import { median, type Result, toResult } from '../measure';

const NODES = 2_500_000;
const ROWS = 40;
let made: CallColumns | null = null;
const make = () => {
  made ??= makeCallTree(NODES);
  return made;
};

/**
 * One frame of the flame graph of 2.5 million nodes, laid out at 1,440 px, at every place one zooms and scrolls to on the way from
 * the root to a leaf. The ratio is to walking the tree once. Drawing comes on top: about half a microsecond a box.
 */
export async function layoutOfLargeTree(): Promise<Result> {
  const tree = make();
  const times: number[] = [];
  let boxes = 0;
  const walk: number[] = [];
  for (let round = 0; round < 5; round++) {
    for (let zoom = 0; (tree.end[zoom] ?? 0) > zoom + 1; zoom++) {
      const first = Math.max(0, (tree.depth[zoom] ?? 0) - 5);
      const begun = performance.now();
      const layout = layoutFlame(tree, { width: 1440, zoom, rows: { first, end: first + ROWS } });
      times.push(performance.now() - begun);
      boxes = Math.max(boxes, layout.count);
    }
    const begun = performance.now();
    deepestBelow(tree, 0);
    walk.push(performance.now() - begun);
  }
  if (boxes > MOST_BOXES) throw new Error(`${boxes} boxes`);
  const p95 = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Number.NaN;
  return toResult(
    `a frame of ${tree.frame.length.toLocaleString('en')} nodes laid out, 95th of ${times.length} places; at most ${boxes.toLocaleString('en')} boxes`,
    [p95],
    8,
    `${(p95 / median(walk)).toFixed(2)} × one walk of the tree (${median(walk).toFixed(1)} ms)`,
  );
}

/** What is asked of the whole tree: native entries and a search, each one pass. The ratio is to walking the tree once. */
export async function passesOverLargeTree(): Promise<Result> {
  const tree = make();
  const times: number[] = [];
  const walk: number[] = [];
  for (let i = -1; i < 5; i++) {
    let begun = performance.now();
    findNativeEntries(tree);
    search(tree, 'handler12');
    const took = performance.now() - begun;
    begun = performance.now();
    deepestBelow(tree, 0);
    if (i < 0) continue;
    walk.push(performance.now() - begun);
    times.push(took);
  }
  return toResult(
    `native entries and a search over ${tree.frame.length.toLocaleString('en')} nodes (median of 5)`,
    times,
    1_000,
    `${(median(times) / median(walk)).toFixed(0)} × one walk of the tree`,
  );
}
