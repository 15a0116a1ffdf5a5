'use client';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import type { IncidentView } from '@/lib/model/incident';
import { RequestProblem, saveNames } from './requests';

/** Title and service. Somebody else's save in between is told, and nothing typed is lost. */
export function EditDialog({ view, open, onClose }: { view: IncidentView; open: boolean; onClose(): void }) {
  return (
    <Dialog open={open} onClose={onClose} title="Title and service">
      <EditForm view={view} onDone={onClose} />
    </Dialog>
  );
}

function EditForm({ view, onDone }: { view: IncidentView; onDone(): void }) {
  const router = useRouter();
  const [title, setTitle] = useState(view.title);
  const [service, setService] = useState(view.service ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function save(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await saveNames(view.id, view.revision, { title: title.trim(), service: service.trim() || null });
      router.refresh();
      onDone();
    } catch (error) {
      const conflict = error instanceof RequestProblem && error.status === 412;
      if (conflict) router.refresh();
      setProblem(
        conflict
          ? 'Somebody saved first. Your text is kept: save again to put it over theirs.'
          : error instanceof Error
            ? error.message
            : String(error),
      );
    } finally {
      setBusy(false);
    }
  }

  return (
    <form className="grid gap-3 p-4" onSubmit={save}>
      <label className="grid gap-1">
        <span className="text-ink2">Title</span>
        <input className="field" value={title} required maxLength={200} onChange={(event) => setTitle(event.target.value)} />
      </label>
      <label className="grid gap-1">
        <span className="text-ink2">Service</span>
        <input
          className="field"
          value={service}
          maxLength={200}
          placeholder="presto-coordinator"
          onChange={(event) => setService(event.target.value)}
        />
      </label>
      {problem ? (
        <p role="alert" className="font-semibold">
          ✕ {problem}
          {view.title !== title ? <span className="block font-normal text-ink2">The title is now “{view.title}”.</span> : null}
        </p>
      ) : null}
      <div className="flex justify-end gap-2">
        <button type="button" className="btn" onClick={onDone}>
          Cancel
        </button>
        <button type="submit" className="btn btn-primary" disabled={busy || title.trim() === ''}>
          {busy ? 'Saving…' : 'Save'}
        </button>
      </div>
    </form>
  );
}
