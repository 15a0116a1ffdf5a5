'use client';
import { useState } from 'react';
import { ChoiceMenu } from '@/components/ui/choice-menu';
import { Dialog } from '@/components/ui/dialog';
import type { IncidentView } from '@/lib/model/incident';
import { ChangeStatus } from './change-status';
import { createSnapshot, moveArtifact } from './requests';
import { capturedAt } from './select-snapshot';
import { SnapshotForm } from './snapshot-form';
import { freeLabel, listMembers, type Member, moveChoices, NEW_SNAPSHOT, type Snapshot } from './snapshots-select';
import type { Change } from './use-change';

/** Which captures belong to one moment of the process, why they were put together, and how to say otherwise. */
export function SnapshotsDialog({
  view,
  change,
  open,
  onClose,
  onLines,
}: {
  view: IncidentView;
  change: Change;
  open: boolean;
  onClose(): void;
  onLines(documentId: string, lines: string): void;
}) {
  return (
    <Dialog open={open} onClose={onClose} title="Snapshots" wide>
      <p className="border-line border-b px-4 py-2 text-ink2">
        A snapshot is what was captured of one process at one moment: only captures of one moment are set against each other. What belongs
        together was proposed; {view.role === 'manage' ? 'what you change is kept.' : 'who manages the incident can change it.'}
      </p>
      <ChangeStatus change={change} />
      {view.snapshots.length === 0 ? <p className="px-4 py-3 text-ink2">Nothing was captured yet.</p> : null}
      {view.snapshots.map((snapshot) => (
        <SnapshotPart key={snapshot.id} view={view} snapshot={snapshot} change={change} onLines={onLines} />
      ))}
    </Dialog>
  );
}

function tellCaptured(view: IncidentView, snapshotId: string): string {
  const captured = capturedAt(view, snapshotId);
  if (!captured) return 'capture time unknown';
  return captured.lines ? `${captured.text} as the JVM printed it` : captured.text;
}

function SnapshotPart({
  view,
  snapshot,
  change,
  onLines,
}: {
  view: IncidentView;
  snapshot: Snapshot;
  change: Change;
  onLines(documentId: string, lines: string): void;
}) {
  const [edits, setEdits] = useState(false);
  const { label, pid, because } = snapshot;
  const members = listMembers(view, snapshot);
  const manages = view.role === 'manage';
  const facts = [pid === null ? 'pid unknown' : `pid ${pid}`, tellCaptured(view, snapshot.id)];

  function move(member: Member, to: string) {
    if (to === snapshot.id) return;
    const name = to === NEW_SNAPSHOT ? freeLabel(view) : (view.snapshots.find(({ id }) => id === to)?.label ?? '');
    const work = async () => moveArtifact(view.id, member.id, to === NEW_SNAPSHOT ? (await createSnapshot(view.id, name)).id : to);
    void change.run(work, {
      text: `${member.title} of ${member.place} is in ${name} now (was in ${label}).`,
      undo: () => moveArtifact(view.id, member.id, snapshot.id),
    });
  }
  return (
    <section aria-label={`Snapshot ${label}`} className="border-line border-b py-2 last:border-b-0">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-4 pb-1">
        <h3 className="font-[650] [overflow-wrap:anywhere]">{label}</h3>
        <span className="text-ink3">{facts.join(' · ')}</span>
        <span className="flex-1" />
        {manages && !edits ? (
          <button type="button" className="btn btn-small" aria-label={`Edit label and time of ${label}`} onClick={() => setEdits(true)}>
            Label and time
          </button>
        ) : null}
      </div>
      {edits ? <SnapshotForm view={view} snapshot={snapshot} change={change} onDone={() => setEdits(false)} /> : null}
      <p className="px-4 pb-1 text-[12px] text-ink2 [overflow-wrap:anywhere]">
        {members.length === 1 ? 'One capture' : 'Put together'}: {because}.
      </p>
      <ul>
        {members.map((member) => (
          <li
            key={member.id}
            className="grid grid-cols-[minmax(0,200px)_minmax(0,1fr)_auto] items-center gap-x-3 px-4 py-[3px] hover:bg-sunken max-sm:grid-cols-[minmax(0,1fr)_auto]"
          >
            <b className="min-w-0 truncate font-semibold max-sm:row-start-1">{member.title}</b>
            <button
              type="button"
              className="mono min-w-0 truncate text-left text-[11.5px] text-ink2 hover:underline max-sm:col-start-1 max-sm:row-start-2 max-sm:min-h-[28px]"
              title={`Open ${member.place} in Sources`}
              onClick={() => onLines(member.documentId, member.lines)}
            >
              {member.place}
            </button>
            {manages ? (
              <ChoiceMenu
                label="Move"
                name={`Move ${member.title} of ${member.place} to another snapshot`}
                choices={moveChoices(view, snapshot)}
                current={snapshot.id}
                foot="The figures of both snapshots are made anew."
                onChoose={(to) => move(member, to)}
              />
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
