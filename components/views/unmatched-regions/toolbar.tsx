'use client';
import { type Ref, useEffect, useEffectEvent, useRef, useState } from 'react';
import { countFilters, type RegionsState } from './select';

export type Drawer = 'filter' | 'view' | 'save';

const DRAWERS: { id: Drawer; label: string }[] = [
  { id: 'filter', label: 'Filter' },
  { id: 'view', label: 'View' },
  { id: 'save', label: 'Copy, export' },
];

/** Free text, and three drawers for the rest: they open below, one at a time. */
export function Toolbar({
  state,
  onText,
  drawer,
  onDrawer,
  drawerId,
  ref,
}: {
  state: RegionsState;
  onText(text: string | null, isFirst: boolean): void;
  drawer: Drawer | null;
  onDrawer(drawer: Drawer | null): void;
  drawerId: string;
  ref: Ref<HTMLInputElement>;
}) {
  const count = countFilters(state);
  return (
    <div className="flex h-[32px] flex-none items-center gap-[6px] border-line border-b px-[6px] max-sm:h-[42px]">
      <TextFilter value={state.text} onChange={onText} ref={ref} />
      {DRAWERS.map(({ id, label }) => (
        <button
          key={id}
          type="button"
          className="btn btn-small flex-none"
          aria-expanded={drawer === id}
          aria-controls={drawer === id ? drawerId : undefined}
          onClick={() => onDrawer(drawer === id ? null : id)}
        >
          {label}
          {id === 'filter' && count > 0 ? <b className="font-semibold text-ink">{count}</b> : null}
        </button>
      ))}
    </div>
  );
}

const PAUSE_MS = 250;

/** What is typed is asked for after a pause; the first change since the field was entered is a step that Back undoes. */
function TextFilter({
  value,
  onChange,
  ref,
}: {
  value: string | null;
  onChange(text: string | null, isFirst: boolean): void;
  ref: Ref<HTMLInputElement>;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const asked = useRef(false);
  const sent = useRef(value);
  const send = useEffectEvent((text: string) => {
    const next = text.trim() === '' ? null : text.trim();
    if (next !== value) onChange(next, !asked.current);
    asked.current = true;
    sent.current = next;
  });
  // The address answers a little later; what it says of its own (Back, "Show all") goes before what was typed.
  useEffect(() => {
    setTyped((text) => (value !== sent.current || (text?.trim() ?? '') === (value ?? '') ? null : text));
    sent.current = value;
  }, [value]);
  useEffect(() => {
    if (typed === null) return;
    const timer = setTimeout(() => send(typed), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <input
      ref={ref}
      type="search"
      aria-label="Filter regions by address, kind, name or mode"
      aria-keyshortcuts="/"
      placeholder="/ filter: address, kind, name"
      maxLength={200}
      className="field h-[24px]! min-w-0 flex-1 text-[12px] max-sm:h-[32px]!"
      value={typed ?? value ?? ''}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && typed !== null) send(typed);
        if (event.key !== 'Escape') return;
        // The page clears its selection with the same key: only an empty field lets it through.
        if (event.currentTarget.value !== '') {
          event.preventDefault();
          setTyped('');
        }
      }}
      onBlur={() => {
        if (typed !== null) send(typed);
        setTyped(null);
        asked.current = false;
      }}
    />
  );
}
