'use client';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { choiceForKey } from '@/components/ui/choice-keys';
import { Dialog } from '@/components/ui/dialog';
import { KeyCaps } from './keys-dialog';
import { filterEntries, type PaletteEntry } from './palette-select';

/** Every action of the page by name. Arrows choose, Enter runs, Esc leaves. */
export function Palette({ entries, open, onClose }: { entries: readonly PaletteEntry[]; open: boolean; onClose(): void }) {
  return (
    <Dialog open={open} onClose={onClose} title="Find an action">
      <PaletteList entries={entries} onClose={onClose} />
    </Dialog>
  );
}

function PaletteList({ entries, onClose }: { entries: readonly PaletteEntry[]; onClose(): void }) {
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const listId = useId();
  const found = filterEntries(entries, typed);
  const chosen = Math.min(at, found.length - 1);
  const optionId = (index: number) => `${listId}-${index}`;

  // The dialog opens with its first button focused: one types at once.
  useEffect(() => {
    input.current?.focus();
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the chosen row is brought into sight whenever it is another one
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen, typed]);

  function run(entry: PaletteEntry | undefined) {
    if (!entry) return;
    onClose();
    // After the dialog has given the focus back, or the action's own focus would be lost.
    setTimeout(entry.run);
  }

  function onKeyDown(event: KeyboardEvent) {
    const last = found.length - 1;
    const to = choiceForKey(event.key, chosen, last);
    if (to !== undefined) setAt(to);
    else if (event.key === 'Enter') run(found[chosen]);
    else return;
    event.preventDefault();
  }

  return (
    <>
      <div className="px-4 pt-3 pb-2">
        <input
          ref={input}
          className="field"
          role="combobox"
          aria-label="Action"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={found.length > 0 ? optionId(chosen) : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          placeholder="Snapshot, region, share, theme…"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      {found.length === 0 ? (
        <p role="status" className="px-4 pb-4 text-ink2">
          No action is called that.
        </p>
      ) : null}
      <div ref={list} id={listId} role="listbox" aria-label="Actions" className="max-h-[min(360px,60dvh)] overflow-auto pb-2">
        {found.map((entry, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the input runs the active option
          // biome-ignore lint/a11y/useFocusableInteractive: as above
          <div
            key={entry.id}
            id={optionId(index)}
            role="option"
            aria-selected={index === chosen}
            className="flex min-h-[28px] cursor-pointer items-center gap-2 px-4 py-[3px] aria-selected:bg-select aria-selected:shadow-[inset_3px_0_0_var(--ink)]"
            onMouseMove={() => setAt(index)}
            onClick={() => run(entry)}
          >
            <span className="w-[72px] flex-none text-[11.5px] text-ink3">{entry.group}</span>
            <span className="min-w-0 flex-1 truncate">{entry.title}</span>
            {entry.keys === '' ? null : (
              <span className="flex flex-none gap-[3px]">
                <KeyCaps keys={entry.keys} />
              </span>
            )}
          </div>
        ))}
      </div>
    </>
  );
}
