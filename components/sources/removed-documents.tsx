'use client';
import { fileSize } from '@/components/upload/row-words';
import type { Removal } from './use-removal';

const DAY = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** What was just taken out, with its undo; and what can still be brought back. */
export function RemovedDocuments({ removal }: { removal: Removal }) {
  const { removed, last, busy, problem } = removal;
  const others = removed.filter((document) => document.id !== last?.id);
  return (
    <>
      <div role="status">
        {last ? (
          <p className="flex items-center gap-2 border-line border-t bg-sunken px-3 py-[6px]">
            <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
              <span className="mono">{last.filename}</span> was removed; the figures are without it.
            </span>
            <button type="button" className="btn btn-small btn-primary" disabled={busy !== null} onClick={() => removal.restore(last)}>
              Undo
            </button>
          </p>
        ) : null}
      </div>
      {problem ? (
        <p role="alert" className="border-line border-t px-3 py-[6px] font-semibold">
          ✕ {problem}
        </p>
      ) : null}
      {others.length > 0 ? (
        <details className="border-line border-t">
          <summary className="cursor-pointer px-3 py-[6px] text-ink2 hover:text-ink">Removed, can be brought back: {others.length}</summary>
          <ul>
            {others.map((document) => (
              <li key={document.id} className="flex items-center gap-2 border-sunken border-t px-3 py-[5px]">
                <span className="min-w-0 flex-1">
                  <span className="mono block truncate" title={document.filename}>
                    {document.filename}
                  </span>
                  <span className="block text-[11.5px] text-ink3">
                    {fileSize(document.sizeBytes)} · until {DAY.format(new Date(document.undoableUntil))}
                  </span>
                </span>
                <button
                  type="button"
                  className="btn btn-small"
                  aria-label={`Bring back ${document.filename}`}
                  disabled={busy !== null}
                  onClick={() => removal.restore(document)}
                >
                  Bring back
                </button>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  );
}
