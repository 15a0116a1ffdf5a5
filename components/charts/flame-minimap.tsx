'use client';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useElementSize } from '@/components/ui/use-element-size';
import type { CallColumns } from '@/lib/model/call-columns';
import type { FlameSign } from './draw-flame';
import type { IciclePalette } from './draw-icicle';
import { deepestBelow, flameBoxAt, layoutFlame, spanOf } from './flame-layout';
import { paletteOf, prepareCanvas, useThemeChange } from './use-canvas';

const HEIGHT = 46;
const MOST = 4_000;

/** The whole tree at a glance, and where the zoomed part of it lies. A click zooms to what is there; the graph itself does the same by keyboard. */
export function FlameMinimap({
  tree,
  zoom,
  rootOnTop,
  tint,
  sign,
  onZoom,
}: {
  tree: CallColumns;
  zoom: number;
  rootOnTop: boolean;
  tint(frame: number, palette: IciclePalette): string;
  sign?(node: number, palette: IciclePalette): FlameSign | null;
  onZoom(node: number): void;
}) {
  const [setBody, size] = useElementSize<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = size?.width ?? 0;
  const rows = useMemo(() => deepestBelow(tree, 0) + 1, [tree]);
  const row = Math.max(0.25, Math.min(4, HEIGHT / rows));
  const shown = Math.ceil(HEIGHT / row);
  const layout = useMemo(() => layoutFlame(tree, { width, zoom: 0, rows: { first: 0, end: shown }, most: MOST }), [tree, width, shown]);
  const draw = useCallback(() => {
    const context = prepareCanvas(canvas.current, width, HEIGHT);
    if (!context || !canvas.current || width === 0) return;
    const palette = paletteOf(canvas.current);
    context.clearRect(0, 0, width, HEIGHT);
    for (const boxes of layout.rows) {
      for (const box of boxes) {
        context.fillStyle =
          box.kind === 'run' ? palette.sunken : (sign?.(box.node, palette)?.tint ?? tint(tree.frame[box.node] ?? 0, palette));
        context.fillRect(
          box.x,
          rootOnTop ? box.depth * row : HEIGHT - (box.depth + 1) * row,
          Math.max(0.5, box.width - 0.5),
          Math.max(0.5, row - 0.25),
        );
      }
    }
  }, [tree, layout, width, row, rootOnTop, tint, sign]);
  useEffect(draw, [draw]);
  useThemeChange(draw);
  // The zoomed part lies over the picture, which stays as it is.
  const span = useMemo(() => (zoom === 0 || width === 0 ? null : spanOf(tree, 0, width, zoom)), [tree, zoom, width]);
  const from = Math.min(HEIGHT - 4, (tree.depth[zoom] ?? 0) * row);
  return (
    <div ref={setBody} className="relative flex-none border-line border-b max-sm:hidden">
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: a canvas without a tab index takes no focus */}
      <canvas
        ref={canvas}
        aria-hidden="true"
        className="block w-full cursor-pointer"
        style={{ height: HEIGHT }}
        onClick={(event) => {
          const area = event.currentTarget.getBoundingClientRect();
          const y = event.clientY - area.top;
          const depth = Math.floor((rootOnTop ? y : HEIGHT - y) / row);
          const box = flameBoxAt(layout, event.clientX - area.left, depth);
          if (box) onZoom(box.kind === 'run' ? Math.max(0, tree.parent[box.node] ?? 0) : box.node);
        }}
      />
      {span ? (
        <span
          aria-hidden="true"
          className="pointer-events-none absolute border-2 border-ink"
          style={{ left: span.x, width: Math.max(4, span.width), top: rootOnTop ? from : 0, height: HEIGHT - from }}
        />
      ) : null}
    </div>
  );
}
