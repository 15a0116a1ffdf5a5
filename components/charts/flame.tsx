'use client';
import { type KeyboardEvent, type MouseEvent, useCallback, useEffect, useEffectEvent, useId, useMemo, useRef, useState } from 'react';
import { useElementSize } from '@/components/ui/use-element-size';
import type { CallColumns } from '@/lib/model/call-columns';
import { drawFlame, FLAME_ROW, type FlameSign } from './draw-flame';
import type { IciclePalette } from './draw-icicle';
import { deepestBelow, type FlameBox, type FlameMove, flameBoxAt, layoutFlame, moveInFlame } from './flame-layout';
import { paletteOf, prepareCanvas, useThemeChange } from './use-canvas';

/** Where an arrow leads when the root is on top; with the root at the bottom, up and down change places. */
const MOVES: Record<string, FlameMove> = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right', Home: 'first' };
const OPPOSITE: Partial<Record<FlameMove, FlameMove>> = { up: 'down', down: 'up' };

export interface FlameProps {
  tree: CallColumns;
  label: string;
  /** One line for a node, for those who hear the page. */
  tell(node: number): string;
  /** Root on top (icicle), or at the bottom (flame). */
  rootOnTop: boolean;
  zoom: number;
  /** The node that the keyboard stands on; kept by the owner, so that a search can move it. */
  focus: number | null;
  selected: string | null;
  found: Uint8Array | null;
  edges: ReadonlySet<string>;
  /** Tint of a frame in this theme. */
  tint(frame: number, palette: IciclePalette): string;
  /** What is told of a node in place of its tint, as how it changed; the same function as long as nothing changes. */
  sign?(node: number, palette: IciclePalette): FlameSign | null;
  onFocus(node: number | null): void;
  /** Under the pointer: a frame, or a run of narrow ones. */
  onHover(box: FlameBox | null): void;
  onSelect(node: number): void;
  onZoom(node: number): void;
  /** Any other key, with the node it is meant for; true where it was used. */
  onKey(key: string, node: number): boolean;
}

/**
 * A call tree on a canvas, left heavy: the heaviest child first. Only rows in sight are laid out, at most 8,000 boxes. A click
 * selects, a double click or Enter zooms, Escape goes back up, arrows walk the frames.
 */
export function Flame(props: FlameProps) {
  const { tree, label, tell, rootOnTop, zoom, focus, selected, found, edges, tint, sign, onFocus, onHover, onSelect, onZoom, onKey } =
    props;
  const [setBody, size] = useElementSize<HTMLDivElement>();
  const body = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const [scrollTop, setScrollTop] = useState(0);
  const [hasFocus, setHasFocus] = useState(false);
  const helpId = useId();

  const rowCount = useMemo(() => deepestBelow(tree, zoom) + 1, [tree, zoom]);
  const width = size?.width ?? 0;
  const height = size?.height ?? 0;
  const whole = Math.max(rowCount * FLAME_ROW, height);
  // With the root at the bottom, row 0 stands at the end of the whole height.
  const firstInSight = Math.floor((rootOnTop ? scrollTop : whole - scrollTop - height) / FLAME_ROW);
  const layout = useMemo(
    () => layoutFlame(tree, { width, zoom, rows: { first: firstInSight, end: firstInSight + Math.ceil(height / FLAME_ROW) + 2 } }),
    [tree, width, height, zoom, firstInSight],
  );
  const topOf = useCallback(
    (depth: number) => (rootOnTop ? depth * FLAME_ROW : whole - (depth + 1) * FLAME_ROW) - scrollTop,
    [rootOnTop, whole, scrollTop],
  );
  const marked = hovered ?? (hasFocus ? focus : null);
  // Outlined over the picture, which need not be drawn again under a moving pointer.
  const markedBox = useMemo(
    () => (marked === null ? null : (layout.rows[tree.depth[marked] ?? 0]?.find((box) => box.node === marked) ?? null)),
    [layout, tree, marked],
  );

  const draw = useCallback(() => {
    const context = prepareCanvas(canvas.current, width, height);
    if (!context || !canvas.current || width === 0) return;
    const palette = paletteOf(canvas.current);
    drawFlame(context, {
      tree,
      layout,
      palette,
      tintOf: (frame) => tint(frame, palette),
      ...(sign ? { signOf: (node: number) => sign(node, palette) } : {}),
      width,
      height,
      topOf,
      selected,
      found,
      edges,
    });
  }, [tree, layout, width, height, topOf, selected, found, edges, tint, sign]);
  useEffect(draw, [draw]);
  useThemeChange(draw);

  const show = useCallback(
    (node: number) => {
      const view = body.current;
      if (!view) return;
      const depth = tree.depth[node] ?? 0;
      const top = rootOnTop ? depth * FLAME_ROW : whole - (depth + 1) * FLAME_ROW;
      if (top < view.scrollTop) view.scrollTop = top;
      else if (top + FLAME_ROW > view.scrollTop + view.clientHeight) view.scrollTop = top + FLAME_ROW - view.clientHeight;
    },
    [tree, rootOnTop, whole],
  );
  // A node that a search or the keyboard moved to is brought into sight; so is a node that was zoomed to.
  const onShow = useEffectEvent(show);
  useEffect(() => {
    if (focus !== null) onShow(focus);
  }, [focus]);
  const measured = size !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another zoom, tree, direction or height begins at its root
  useEffect(() => {
    if (measured) onShow(zoom);
  }, [zoom, tree, rootOnTop, measured, height]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = focus ?? zoom;
    const move = MOVES[event.key];
    if (move) {
      const next = moveInFlame(tree, at, rootOnTop ? move : (OPPOSITE[move] ?? move));
      // A frame outside the zoomed part would not be seen.
      const isSeen = next >= zoom ? next < (tree.end[zoom] ?? 0) : (tree.end[next] ?? 0) >= (tree.end[zoom] ?? 0);
      if (isSeen) onFocus(next);
    } else if (event.key === 'Enter') {
      if (at === zoom || tree.frames.names[tree.frame[at] ?? 0] === selected) onZoom(at === zoom ? (tree.parent[zoom] ?? 0) : at);
      else onSelect(at);
    } else if (event.key === 'Escape' && zoom !== 0) {
      onZoom(Math.max(0, tree.parent[zoom] ?? 0));
    } else if (!onKey(event.key, at)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  const boxAt = (event: MouseEvent<HTMLElement>): FlameBox | null => {
    const area = event.currentTarget.getBoundingClientRect();
    const y = event.clientY - area.top + scrollTop;
    return flameBoxAt(layout, event.clientX - area.left, Math.floor((rootOnTop ? y : whole - y) / FLAME_ROW));
  };
  const hover = (box: FlameBox | null) => {
    const node = box?.kind === 'run' ? null : (box?.node ?? null);
    if (node !== hovered) setHovered(node);
    onHover(box);
  };

  return (
    <div
      ref={(element) => {
        body.current = element;
        setBody(element);
      }}
      className="pane-body"
      onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
    >
      <div className="relative" style={{ height: whole }}>
        {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a canvas that takes arrow keys is an application; the text tree holds the same figures */}
        <canvas
          ref={canvas}
          role="application"
          aria-label={label}
          aria-describedby={helpId}
          tabIndex={0}
          data-boxes={layout.count}
          className="sticky top-0 block w-full cursor-pointer focus-visible:outline-offset-[-2px]"
          style={{ height }}
          onKeyDown={onKeyDown}
          onFocus={() => {
            setHasFocus(true);
            if (focus === null) onFocus(zoom);
          }}
          onBlur={() => setHasFocus(false)}
          onMouseMove={(event) => hover(boxAt(event))}
          onMouseLeave={() => hover(null)}
          onClick={(event) => {
            const box = boxAt(event);
            if (!box) return;
            if (box.kind === 'run') onZoom(Math.max(0, tree.parent[box.node] ?? 0));
            else if (box.kind === 'above') onZoom(box.node);
            else {
              onFocus(box.node);
              onSelect(box.node);
            }
          }}
          onDoubleClick={(event) => {
            const box = boxAt(event);
            if (box?.kind === 'frame') onZoom(box.node);
          }}
        />
        {markedBox ? (
          <span
            aria-hidden="true"
            className="pointer-events-none absolute border-2 border-ink"
            style={{
              left: markedBox.x,
              width: Math.max(4, markedBox.width - 1),
              top: rootOnTop ? markedBox.depth * FLAME_ROW : whole - (markedBox.depth + 1) * FLAME_ROW,
              height: FLAME_ROW - 1,
            }}
          />
        ) : null}
      </div>
      <span id={helpId} className="sr-only">
        Arrow keys walk the frames, Enter selects, Enter again zooms, Escape goes back up. F, D, M, C and R transform the tree, small
        letters every call of the function, large ones this call alone or its library. The same frames are listed as a text tree.
      </span>
      <span className="sr-only" role="status">
        {hasFocus && focus !== null ? tell(focus) : ''}
      </span>
    </div>
  );
}
