'use client';
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { formatCount } from '@/lib/base/bytes';
import type { TimeRange } from '@/lib/view-state/profile-filter';
import type { Timeline } from '../tree/filter';
import { BINS, barsPath, binsOfRange, rangeOfBins, tellTime } from './select';

const HEIGHT = 40;
const STRIDE = 12;
const STEPS: Record<string, number> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -STRIDE,
  PageUp: STRIDE,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

interface Bins {
  from: number;
  to: number;
}

/**
 * How many samples were taken when, and which part of the time is shown. A part is dragged over, or its two ends are moved with the
 * arrow keys; Escape shows all of it again.
 */
export function TimelineBrush({
  timeline,
  range,
  onRange,
}: {
  timeline: Timeline;
  range: TimeRange | null;
  onRange(range: TimeRange | null, history: 'push' | 'replace'): void;
}) {
  const { all, shown, binNs, spanNs } = timeline;
  const box = useRef<HTMLDivElement>(null);
  /** While the pointer is down: what would be shown. */
  const [drawn, setDrawn] = useState<Bins | null>(null);
  const grabbed = useRef<number | null>(null);
  /** The keys of one visit to the timeline are one step of Back. */
  const hasPushed = useRef(false);
  /** Ranges asked for by keys that the address does not show yet: fast presses go on from the last of them. */
  const asked = useRef<(TimeRange | null)[]>([]);
  useEffect(() => {
    const shows = asked.current.findIndex((one) => one?.fromNs === range?.fromNs && one?.toNs === range?.toNs);
    // Anything else is somebody else's doing: Back, or the pointer.
    asked.current = shows < 0 ? [] : asked.current.slice(shows + 1);
  }, [range]);
  const most = useMemo(() => all.reduce((high, count) => Math.max(high, count), 0), [all]);
  const paths = useMemo(() => ({ all: barsPath(all, most, HEIGHT), shown: barsPath(shown, most, HEIGHT) }), [all, shown, most]);
  const count = all.length;
  const at = drawn ? { from: Math.min(drawn.from, drawn.to), to: Math.max(drawn.from, drawn.to) } : binsOfRange(timeline, range);
  const isAll = at.from === 0 && at.to === count;
  const percent = (bin: number) => `${(bin / count) * 100}%`;
  const time = (bin: number) => tellTime(bin * binNs, spanNs);
  // A link may hold a range that is finer than the bins.
  const exact = drawn === null ? range : null;
  const told = exact
    ? { from: tellTime(exact.fromNs, spanNs), to: tellTime(Math.min(exact.toNs, spanNs), spanNs) }
    : { from: time(at.from), to: time(at.to) };

  const binAt = (event: PointerEvent): number => {
    const area = box.current?.getBoundingClientRect();
    if (!area || area.width === 0) return 0;
    return Math.min(count, Math.max(0, Math.round(((event.clientX - area.left) / area.width) * count)));
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const bin = binAt(event);
    // Near an end of what is shown, that end is moved; elsewhere a new part begins.
    const isNear = (end: number) => !isAll && Math.abs(end - bin) <= 2;
    grabbed.current = isNear(at.from) ? at.to : isNear(at.to) ? at.from : bin;
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (grabbed.current !== null) setDrawn({ from: grabbed.current, to: binAt(event) });
  };
  const onPointerUp = () => {
    grabbed.current = null;
    if (drawn === null) return;
    if (drawn.from === drawn.to) return setDrawn(null);
    // Not in the task of the release, which the browser ends with work of its own: the part stays as it was drawn until the address says it.
    setTimeout(() => {
      onRange(rangeOfBins(timeline, drawn.from, drawn.to), 'push');
      setDrawn(null);
    });
  };
  const onKeyDown = (event: KeyboardEvent, end: keyof Bins) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = STEPS[event.key];
    if (step === undefined && !(event.key === 'Escape' && range !== null)) return;
    event.preventDefault();
    event.stopPropagation();
    const last = asked.current.at(-1);
    const now = last === undefined ? at : binsOfRange(timeline, last);
    const moved = now[end] + (step ?? 0) * (event.shiftKey && Math.abs(step ?? 0) === 1 ? STRIDE : 1);
    const next =
      step === undefined
        ? null
        : end === 'from'
          ? rangeOfBins(timeline, Math.min(Math.max(0, moved), now.to - 1), now.to)
          : rangeOfBins(timeline, now.from, Math.max(Math.min(count, moved), now.from + 1));
    asked.current.push(next);
    onRange(next, hasPushed.current ? 'replace' : 'push');
    hasPushed.current = true;
  };
  const handle = (end: keyof Bins, label: string) => (
    <span
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={count}
      aria-valuenow={at[end]}
      aria-valuetext={time(at[end])}
      className="absolute inset-y-0 w-[9px] -translate-x-1/2 cursor-ew-resize before:absolute before:inset-y-0 before:left-[4px] before:w-px before:bg-ink after:absolute after:top-1/2 after:left-[2px] after:h-[14px] after:w-[5px] after:-translate-y-1/2 after:rounded-[2px] after:bg-ink"
      style={{ left: percent(at[end]) }}
      onKeyDown={(event) => onKeyDown(event, end)}
      onBlur={() => {
        hasPushed.current = false;
      }}
    />
  );
  return (
    <section aria-label="Samples over time" className="flex flex-col gap-[3px]">
      <div className="flex flex-wrap items-baseline gap-x-3 text-[12px] text-ink2">
        <b className="font-semibold">Time</b>
        <span role="status">{isAll ? `all ${tellTime(spanNs, spanNs)}` : `${told.from} to ${told.to} of ${tellTime(spanNs, spanNs)}`}</span>
        <span className="text-ink3 max-sm:hidden">
          bars: samples in {tellTime(binNs, binNs)}, at most {formatCount(most)}; drag for a part
        </span>
        {range === null ? null : (
          <button type="button" className="btn btn-small ml-auto" onClick={() => onRange(null, 'push')}>
            All of the time
          </button>
        )}
      </div>
      <div
        ref={box}
        className="relative cursor-crosshair touch-pan-y select-none border-line border-b"
        style={{ height: HEIGHT }}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={() => {
          grabbed.current = null;
          setDrawn(null);
        }}
      >
        <svg aria-hidden="true" viewBox={`0 0 ${BINS} ${HEIGHT}`} preserveAspectRatio="none" className="block h-full w-full">
          <path d={paths.all} className="fill-line" />
          <path d={paths.shown} className="fill-ink3" />
        </svg>
        {isAll ? null : (
          <>
            <span aria-hidden="true" className="absolute inset-y-0 left-0 bg-page/75" style={{ width: percent(at.from) }} />
            <span aria-hidden="true" className="absolute inset-y-0 right-0 bg-page/75" style={{ width: percent(count - at.to) }} />
          </>
        )}
        {handle('from', 'Shown from')}
        {handle('to', 'Shown to')}
      </div>
    </section>
  );
}
