import type { TimelinePoint } from '@/lib/model/comparison';
import type { EventKind, TypedEvent } from '@/lib/view-state/events-field';
import { sayOffset, type TimelineRow } from './select';

/** A marker on the time line: read from the captures, or typed in. */
export interface EventMark {
  key: string;
  /** Where it is drawn; null where that is not known. */
  x: number | null;
  word: string;
  /** "Before t2: …", "+30 min: deploy 2.14.1" */
  text: string;
  /** Place among the typed ones; null for what the captures tell. */
  typed: number | null;
}

export const EVENT_WORDS: Record<TimelinePoint['events'][number]['kind'] | EventKind, string> = {
  restart: 'restart',
  jdk: 'another JVM',
  'oom-kill': 'OOM kill',
  deploy: 'deploy',
  gc: 'full GC',
  trim: 'malloc trim',
  load: 'load change',
  other: 'note',
};

/** What the captures tell and what somebody typed in, in the order of the time line; what cannot be placed stands last. */
export function markEvents(rows: readonly TimelineRow[], timed: boolean, typed: readonly TypedEvent[]): EventMark[] {
  const told = rows.flatMap(({ snapshotId, label, x, events }) =>
    events.map(
      ({ kind, text }): EventMark => ({
        key: `${snapshotId} ${kind}`,
        x,
        word: EVENT_WORDS[kind],
        text: `${kind === 'trim' ? 'At' : 'Before'} ${label}: ${text}`,
        typed: null,
      }),
    ),
  );
  const said = typed.map(({ kind, at, text }, i): EventMark => {
    const word = EVENT_WORDS[kind];
    const what = text === '' ? word : `${word}, ${text}`;
    const mark = { key: `typed ${i}`, word: text === '' || kind !== 'other' ? word : text, typed: i };
    if ('seconds' in at) {
      const x = timed ? at.seconds : null;
      return {
        ...mark,
        x,
        text: `${sayOffset(at.seconds)}: ${what}${timed ? '' : ' (the times of the snapshots are not known, so it has no place)'}`,
      };
    }
    const next = rows.findIndex(({ snapshotId }) => snapshotId === at.before);
    const [before, after] = [rows[next - 1], rows[next]];
    return {
      ...mark,
      x: before && after ? (before.x + after.x) / 2 : (after?.x ?? null),
      text: after ? `Before ${after.label}: ${what}` : `${what} (its snapshot is gone)`,
    };
  });
  return [...told, ...said].sort((a, b) => (a.x ?? Number.POSITIVE_INFINITY) - (b.x ?? Number.POSITIVE_INFINITY));
}

const SECONDS_IN: Record<string, number> = { s: 1, min: 60, m: 60, h: 3_600, d: 86_400 };

/** "30 min", "+90 s", "1.5 h", "2d" after the first snapshot → seconds; null: not a time. */
export function parseOffset(text: string): number | null {
  const [, number, unit = ''] = /^\s{0,8}\+?\s{0,4}(\d{1,7}(?:[.,]\d{1,3})?)\s{0,4}(s|min|m|h|d)\s{0,8}$/i.exec(text) ?? [];
  return number === undefined ? null : Number(number.replace(',', '.')) * (SECONDS_IN[unit.toLowerCase()] ?? 1);
}
