'use client';
import { type FormEvent, useId, useState } from 'react';
import { EVENT_KINDS, type EventKind, MOST_EVENTS, MOST_LETTERS, type TypedEvent } from '@/lib/view-state/events-field';
import { EVENT_WORDS, type EventMark, parseOffset } from './mark-events';
import type { TimelineRow } from './select';

/** What happened in between: what the captures tell, and what somebody adds by hand. Those are kept in the address alone. */
export function TimelineEvents({
  rows,
  timed,
  marks,
  typed,
  onTyped,
}: {
  rows: readonly TimelineRow[];
  timed: boolean;
  marks: readonly EventMark[];
  typed: readonly TypedEvent[];
  onTyped(events: readonly TypedEvent[]): void;
}) {
  return (
    <div className="pt-2">
      {marks.length > 0 ? (
        <ul className="text-ink2" aria-label="What happened in between">
          {marks.map(({ key, text, typed: place }) => (
            <li key={key}>
              {text}
              {place === null ? null : (
                <>
                  {' '}
                  <button
                    type="button"
                    className="link"
                    aria-label={`Remove ${text}`}
                    onClick={() => onTyped(typed.filter((_, i) => i !== place))}
                  >
                    Remove
                  </button>
                </>
              )}
            </li>
          ))}
        </ul>
      ) : null}
      {typed.length < MOST_EVENTS ? <EventForm rows={rows} timed={timed} onAdd={(event) => onTyped([...typed, event])} /> : null}
    </div>
  );
}

function EventForm({ rows, timed, onAdd }: { rows: readonly TimelineRow[]; timed: boolean; onAdd(event: TypedEvent): void }) {
  const id = useId();
  const [kind, setKind] = useState<EventKind>('deploy');
  const [time, setTime] = useState('');
  const [before, setBefore] = useState(rows[1]?.snapshotId ?? '');
  const [text, setText] = useState('');
  const seconds = parseOffset(time);
  const wrong = timed && time.trim() !== '' && seconds === null;

  function add(event: FormEvent) {
    event.preventDefault();
    if (timed && seconds === null) return;
    onAdd({ kind, at: timed && seconds !== null ? { seconds } : { before }, text });
    setTime('');
    setText('');
  }

  return (
    <form aria-label="Add an event" className="flex flex-wrap items-center gap-2 pt-2 text-ink2" onSubmit={add}>
      <label htmlFor={`${id}-kind`}>Mark a</label>
      <select
        id={`${id}-kind`}
        className="field w-auto"
        value={kind}
        onChange={({ target }) => setKind(EVENT_KINDS.find((word) => word === target.value) ?? kind)}
      >
        {EVENT_KINDS.map((word) => (
          <option key={word} value={word}>
            {EVENT_WORDS[word]}
          </option>
        ))}
      </select>
      {timed ? (
        <>
          <label htmlFor={`${id}-time`}>after the first snapshot by</label>
          <input
            id={`${id}-time`}
            className="field w-[92px]"
            placeholder="30 min"
            value={time}
            required
            aria-invalid={wrong}
            aria-describedby={`${id}-note`}
            onChange={(event) => setTime(event.target.value)}
          />
        </>
      ) : (
        <>
          <label htmlFor={`${id}-before`}>before</label>
          <select id={`${id}-before`} className="field w-auto" value={before} onChange={(event) => setBefore(event.target.value)}>
            {rows.slice(1).map(({ snapshotId, label }) => (
              <option key={snapshotId} value={snapshotId}>
                {label}
              </option>
            ))}
          </select>
        </>
      )}
      <input
        className="field w-[160px]"
        aria-label="In words, if you like"
        placeholder="2.14.1"
        value={text}
        maxLength={MOST_LETTERS}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" className="btn btn-small">
        Add
      </button>
      <span id={`${id}-note`} className="text-[11.5px] text-ink3">
        {wrong ? 'Not a time: write 90 s, 30 min, 1.5 h or 2 d.' : 'Kept in the address of this page, not in the incident.'}
      </span>
    </form>
  );
}
