'use client';
import { Segmented } from '@/components/ui/segmented';
import type { IncidentView } from '@/lib/model/incident';
import { countWords, formatMoment } from './select-snapshot';

/** Title, service, pid, when; and the snapshots to choose from. */
export function IncidentHead({
  view,
  snapshotId,
  onSnapshot,
  onEdit,
}: {
  view: IncidentView;
  snapshotId: string | null;
  onSnapshot(id: string): void;
  onEdit: (() => void) | null;
}) {
  const snapshot = view.snapshots.find((candidate) => candidate.id === snapshotId);
  const facts = [
    view.service ? ['service', view.service] : null,
    snapshot?.pid != null ? ['pid', String(snapshot.pid)] : null,
    ['', countWords(view)],
    snapshot?.takenAt ? ['captured', formatMoment(snapshot.takenAt)] : ['', 'capture time unknown'],
    ['added', formatMoment(view.createdAt)],
  ].filter((fact) => fact !== null);
  return (
    <div className="flex flex-wrap items-end gap-x-4 gap-y-2 border-line border-b pt-[14px] pb-[13px]">
      <div className="min-w-0 flex-1 max-sm:flex-none max-sm:basis-full">
        <div className="flex items-baseline gap-2">
          <h1 className="min-w-0 font-[650] text-[18px] leading-[1.25] tracking-[-0.012em] [overflow-wrap:anywhere]">{view.title}</h1>
          {onEdit ? (
            <button type="button" className="btn btn-small flex-none self-center" onClick={onEdit}>
              Edit
            </button>
          ) : null}
        </div>
        <p className="mt-[3px] flex flex-wrap gap-x-[14px] gap-y-[2px] text-ink3">
          {facts.map(([word = '', value = '']) => (
            <span key={word + value}>
              {word} {word ? <b className="font-medium text-ink2">{value}</b> : value}
            </span>
          ))}
          {view.role === 'manage' ? null : <span>{view.role === 'read' ? 'Read-only link' : 'Link for comments'}</span>}
        </p>
      </div>
      {view.snapshots.length > 1 && view.snapshots.length <= 4 ? (
        <Segmented
          label="Snapshot"
          value={snapshotId ?? ''}
          options={view.snapshots.map(({ id, label }) => ({ value: id, label, title: label }))}
          onChange={onSnapshot}
        />
      ) : view.snapshots.length > 4 ? (
        <label className="flex items-center gap-2 text-ink3">
          Snapshot
          <select className="field w-auto" value={snapshotId ?? ''} onChange={(event) => onSnapshot(event.target.value)}>
            {view.snapshots.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </select>
        </label>
      ) : null}
    </div>
  );
}
