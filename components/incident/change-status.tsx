'use client';
import { useEffect, useRef } from 'react';
import type { Change } from './use-change';

/** What was changed by hand a moment ago, with its undo; or why it could not be. */
export function ChangeStatus({ change }: { change: Change }) {
  const { busy, problem, done, run, clear } = change;
  const undo = useRef<HTMLButtonElement>(null);
  // What was pressed may be gone with the change: the focus goes to what takes it back, instead of nowhere.
  useEffect(() => {
    if (done && !busy && (document.activeElement === null || document.activeElement === document.body)) undo.current?.focus();
  }, [done, busy]);
  return (
    <>
      <div role="status">
        {busy ? (
          <p className="border-line border-b bg-sunken px-3 py-[5px] text-ink2">Reading anew…</p>
        ) : done ? (
          <p className="flex items-center gap-2 border-line border-b bg-sunken py-[4px] pr-[6px] pl-3">
            <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">✓ {done.text}</span>
            {done.undo ? (
              <button
                ref={undo}
                type="button"
                className="btn btn-small btn-primary"
                onClick={() => {
                  const work = done.undo;
                  if (work) void run(work, { text: 'Undone: it is as it was.', undo: null });
                }}
              >
                Undo
              </button>
            ) : null}
            <button type="button" className="btn btn-small btn-ghost" onClick={clear}>
              Hide
            </button>
          </p>
        ) : null}
      </div>
      {problem ? (
        <p role="alert" className="flex items-center gap-2 border-line border-b py-[4px] pr-[6px] pl-3 font-semibold">
          <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">✕ {problem}</span>
          <button type="button" className="btn btn-small btn-ghost" onClick={clear}>
            Hide
          </button>
        </p>
      ) : null}
    </>
  );
}
