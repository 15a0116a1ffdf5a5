'use client';
import { useState } from 'react';
import { TopBar } from '@/components/ui/top-bar';
import type { IncidentView } from '@/lib/model/incident';
import { remember } from './remembered';
import { restoreIncident } from './requests';
import { formatMoment } from './select-snapshot';
import { forgetTrashed } from './trashed';

/** What stands where the incident stood: it is gone for everybody, and one press brings it back. */
export function DeletedPage({ view, undoableUntil, onRestored }: { view: IncidentView; undoableUntil: string; onRestored(): void }) {
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function undo() {
    setBusy(true);
    setProblem(null);
    try {
      await restoreIncident(view.id);
      forgetTrashed(view.id);
      remember(view);
      onRestored();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
      setBusy(false);
    }
  }

  return (
    <>
      <TopBar crumb={view.title} />
      <main className="wrap grid max-w-[720px] gap-4 pt-16 pb-12">
        <h1 className="font-[650] text-[18px] leading-[1.3] [overflow-wrap:anywhere]">“{view.title}” is deleted</h1>
        <p className="text-ink2" role="status">
          Its page, its links and its documents answer nobody any more. It can be brought back until{' '}
          <b className="font-semibold text-ink">{formatMoment(undoableUntil)}</b>, with everything in it, by whoever may change it.
        </p>
        {problem ? (
          <p role="alert" className="font-semibold">
            ✕ {problem}
          </p>
        ) : null}
        <div className="flex gap-2">
          <button type="button" className="btn btn-primary" disabled={busy} onClick={undo}>
            {busy ? 'Bringing it back…' : 'Undo'}
          </button>
          <a href="/" className="btn">
            Home
          </a>
        </div>
      </main>
    </>
  );
}
