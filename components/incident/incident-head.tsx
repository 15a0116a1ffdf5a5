'use client';
import { useEffect, useState } from 'react';
import { Segmented } from '@/components/ui/segmented';
import type { IncidentView } from '@/lib/model/incident';
import { useEvidence } from './evidence-context';
import { listLinks } from './requests';
import { capturedAt, countWords, formatMoment } from './select-snapshot';

/** Title, service, pid, when, links; and the snapshots to choose from. `manage` is null for those who only look. */
export function IncidentHead({
  view,
  snapshotId,
  onSnapshot,
  onSnapshots,
  manage,
}: {
  view: IncidentView;
  snapshotId: string | null;
  onSnapshot(id: string): void;
  /** Opens what tells of the snapshots and changes them; null where there are none. */
  onSnapshots: (() => void) | null;
  manage: { onEdit(): void; onDelete(): void; onShare(): void; sharing: boolean } | null;
}) {
  const snapshot = view.snapshots.find((candidate) => candidate.id === snapshotId);
  const facts = [
    view.service ? ['service', view.service] : null,
    snapshot?.pid != null ? ['pid', String(snapshot.pid)] : null,
    ['', countWords(view)],
  ].filter((fact) => fact !== null);
  return (
    <div className="flex flex-wrap items-end gap-x-4 gap-y-2 pt-3 pb-1">
      <div className="min-w-0 flex-1 max-sm:flex-none max-sm:basis-full">
        <div className="flex items-baseline gap-2">
          <h1 className="min-w-0 font-[650] text-[18px] leading-[1.25] tracking-[-0.012em] [overflow-wrap:anywhere]">{view.title}</h1>
          {manage ? (
            <span className="flex flex-none gap-[5px] self-center">
              <button type="button" className="btn btn-small" onClick={manage.onEdit}>
                Edit
              </button>
              <button type="button" className="btn btn-small" onClick={manage.onDelete}>
                Delete
              </button>
            </span>
          ) : null}
        </div>
        <p className="mt-[3px] flex flex-wrap gap-x-[14px] gap-y-[2px] text-ink3">
          {facts.map(([word = '', value = '']) => (
            <span key={word + value}>
              {word} {word ? <b className="font-medium text-ink2">{value}</b> : value}
            </span>
          ))}
          <Captured view={view} snapshotId={snapshotId} />
          <span>
            added <b className="font-medium text-ink2">{formatMoment(view.createdAt)}</b>
          </span>
          {view.role === 'manage' ? null : <span>{view.role === 'read' ? 'Read-only link' : 'Link for comments'}</span>}
          {manage ? <LinkCount incidentId={view.id} sharing={manage.sharing} onShare={manage.onShare} /> : null}
        </p>
      </div>
      <span className="flex flex-wrap items-center gap-2">
        <SnapshotChoice view={view} snapshotId={snapshotId} onSnapshot={onSnapshot} />
        {onSnapshots ? (
          <button type="button" className="btn btn-small" title="Which captures belong together, and why" onClick={onSnapshots}>
            Snapshots
          </button>
        ) : null}
      </span>
    </div>
  );
}

/** When the snapshot was taken, and by which line. */
function Captured({ view, snapshotId }: { view: IncidentView; snapshotId: string | null }) {
  const { filenameOf, open } = useEvidence();
  const captured = capturedAt(view, snapshotId);
  if (!captured) return <span>capture time unknown</span>;
  const { text, lines } = captured;
  return (
    <span>
      captured <b className="font-medium text-ink2">{text}</b>
      {lines ? (
        <>
          {' '}
          <button
            type="button"
            className="hover:text-ink hover:underline max-sm:min-h-7"
            onClick={() => open(lines, 'time of the capture')}
          >
            by {filenameOf(lines.artifactId)}, line {lines.firstLine}
          </button>
        </>
      ) : null}
    </span>
  );
}

/** How many links work now. Last in its line, so that nothing moves when the answer comes; asked again after sharing. */
function LinkCount({ incidentId, sharing, onShare }: { incidentId: string; sharing: boolean; onShare(): void }) {
  const [count, setCount] = useState<number | null>(null);
  useEffect(() => {
    if (sharing) return;
    let current = true;
    const now = new Date().toISOString();
    listLinks(incidentId).then(
      (links) =>
        current && setCount(links.filter((link) => link.revokedAt === null && (link.expiresAt === null || link.expiresAt > now)).length),
      () => {}, // the count is a convenience; Share tells what is wrong
    );
    return () => {
      current = false;
    };
  }, [incidentId, sharing]);
  if (count === null) return null;
  return (
    <button type="button" className="hover:text-ink hover:underline max-sm:min-h-7" onClick={onShare}>
      {count} {count === 1 ? 'link' : 'links'} in use
    </button>
  );
}

function SnapshotChoice({ view, snapshotId, onSnapshot }: { view: IncidentView; snapshotId: string | null; onSnapshot(id: string): void }) {
  if (view.snapshots.length < 2) return null;
  if (view.snapshots.length <= 4) {
    return (
      <Segmented
        label="Snapshot"
        value={snapshotId ?? ''}
        options={view.snapshots.map(({ id, label }) => ({ value: id, label, title: label }))}
        onChange={onSnapshot}
      />
    );
  }
  return (
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
  );
}
