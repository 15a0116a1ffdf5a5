'use client';
import { type FormEvent, useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import type { IncidentView } from '@/lib/model/incident';
import { forget } from './remembered';
import { trashIncident } from './requests';
import { rememberTrashed } from './trashed';

const plain = (text: string) => text.trim().replace(/\s+/g, ' ');

/** Deleting asks for the title, typed: the wrong tab is one click away, the wrong title is not. */
export function DeleteDialog({
  view,
  open,
  onClose,
  onDeleted,
}: {
  view: IncidentView;
  open: boolean;
  onClose(): void;
  onDeleted(undoableUntil: string): void;
}) {
  return (
    <Dialog open={open} onClose={onClose} title="Delete this incident">
      <DeleteForm view={view} onClose={onClose} onDeleted={onDeleted} />
    </Dialog>
  );
}

function DeleteForm({ view, onClose, onDeleted }: { view: IncidentView; onClose(): void; onDeleted(undoableUntil: string): void }) {
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const fits = plain(typed) === plain(view.title);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!fits) return;
    setBusy(true);
    setProblem(null);
    try {
      const { undoableUntil } = await trashIncident(view.id);
      forget(view.id);
      rememberTrashed({ id: view.id, title: view.title, undoableUntil });
      onClose();
      onDeleted(undoableUntil);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
      setBusy(false);
    }
  }

  return (
    <form className="grid gap-3 p-4" onSubmit={submit}>
      <p className="text-ink2">
        {view.documents.length} {view.documents.length === 1 ? 'document' : 'documents'} and every link to this incident stop answering at
        once. For seven days it can be brought back, then bytes and rows are gone.
      </p>
      <label className="grid gap-1">
        <span className="text-ink2">
          Type the title to confirm: <b className="font-semibold text-ink [overflow-wrap:anywhere]">{view.title}</b>
        </span>
        <input className="field" value={typed} autoComplete="off" spellCheck={false} onChange={(event) => setTyped(event.target.value)} />
      </label>
      {problem ? (
        <p role="alert" className="font-semibold">
          ✕ {problem}
        </p>
      ) : null}
      <div className="flex justify-end gap-2">
        <button type="button" className="btn" onClick={onClose}>
          Cancel
        </button>
        <button type="submit" className="btn btn-primary" disabled={busy || !fits}>
          {busy ? 'Deleting…' : 'Delete'}
        </button>
      </div>
    </form>
  );
}
