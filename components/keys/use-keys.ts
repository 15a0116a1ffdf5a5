'use client';
import { useEffect, useEffectEvent, useRef } from 'react';
import { type ActionId, KEY_MAP, type When } from './key-map';
import { matchKeys, readPress } from './match-keys';
import { singleKeysWanted } from './single-keys';

/** What an action does now; null where it has nothing to do. */
export type Actions = Readonly<Record<ActionId, (() => void) | null>>;

/** How long the first key of a sequence is remembered. */
const SEQUENCE_MS = 1_500;

/** Keys that step from one to the next go on while they are held. */
const REPEATED = new Set(['[', ']', 'n', 'N']);

const whenOf = new Map<string, When>(KEY_MAP.map(({ id, when }) => [id, when]));

/** Listens for the keys of the map. Text fields, open windows and keys that an element has used already are left alone. */
export function useKeys(actions: Actions, holds: Readonly<Record<When, boolean>>): void {
  const pending = useRef<{ key: string; at: number } | null>(null);
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || (event.repeat && !REPEATED.has(event.key))) return;
    const press = readPress({
      key: event.key,
      ctrlKey: event.ctrlKey,
      metaKey: event.metaKey,
      altKey: event.altKey,
      altGraph: event.getModifierState('AltGraph'),
    });
    if (press === null || press === 'Shift' || document.querySelector('dialog[open]')) return;
    const single = !press.startsWith('Mod+') && press !== 'Escape';
    if (single && (isTyping(event.target) || !singleKeysWanted())) return;
    if (press === 'Escape' && isTyping(event.target)) return;
    const before = pending.current;
    const { action, pending: next } = matchKeys(before && event.timeStamp - before.at < SEQUENCE_MS ? before.key : null, press);
    pending.current = next === null ? null : { key: next, at: event.timeStamp };
    const run = action === null ? null : actions[action];
    if (!action || !run || !holds[whenOf.get(action) ?? 'always']) return;
    event.preventDefault();
    run();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}

/** True in fields where letters are text. A checkbox or a button is none. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit', 'range', 'file'].includes(target.type);
}
