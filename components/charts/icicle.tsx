'use client';
import { type KeyboardEvent, type MouseEvent, useCallback, useEffect, useEffectEvent, useId, useMemo, useRef, useState } from 'react';
import { useElementSize } from '@/components/ui/use-element-size';
import type { CallTree } from '@/lib/model/hot-stacks';
import { drawIcicle, ROW_HEIGHT, readPalette } from './draw-icicle';
import { boxAt, heaviestNativeEntry, layoutIcicle, type Move, moveFocus, parentOf } from './icicle-layout';

const MOVES: Record<string, Move> = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right', Home: 'root' };

/**
 * A call tree on a canvas: root on top, left heavy. A click or Enter chooses a frame, Esc goes back up; arrows walk the frames.
 * It tells which frame is under the pointer or the focus; the parent shows name and figures.
 */
export function Icicle({
  tree,
  label,
  tell,
  zoom,
  edges,
  selected,
  onZoom,
  onChoose,
  onMark,
}: {
  tree: CallTree;
  label: string;
  /** One line for a frame, for those who hear the page. */
  tell(node: number): string;
  zoom: number;
  /** Names of frames that get an orange edge. */
  edges: ReadonlySet<string>;
  /** Name of the selected frame: outlined wherever it stands, the others lose their tint. */
  selected: string | null;
  /** Esc goes up. */
  onZoom(node: number): void;
  /** A click, or Enter: the parent selects or zooms. */
  onChoose(node: number): void;
  onMark(node: number | null): void;
}) {
  const [setBody, size] = useElementSize<HTMLDivElement>();
  const body = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [focused, setFocused] = useState<number | null>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const helpId = useId();
  const layout = useMemo(() => layoutIcicle(tree, size?.width ?? 0, zoom), [tree, size?.width, zoom]);
  const marked = hovered ?? focused;

  const draw = useCallback(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || !body.current || !size) return;
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
    if (element.width !== width || element.height !== height) Object.assign(element, { width, height });
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawIcicle(context, {
      tree,
      layout,
      palette: readPalette(element),
      ...size,
      scrollTop: body.current.scrollTop,
      marked,
      edges,
      selected,
    });
  }, [tree, layout, size, marked, edges, selected]);

  useEffect(draw, [draw]);

  // A change of theme repaints: the canvas does not follow the tokens by itself.
  const redraw = useEffectEvent(() => draw());
  useEffect(() => {
    const observer = new MutationObserver(redraw);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    const system = matchMedia('(prefers-color-scheme: dark)');
    system.addEventListener('change', redraw);
    return () => {
      observer.disconnect();
      system.removeEventListener('change', redraw);
    };
  }, []);

  // It opens where Java enters native code: the root says little.
  const measured = size !== null;
  useEffect(() => {
    if (!measured || !body.current) return;
    const entry = tree.depth[heaviestNativeEntry(tree)] ?? 0;
    body.current.scrollTop = Math.max(0, (entry + 1) * ROW_HEIGHT - body.current.clientHeight * 0.6);
  }, [tree, measured]);

  // What may own the selection is brought into sight; so is a frame selected elsewhere.
  const reveal = useEffectEvent(() => {
    const wanted = (name: string) => name === selected || edges.has(name);
    const view = body.current;
    const boxes = layout.boxes.filter((box) => !box.ancestor && wanted(tree.names[tree.frame[box.node] ?? 0] ?? ''));
    const widest = boxes.toSorted((a, b) => b.width - a.width || a.depth - b.depth)[0];
    if (!view || !widest) return;
    const top = widest.depth * ROW_HEIGHT;
    if (top < view.scrollTop || top + ROW_HEIGHT > view.scrollTop + view.clientHeight)
      view.scrollTop = Math.max(0, top - view.clientHeight * 0.4);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another selection scrolls, nothing else does
  useEffect(() => {
    if (measured) reveal();
  }, [edges, selected, measured]);

  useEffect(() => {
    onMark(marked);
  }, [marked, onMark]);

  const focus = (node: number) => {
    setFocused(node);
    const box = layout.boxes.find((candidate) => candidate.node === node);
    const view = body.current;
    if (!box || !view) return;
    const top = box.depth * ROW_HEIGHT;
    if (top < view.scrollTop) view.scrollTop = top;
    else if (top + ROW_HEIGHT > view.scrollTop + view.clientHeight) view.scrollTop = top + ROW_HEIGHT - view.clientHeight;
  };

  function onKeyDown(event: KeyboardEvent) {
    const at = focused ?? zoom;
    const move = MOVES[event.key];
    if (move) {
      const next = moveFocus(tree, at, move);
      // Frames too narrow to draw cannot hold the focus.
      if (layout.boxes.some((box) => box.node === next)) focus(next);
    } else if (event.key === 'Enter' || event.key === ' ') {
      onChoose(at);
    } else if (event.key === 'Escape' && zoom !== 0) {
      onZoom(parentOf(tree, zoom) ?? 0);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const at = (event: MouseEvent<HTMLElement>) => {
    const view = body.current;
    if (!view) return null;
    const area = view.getBoundingClientRect();
    return boxAt(layout, event.clientX - area.left, event.clientY - area.top + view.scrollTop, ROW_HEIGHT)?.node ?? null;
  };

  return (
    <div
      ref={(element) => {
        body.current = element;
        setBody(element);
      }}
      className="pane-body"
      onScroll={draw}
    >
      <div style={{ height: Math.max(layout.rows * ROW_HEIGHT, size?.height ?? 0) }}>
        {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a canvas that takes arrow keys is an application; the tables hold the same figures */}
        <canvas
          ref={canvas}
          role="application"
          aria-label={label}
          aria-describedby={helpId}
          tabIndex={0}
          className="sticky top-0 block w-full cursor-pointer focus-visible:outline-offset-[-2px]"
          style={{ height: size?.height ?? 0 }}
          onKeyDown={onKeyDown}
          onFocus={(event) => {
            if (event.currentTarget.matches(':focus-visible') && focused === null) focus(heaviestNativeEntry(tree));
          }}
          onBlur={() => setFocused(null)}
          onMouseMove={(event) => setHovered(at(event))}
          onMouseLeave={() => setHovered(null)}
          onClick={(event) => {
            const node = at(event);
            if (node !== null) onChoose(node);
          }}
        />
      </div>
      <span id={helpId} className="sr-only">
        Arrow keys walk the frames, Enter selects, Enter again zooms, Escape goes back up. The same frames are listed as a table.
      </span>
      <span className="sr-only" role="status">
        {focused === null ? '' : tell(focused)}
      </span>
    </div>
  );
}
