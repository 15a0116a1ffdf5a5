'use client';
import { useMemo, useState, useSyncExternalStore } from 'react';
import { restoreIncident } from './requests';
import { formatMoment } from './select-snapshot';
import { forgetTrashed, parseTrashed, readTrashed, subscribeTrashed, type Trashed } from './trashed';

/** Incidents deleted in this browser that can still be brought back; nothing where there are none. */
export function RecentlyDeleted() {
  const stored = useSyncExternalStore(subscribeTrashed, readTrashed, () => null);
  const list = useMemo(() => (stored === null ? [] : parseTrashed(stored, new Date().toISOString())), [stored]);
  if (list.length === 0) return null;
  return (
    <section aria-label="Recently deleted" className="pt-4">
      <h2 className="pb-1 font-[650]">Recently deleted</h2>
      <ul>
        {list.map((entry) => (
          <DeletedRow key={entry.id} entry={entry} />
        ))}
      </ul>
    </section>
  );
}

function DeletedRow({ entry }: { entry: Trashed }) {
  const [problem, setProblem] = useState<string | null>(null);
  async function undo() {
    try {
      await restoreIncident(entry.id);
      forgetTrashed(entry.id);
      window.location.assign(`/i/${encodeURIComponent(entry.id)}`);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  }
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 border-line border-t py-[6px]">
      <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        {entry.title} <span className="text-ink3">until {formatMoment(entry.undoableUntil)}</span>
        {problem ? (
          <span role="alert" className="block font-semibold">
            ✕ {problem}
          </span>
        ) : null}
      </span>
      <button type="button" className="btn btn-small" aria-label={`Undo deleting ${entry.title}`} onClick={undo}>
        Undo
      </button>
    </li>
  );
}
