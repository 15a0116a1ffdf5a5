import { expect, test } from 'vitest';
import { deriveColumns } from '@/lib/model/call-columns';
import { layoutFlame, spanOf } from './flame-layout';
import type { TimedColumns } from './timed-columns';

/** A tree of lines "depth start self", depth first: siblings in the order of time. */
function timedOf(lines: readonly [depth: number, start: number, self: number][]): TimedColumns {
  const frames = {
    names: lines.map((_, i) => `f${i}`),
    types: lines.map(() => 'native' as const),
    dsos: lines.map(() => null),
    firstLine: new Uint32Array(lines.length),
    lastLine: new Uint32Array(lines.length),
  };
  const column = (i: 0 | 1 | 2) => lines.map((line) => line[i]);
  const tree = deriveColumns(
    frames,
    Uint32Array.from(lines, (_, i) => i),
    Uint32Array.from(column(0)),
    Float64Array.from(column(2)),
  );
  return { ...tree, startNs: Float64Array.from(column(1)) };
}
// 100 ns: b 10–50 with c 10–30 and d 30–40 below, a pause until 60, three short ones, e 90–100 (a pause of 10 before it as well).
const tree = timedOf([
  [0, 0, 49],
  [1, 10, 10],
  [2, 10, 20],
  [2, 30, 10],
  [1, 60, 0.4],
  [1, 60.4, 0.3],
  [1, 70, 0.3],
  [1, 90, 10],
]);
const boxes = (zoom: number) =>
  layoutFlame(tree, { width: 200, zoom, minWidth: 2 }).rows.map((row) =>
    row.map(({ node, x, width, kind }) => `${kind} ${node}: ${x.toFixed(1)}+${width.toFixed(1)}`),
  );

test('boxes stand at their time; short ones are drawn wider where there is room, those that follow each other are one run', () => {
  expect(boxes(0)).toEqual([
    ['frame 0: 0.0+200.0'],
    // The first two of the short ones have no room, the third has.
    ['frame 1: 20.0+80.0', 'run 4: 120.0+0.8', 'frame 5: 120.8+3.0', 'frame 6: 140.0+3.0', 'frame 7: 180.0+20.0'],
    ['frame 2: 20.0+40.0', 'frame 3: 60.0+20.0'],
  ]);
});

test('a zoomed node fills the width, what is above it too', () => {
  expect(boxes(1)).toEqual([['above 0: 0.0+200.0'], ['frame 1: 0.0+200.0'], ['frame 2: 0.0+100.0', 'frame 3: 100.0+50.0']]);
  expect(spanOf(tree, 0, 200, 3)).toEqual({ x: 60, width: 20 });
  expect(spanOf(tree, 1, 200, 7)).toBeNull();
});

test('a stack that is sampled once in a while is seen down to its leaf', () => {
  const sparse = timedOf([
    [0, 0, 9_998],
    [1, 5_000, 0],
    [2, 5_000, 0],
    [3, 5_000, 1],
    [1, 8_000, 1],
  ]);
  const { rows } = layoutFlame(sparse, { width: 1_000, zoom: 0 });
  expect(rows.map((row) => row.map(({ node, x, width, kind }) => `${kind} ${node}: ${x}+${width.toFixed(1)}`))).toEqual([
    ['frame 0: 0+1000.0'],
    ['frame 1: 500+3.0', 'frame 4: 800+3.0'],
    ['frame 2: 500+3.0'],
    ['frame 3: 500+3.0'],
  ]);
});

test('there are never more boxes than asked for', () => {
  const many = timedOf([[0, 0, 0], ...Array.from({ length: 5_000 }, (_, i): [number, number, number] => [1, i, 1])]);
  const { count, rows } = layoutFlame(many, { width: 20_000, zoom: 0, most: 500 });
  expect(count).toBeLessThanOrEqual(500);
  expect(rows[1]?.at(-1)).toMatchObject({ kind: 'run' });
});
