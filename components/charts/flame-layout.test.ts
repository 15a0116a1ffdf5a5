import fc from 'fast-check';
import { expect, test } from 'vitest';
import { treeOf } from '@/components/profiles/testing/made-tree';
import { nameOf } from '@/lib/model/call-columns';
import { deepestBelow, type FlameLayout, flameBoxAt, layoutFlame, moveInFlame, spanOf } from './flame-layout';

const tree = treeOf(`
  main;read;parse 40
  main;read 8
  main;write;flush 30
  main;write;a 1
  main;write;b 1
  main;write;c 1
  main;idle 1
  other 18
`);

/** The picture in text: a row per depth, a character per pixel; runs are "~". */
function print(layout: FlameLayout, width: number): string[] {
  return layout.rows.map((row) => {
    const cells = Array.from({ length: width }, () => ' ');
    for (const box of row) {
      const from = Math.round(box.x);
      const to = Math.max(from + 1, Math.round(box.x + box.width));
      const name = box.kind === 'run' ? '~'.repeat(width) : `[${nameOf(tree, box.node)}`.padEnd(width, box.kind === 'above' ? '^' : '-');
      for (let x = from; x < to; x++) cells[x] = name[x - from] ?? '-';
    }
    return cells.join('').trimEnd();
  });
}

test('the whole tree: left heavy, narrow siblings in one run', () => {
  expect(print(layoutFlame(tree, { width: 100, zoom: 0 }), 100)).toEqual([
    '[all------------------------------------------------------------------------------------------------',
    '[main-----------------------------------------------------------------------------[other------------',
    '[read-------------------------------------------[write---------------------------~',
    '[parse----------------------------------        [flush------------------------~~~',
  ]);
});

test('zoomed: the frame fills the width, its ancestors lie above', () => {
  const write = 4;
  expect(nameOf(tree, write)).toBe('write');
  expect(print(layoutFlame(tree, { width: 66, zoom: write }), 66)).toEqual([
    '[all^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
    '[main^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
    '[write------------------------------------------------------------',
    '[flush------------------------------------------------------[a[b[c',
  ]);
});

test('only rows in sight get boxes, and each is found under the pointer', () => {
  const layout = layoutFlame(tree, { width: 100, zoom: 0, rows: { first: 2, end: 3 } });
  expect(layout.rows.map((row) => row.length)).toEqual([0, 0, 3]);
  expect(nameOf(tree, flameBoxAt(layout, 47.9, 2)?.node ?? 0)).toBe('read');
  expect(nameOf(tree, flameBoxAt(layout, 48, 2)?.node ?? 0)).toBe('write');
  expect(flameBoxAt(layout, 81.5, 2)?.kind).toBe('run');
  expect([flameBoxAt(layout, 95, 2), flameBoxAt(layout, 5, 9)]).toEqual([null, null]);
});

test('arrows walk the tree and stay in it', () => {
  const walk = (from: number, ...moves: Parameters<typeof moveInFlame>[2][]) =>
    nameOf(
      tree,
      moves.reduce((node, move) => moveInFlame(tree, node, move), from),
    );
  expect(walk(0, 'down', 'down')).toBe('read');
  expect(walk(0, 'down', 'down', 'right')).toBe('write');
  expect(walk(0, 'down', 'down', 'right', 'right', 'right', 'left')).toBe('write');
  expect(walk(0, 'down', 'down', 'down', 'down', 'up', 'left')).toBe('read');
  expect([walk(0, 'up'), walk(0, 'left'), walk(0, 'right'), walk(5, 'first')]).toEqual(['all', 'all', 'all', 'all']);
});

test('any tree: boxes of a row never overlap, lie within their parent, stay below the limit, and spans agree', () => {
  const line = fc.tuple(
    fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1, maxLength: 9 }),
    fc.integer({ min: 1, max: 500 }),
  );
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 40 }), fc.nat(30), fc.integer({ min: 20, max: 900 }), (lines, at, width) => {
      const any = treeOf(lines.map(([path, weight]) => `${path.join(';')} ${weight}`).join('\n'));
      const zoom = at % any.frame.length;
      const layout = layoutFlame(any, { width, zoom, most: 60 });
      expect(layout.count).toBeLessThanOrEqual(60);
      for (const row of layout.rows) {
        let right = 0;
        for (const box of row) {
          expect(box.x).toBeGreaterThanOrEqual(right - 1e-6);
          right = box.x + box.width;
          expect(right).toBeLessThanOrEqual(width + 1e-6);
          const span = spanOf(any, zoom, width, box.node);
          expect(span?.x).toBeCloseTo(box.x, 6);
          if (box.kind !== 'run') expect(span?.width).toBeCloseTo(box.width, 6);
        }
      }
    }),
  );
});

test('a hundred thousand siblings and a hundred thousand levels cost what is drawn', () => {
  const wide = treeOf(Array.from({ length: 100_000 }, (_, i) => `main;f${i} ${i === 0 ? 1e6 : 1}`).join('\n'));
  const layout = layoutFlame(wide, { width: 1000, zoom: 0 });
  expect(layout.rows.map((row) => row.map((box) => box.kind))).toEqual([['frame'], ['frame'], ['frame', 'run']]);
  const deep = treeOf(`${Array.from({ length: 30_000 }, (_, i) => `f${i}`).join(';')} 1`);
  const seen = layoutFlame(deep, { width: 1000, zoom: 0 });
  expect([seen.count <= 8_000, deepestBelow(deep, 0)]).toEqual([true, 30_000]);
  expect(layoutFlame(deep, { width: 1000, zoom: 0, rows: { first: 29_000, end: 29_040 } }).count).toBe(40);
});
