'use client';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type PointerEvent,
  type Ref,
  useCallback,
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { BAND_LINES, bandAround, leavesBand } from './line-band';
import { isInside, type LineRange, rangeBetween } from './line-range';
import { LineRow } from './line-row';
import type { LineStore } from './line-store';
import type { SourceLine } from './requests';
import type { SourceArtifact } from './select';
import { headingWords } from './select';

const LINE_PX = 18;
const HEADING_PX = 28;
const FIRST_RECT = { width: 800, height: 600 };

export interface LineListHandle {
  /** Brings a line into sight; in the middle unless it is there already or `align` says otherwise. */
  goTo(line: number, align?: 'center' | 'start' | 'auto'): void;
  focus(): void;
}

export interface LineListProps {
  ref: Ref<LineListHandle>;
  name: string;
  lineCount: number;
  store: LineStore;
  artifacts: readonly SourceArtifact[];
  cited: LineRange | null;
  query: string;
  currentHit: number | null;
  wrap: boolean;
  onCite(range: LineRange): void;
  onSight(range: LineRange): void;
  onWhole(line: SourceLine): void;
}

/** The text of a document in virtual lines. Only what is in sight is in the page, whatever the document holds. */
export function LineList(props: LineListProps) {
  const { ref, name, lineCount, store, artifacts, cited, query, currentHit, wrap, onCite, onSight, onWhole } = props;
  useSyncExternalStore(store.subscribe, store.snapshot, () => 0);
  const scroller = useRef<HTMLElement>(null);
  const table = useRef<HTMLTableElement>(null);
  const [base, setBase] = useState(() => bandAround(cited?.first ?? 1, lineCount));
  const headings = useMemo(() => new Map(artifacts.map((artifact) => [artifact.firstLine, artifact])), [artifacts]);
  const ends = useMemo(() => new Set(artifacts.map((artifact) => artifact.lastLine)), [artifacts]);

  const virtual = useVirtualizer({
    count: Math.min(lineCount, BAND_LINES),
    getScrollElement: () => scroller.current,
    estimateSize: (index) => LINE_PX + (headings.has(base + index + 1) ? HEADING_PX : 0),
    getItemKey: useCallback((index: number) => base + index + 1, [base]),
    overscan: 20,
    initialRect: FIRST_RECT,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: wrapped lines have other heights, and so has a line with a new heading
  useEffect(() => {
    virtual.measure();
  }, [virtual, wrap, headings]);

  const items = virtual.getVirtualItems();
  const first = base + (items[0]?.index ?? 0) + 1;
  const last = base + (items.at(-1)?.index ?? 0) + 1;
  useEffect(() => {
    if (last >= first) store.want(first, last);
  }, [store, first, last]);

  // What is in sight, without what is drawn ahead.
  const top = virtual.scrollOffset ?? 0;
  const bottom = top + (virtual.scrollRect?.height ?? FIRST_RECT.height);
  const seen = items.filter((item) => item.end > top && item.start < bottom);
  const seenFirst = base + (seen[0]?.index ?? 0) + 1;
  const seenLast = base + (seen.at(-1)?.index ?? 0) + 1;
  useEffect(() => {
    onSight({ first: seenFirst, last: seenLast });
  }, [onSight, seenFirst, seenLast]);

  /** The line somebody went to, until they scroll on. */
  const aim = useRef<{ line: number; align: 'center' | 'start' | 'auto'; isReached: boolean } | null>(null);

  // The band moves on, and the line at the top stays where it is.
  const held = useRef<{ line: number; align: 'center' | 'start' | 'auto'; delta: number } | null>(null);
  const moveOn = useEffectEvent(() => {
    const anchor = items.find((item) => item.end > top);
    if (held.current || !anchor || !leavesBand(base, lineCount, seenFirst, seenLast)) return;
    held.current = { line: base + anchor.index + 1, align: 'start', delta: top - anchor.start };
    setBase(bandAround(held.current.line, lineCount));
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolling alone moves it; right after a jump `top` is still the old place
  useEffect(() => {
    moveOn();
  }, [top]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the band has moved
  useLayoutEffect(() => {
    const wanted = held.current;
    held.current = null;
    if (!wanted) return;
    const index = wanted.line - base - 1;
    if (wanted.align !== 'start') virtual.scrollToIndex(index, { align: wanted.align });
    else virtual.scrollToOffset((virtual.getOffsetForIndex(index, 'start')?.[0] ?? 0) + wanted.delta);
  }, [base]);

  const goTo = useCallback(
    (line: number, align: 'center' | 'start' | 'auto' = 'center') => {
      const to = Math.max(1, Math.min(lineCount, line));
      aim.current = { line: to, align, isReached: false };
      const index = to - base - 1;
      if (index >= 0 && index < Math.min(BAND_LINES, lineCount - base)) {
        virtual.scrollToIndex(index, { align });
        return;
      }
      held.current = { line: to, align, delta: 0 };
      setBase(bandAround(to, lineCount));
    },
    [virtual, base, lineCount],
  );
  // What loads around the list may leave it a smaller box: the line gone to stays in sight.
  const height = virtual.scrollRect?.height ?? 0;
  const keepAim = useEffectEvent(() => {
    if (aim.current) goTo(aim.current.line, aim.current.align);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another height is what it answers to
  useEffect(() => {
    keepAim();
  }, [height]);
  useEffect(() => {
    if (!aim.current) return;
    const inSight = aim.current.line >= seenFirst && aim.current.line <= seenLast;
    if (inSight) aim.current.isReached = true;
    else if (aim.current.isReached) aim.current = null;
  }, [seenFirst, seenLast]);
  useImperativeHandle(ref, () => ({ goTo, focus: () => scroller.current?.focus({ preventScroll: true }) }), [goTo]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const box = scroller.current;
    if (!box) return;
    const page = Math.max(LINE_PX, box.clientHeight - 2 * LINE_PX);
    const by = { ArrowDown: LINE_PX, ArrowUp: -LINE_PX, PageDown: page, PageUp: -page }[event.key];
    if (by !== undefined) box.scrollTop += by;
    else if (event.key === ' ') box.scrollTop += event.shiftKey ? -page : page;
    else if (event.key === 'Home') goTo(1, 'start');
    else if (event.key === 'End') goTo(lineCount);
    else return;
    event.preventDefault();
  }

  const drag = useDragOverNumbers(cited, onCite);
  // The widest line so far decides how far the text scrolls sideways: it must not shrink under somebody who reads there.
  const widest = useRef(0);
  useLayoutEffect(() => {
    const box = table.current;
    if (!box) return;
    widest.current = wrap ? 0 : Math.max(widest.current, box.offsetWidth);
    box.style.minWidth = wrap ? '' : `max(100%, ${widest.current}px)`;
  });

  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const digits = Math.max(3, String(lineCount).length);
  return (
    <section
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable with the keyboard
      tabIndex={0}
      aria-label={`Lines of ${name}`}
      className={`relative min-h-0 min-w-0 flex-1 overflow-y-auto [container-type:inline-size] [overflow-anchor:none] ${wrap ? 'overflow-x-hidden' : 'overflow-x-auto'} ${lineCount > BAND_LINES ? '[scrollbar-width:none]' : '[scrollbar-width:thin]'} focus-visible:outline-offset-[-2px]`}
      onKeyDown={onKeyDown}
      {...drag}
    >
      <table
        ref={table}
        aria-rowcount={lineCount}
        className={`border-separate border-spacing-0 font-mono text-[11.5px] leading-[18px] [tab-size:8] ${wrap ? 'w-full table-fixed' : 'w-max'}`}
      >
        <colgroup>
          <col style={{ width: `calc(${digits}ch + 20px)` }} />
          <col style={{ width: 14 }} />
          <col />
        </colgroup>
        {before > 0 ? <Gap height={before} /> : null}
        {items.map(({ index, key }) => {
          const number = base + index + 1;
          const artifact = headings.get(number);
          return (
            <tbody key={key} data-index={index} ref={wrap ? virtual.measureElement : undefined}>
              {artifact ? <Heading artifact={artifact} /> : null}
              <LineRow
                number={number}
                line={store.line(number)}
                cited={isInside(cited, number)}
                current={currentHit === number}
                query={query}
                wrap={wrap}
                ends={ends.has(number)}
                digits={digits}
                onWhole={onWhole}
              />
            </tbody>
          );
        })}
        {after > 0 ? <Gap height={after} /> : null}
      </table>
    </section>
  );
}

const Gap = ({ height }: { height: number }) => (
  <tbody aria-hidden="true">
    <tr style={{ height }}>
      <td />
    </tr>
  </tbody>
);

/** Above the first line of an artifact: what it was taken for, and why. */
function Heading({ artifact }: { artifact: SourceArtifact }) {
  const { title, why } = headingWords(artifact);
  return (
    <tr className="font-sans">
      <td colSpan={3} className="h-[28px] border-line border-t bg-sunken p-0 text-[12px]">
        {/* Stays in sight while the text scrolls sideways. */}
        <span className="sticky left-0 inline-block max-w-[100cqw] truncate px-3 align-middle text-ink3" title={`${title} ${why}`}>
          Recognised as <b className="font-[650] text-ink">{title}</b> {why}
        </span>
      </td>
    </tr>
  );
}

/** A click on a number marks its line, Shift or dragging the lines up to it. */
function useDragOverNumbers(cited: LineRange | null, onCite: (range: LineRange) => void) {
  const begun = useRef<number | null>(null);
  const numberOf = (target: EventTarget | null) =>
    target instanceof HTMLElement ? Number(target.closest<HTMLElement>('[data-number]')?.dataset.number ?? Number.NaN) : Number.NaN;
  return {
    onPointerDown(event: PointerEvent) {
      const number = numberOf(event.target);
      if (Number.isNaN(number) || event.button !== 0) return;
      begun.current = event.shiftKey && cited ? cited.first : number;
      onCite(rangeBetween(begun.current, number));
    },
    onPointerOver(event: PointerEvent) {
      const number = numberOf(event.target);
      if (begun.current === null || Number.isNaN(number)) return;
      if ((event.buttons & 1) === 0) begun.current = null;
      else onCite(rangeBetween(begun.current, number));
    },
    onPointerUp() {
      begun.current = null;
    },
  };
}
