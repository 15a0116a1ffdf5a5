'use client';
import { useMemo, useState } from 'react';
import { Flame } from '@/components/charts/flame';
import type { FlameBox } from '@/components/charts/flame-layout';
import type { TimedColumns } from '@/components/charts/timed-columns';
import { FRAME_WORDS } from '@/components/views/words';
import { formatCount } from '@/lib/base/bytes';
import { type CallColumns, nameOf, typeOf } from '@/lib/model/call-columns';
import { useTreeAnswer } from './desk/use-tree';
import { tellTime } from './filter/select';
import type { Tint } from './select';
import { type CommRow, threadName } from './tree/filter';

/**
 * What one thread ran, one thing after the other: left to right is time. Its figures are times and no weights; the card beside tells
 * those of the frame.
 */
export function TimeOrderPanel({
  tree,
  unit,
  comms,
  chosen,
  rootOnTop,
  selected,
  found,
  tint,
  edges,
  onThread,
  onSelect,
}: {
  tree: CallColumns;
  /** Of the weights. */
  unit: string;
  /** Threads that are shown, heaviest names first. */
  comms: readonly CommRow[];
  /** Key of the thread; the heaviest otherwise. */
  chosen: string | null;
  rootOnTop: boolean;
  selected: string | null;
  found: Uint8Array | null;
  tint: Tint;
  edges: ReadonlySet<string>;
  onThread(key: string): void;
  onSelect(name: string): void;
}) {
  const threads = useMemo(
    () =>
      [...new Map(comms.flatMap((comm) => comm.threads).map((thread) => [thread.key, thread])).values()]
        .filter(({ weight }) => weight > 0)
        .sort((a, b) => b.weight - a.weight),
    [comms],
  );
  const thread = threads.find(({ key }) => key === chosen) ?? threads[0] ?? null;
  const answer = useTreeAnswer(tree, thread && { ask: 'time-order', thread: thread.key, unit });
  const order = answer?.tree === tree ? answer.value : null;
  const timed = useMemo<TimedColumns | null>(() => order && { ...order.columns, frames: tree.frames }, [order, tree.frames]);
  const [at, setAt] = useState<{ tree: CallColumns | null; zoom: number; focus: number | null; hovered: FlameBox | null }>({
    tree: null,
    zoom: 0,
    focus: null,
    hovered: null,
  });
  const now = at.tree === timed ? at : { tree: timed, zoom: 0, focus: null, hovered: null };
  const span = timed?.total[0] ?? 0;
  const begin = timed?.startNs[0] ?? 0;
  const whole = begin + span;
  const tell = (node: number): string => {
    if (!timed) return '';
    const from = timed.startNs[node] ?? 0;
    const name = node === 0 ? 'all that is shown' : `${nameOf(timed, node)}, ${FRAME_WORDS[typeOf(timed, node)]}`;
    return `${name}, from ${tellTime(from, whole)} for ${tellTime(timed.total[node] ?? 0, whole)}`;
  };
  const told = now.hovered?.kind === 'run' ? 'Several, too short to tell apart: zoom in' : tell(now.hovered?.node ?? now.focus ?? now.zoom);
  return (
    <>
      <div className="flex flex-none flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-3 py-[4px] text-[12px]">
        <label className="flex items-center gap-2">
          Thread
          <select
            aria-label="Thread in time order"
            className="field h-[24px] w-auto max-w-[260px]"
            value={thread?.key ?? ''}
            onChange={(event) => onThread(event.target.value)}
          >
            {threads.map((one) => (
              <option key={one.key} value={one.key}>
                {threadName(one)}
              </option>
            ))}
          </select>
        </label>
        {order ? (
          <span className="text-ink3">
            {order.drawn < order.samples
              ? `${formatCount(order.drawn)} of its ${formatCount(order.samples)} samples are drawn; choose a part of the time for all of them`
              : `${formatCount(order.samples)} samples, each drawn for ${tellTime(order.stepNs, order.stepNs * 10)} or up to the next`}
            ; blank: it was not sampled
          </span>
        ) : null}
        {now.zoom !== 0 ? (
          <button type="button" className="btn btn-small ml-auto" onClick={() => setAt({ ...now, zoom: 0 })}>
            Reset zoom
          </button>
        ) : null}
      </div>
      {timed ? (
        <>
          <p className="flex-none truncate border-line border-b px-3 py-[3px] text-[12px] text-ink2">{told}</p>
          <Flame
            tree={timed}
            label={`Time order of ${thread ? threadName(thread) : 'the profile'}`}
            tell={tell}
            rootOnTop={rootOnTop}
            zoom={now.zoom}
            focus={now.focus}
            selected={selected}
            found={found}
            edges={edges}
            tint={tint}
            onFocus={(focus) => setAt({ ...now, focus })}
            onHover={(hovered) => {
              if (hovered?.node !== now.hovered?.node || hovered?.kind !== now.hovered?.kind) setAt({ ...now, hovered });
            }}
            onSelect={(node) => {
              if (node !== 0) onSelect(nameOf(timed, node));
            }}
            onZoom={(zoom) => setAt({ ...now, zoom, hovered: null })}
            onKey={(key) => {
              if (key !== '0') return false;
              setAt({ ...now, zoom: 0 });
              return true;
            }}
          />
          <p aria-hidden="true" className="flex flex-none justify-between border-line border-t px-3 py-[2px] text-[11px] text-ink3">
            <span>{tellTime(timed.startNs[now.zoom] ?? 0, whole)}</span>
            <span>{tellTime((timed.startNs[now.zoom] ?? 0) + (timed.total[now.zoom] ?? 0) / 2, whole)}</span>
            <span>{tellTime((timed.startNs[now.zoom] ?? 0) + (timed.total[now.zoom] ?? 0), whole)}</span>
          </p>
        </>
      ) : (
        <p role="status" className="p-3 text-ink2">
          {threads.length === 0
            ? 'No thread has samples in what is shown.'
            : answer && !answer.isPending
              ? 'Nothing of this thread is left after these steps: choose another, or take a step back.'
              : 'The order of time is on its way.'}
        </p>
      )}
    </>
  );
}
