import type { Field } from './field';

export const EVENT_KINDS = ['deploy', 'restart', 'gc', 'trim', 'load', 'other'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** Something that somebody says happened: so many seconds after the first snapshot, or before a snapshot. */
export interface TypedEvent {
  kind: EventKind;
  at: { seconds: number } | { before: string };
  /** "2.14.1", at most 60 characters; may be empty. */
  text: string;
}

export const MOST_EVENTS = 20;
export const MOST_LETTERS = 60;

//             kind     seconds             id of a snapshot    text
const ONE = /^([a-z]{2,8})@(?:(\d{1,9}(?:\.\d{1,3})?)s|([\w-]{1,64}))(?:~(.{0,60}))?$/u;

/** What separates events, or lines (U+2028), has no place in the text of one. Letters are counted as Unicode does: none is cut in two. */
export const cleanText = (text: string): string => {
  const letters = [...text.replace(/[;~\p{C}\p{Zl}\p{Zp}]/gu, ' ').trim()];
  return letters.slice(0, MOST_LETTERS).join('').trimEnd();
};

/** Typed-in events: "deploy@3600s~2.14.1;trim@ID"; none is the fallback. What is no event is left out. */
export function events(key: string): Field<readonly TypedEvent[]> {
  return {
    key,
    fallback: [],
    read: (text) => text.split(';', MOST_EVENTS).flatMap(readOne),
    write: (value) => value.slice(0, MOST_EVENTS).map(writeOne).join(';'),
  };
}

function readOne(text: string): TypedEvent[] {
  const [, word, seconds, before, said = ''] = ONE.exec(text) ?? [];
  const kind = EVENT_KINDS.find((known) => known === word);
  if (!kind) return [];
  if (seconds !== undefined) return [{ kind, at: { seconds: Number(seconds) }, text: cleanText(said) }];
  return before === undefined ? [] : [{ kind, at: { before }, text: cleanText(said) }];
}

function writeOne({ kind, at, text }: TypedEvent): string {
  const said = cleanText(text);
  return `${kind}@${'seconds' in at ? `${Number(at.seconds.toFixed(3))}s` : at.before}${said === '' ? '' : `~${said}`}`;
}
