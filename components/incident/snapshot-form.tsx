'use client';
import { type FormEvent, useId, useRef, useState } from 'react';
import type { IncidentView } from '@/lib/model/incident';
import { readMoment, writeMoment } from './moment-text';
import { updateSnapshot } from './requests';
import { formatMoment } from './select-snapshot';
import { labelProblem, type Snapshot } from './snapshots-select';
import type { Change } from './use-change';

/** Label and time of a snapshot. What is wrong is said beside its field, before anything is sent. */
export function SnapshotForm({
  view,
  snapshot,
  change,
  onDone,
}: {
  view: IncidentView;
  snapshot: Snapshot;
  change: Change;
  onDone(): void;
}) {
  const [label, setLabel] = useState(snapshot.label);
  const [taken, setTaken] = useState(writeMoment(snapshot.takenAt));
  const [tried, setTried] = useState(false);
  const labelField = useRef<HTMLInputElement>(null);
  const takenField = useRef<HTMLInputElement>(null);
  const hints = useId();
  const moment = readMoment(taken, new Date());
  const wrongLabel = labelProblem(label, snapshot, view);
  const shownLabel = tried ? wrongLabel : null;
  const shownMoment = tried ? moment.problem : null;

  async function save(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (wrongLabel !== null) labelField.current?.focus();
    else if (moment.problem !== null) takenField.current?.focus();
    if (wrongLabel !== null || moment.problem !== null) return;
    const before = { label: snapshot.label, takenAt: snapshot.takenAt };
    const after = { label: label.trim(), takenAt: moment.iso };
    if (after.label === before.label && after.takenAt === before.takenAt) {
      onDone();
      return;
    }
    const said = after.takenAt === before.takenAt ? '' : after.takenAt === null ? ', without a time' : `, ${formatMoment(after.takenAt)}`;
    const saved = await change.run(() => updateSnapshot(view.id, snapshot.id, after), {
      text: `Saved: ${after.label}${said}.`,
      undo: () => updateSnapshot(view.id, snapshot.id, before),
    });
    if (saved) onDone();
  }
  return (
    <form className="grid gap-2 px-4 pb-2" noValidate aria-label={`Label and time of ${snapshot.label}`} onSubmit={save}>
      <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
        <label className="grid content-start gap-1">
          <span className="text-ink2">Label</span>
          <input
            ref={labelField}
            className="field"
            value={label}
            aria-invalid={shownLabel !== null}
            aria-describedby={shownLabel ? `${hints}-label` : undefined}
            onChange={(event) => setLabel(event.target.value)}
          />
          {shownLabel ? (
            <span id={`${hints}-label`} role="alert" className="font-semibold">
              ✕ {shownLabel}
            </span>
          ) : null}
        </label>
        <label className="grid content-start gap-1">
          <span className="text-ink2">Taken at, in UTC unless a zone is written</span>
          <input
            ref={takenField}
            className="field"
            value={taken}
            placeholder="2026-07-11 08:30"
            autoComplete="off"
            spellCheck={false}
            aria-invalid={shownMoment !== null}
            aria-describedby={`${hints}-taken`}
            onChange={(event) => setTaken(event.target.value)}
          />
          <span id={`${hints}-taken`}>
            {shownMoment ? (
              <span role="alert" className="font-semibold">
                ✕ {shownMoment}
              </span>
            ) : (
              <span className="text-ink3">{moment.iso === null ? 'Empty: not known.' : `= ${bothZones(moment.iso)}`}</span>
            )}
          </span>
        </label>
      </div>
      <div className="flex justify-end gap-2">
        <button type="button" className="btn" onClick={onDone}>
          Cancel
        </button>
        <button type="submit" className="btn btn-primary" disabled={change.busy}>
          {change.busy ? 'Saving…' : 'Save'}
        </button>
      </div>
    </form>
  );
}

/** "2026-07-11 08:30 UTC, 16:30 where you are (GMT+8)". Only ever drawn in a dialog, so the server's zone never shows. */
function bothZones(iso: string): string {
  const here = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' }).format(new Date(iso));
  const zone =
    new Intl.DateTimeFormat('en', { timeZoneName: 'shortOffset' }).formatToParts(new Date(iso)).find(({ type }) => type === 'timeZoneName')
      ?.value ?? '';
  return /^(?:GMT|UTC)(?:[+-]0)?$/.test(zone) ? formatMoment(iso) : `${formatMoment(iso)}; here ${here} (${zone})`;
}
