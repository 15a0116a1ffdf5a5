'use client';
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { type Choice, filterChoices } from './choice-filter';
import { choiceForKey } from './choice-keys';
import { placeBeside } from './place-beside';

/** Fewer are seen at once: nobody types to find them. */
const TYPED_FROM = 9;

/**
 * A button that opens a list to choose from: arrows and Enter, typing narrows a long list, Esc leaves. The list is in the page
 * only while it is open, so that a table may hold a thousand of these.
 */
export function ChoiceMenu<T extends string | null>({
  label,
  name,
  title,
  className = 'btn btn-small',
  choices,
  current,
  fromTop = false,
  empty = 'Nothing is called that.',
  foot,
  onOpen,
  onChoose,
}: {
  label: ReactNode;
  /** Says which thing is changed: "Change what L19–28 is read as". */
  name: string;
  title?: string;
  className?: string;
  choices: readonly Choice<T>[];
  /** What holds now; undefined: none of them. */
  current?: T | undefined;
  /** The list opens at its first choice, not at what holds now. */
  fromTop?: boolean;
  empty?: string;
  /** Below the list: what choosing does. */
  foot?: ReactNode;
  onOpen?(): void;
  onChoose(value: T): void;
}) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const place = useCallback(() => {
    if (button.current && panel.current) placeBeside(button.current, panel.current);
  }, []);
  useLayoutEffect(() => {
    if (!open) return;
    panel.current?.showPopover();
    place();
  }, [open, place]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what comes later may be wider
  useLayoutEffect(() => {
    if (open) place();
  }, [choices, open, place]);
  useEffect(() => {
    if (!open) return;
    const press = ({ target }: PointerEvent) => {
      if (target instanceof Node && !panel.current?.contains(target) && !button.current?.contains(target)) setOpen(false);
    };
    window.addEventListener('pointerdown', press);
    window.addEventListener('scroll', place, true);
    window.addEventListener('resize', place);
    return () => {
      window.removeEventListener('pointerdown', press);
      window.removeEventListener('scroll', place, true);
      window.removeEventListener('resize', place);
    };
  }, [open, place]);

  function close() {
    const within = panel.current?.contains(document.activeElement) ?? false;
    setOpen(false);
    if (within) button.current?.focus();
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        className={className}
        aria-label={name}
        aria-haspopup="dialog"
        aria-expanded={open}
        title={title}
        onClick={() => {
          if (open) {
            close();
            return;
          }
          onOpen?.();
          setOpen(true);
        }}
      >
        {label}
      </button>
      {open ? (
        <div
          ref={panel}
          popover="manual"
          role="dialog"
          aria-label={name}
          className="popover !max-w-[min(400px,calc(100vw-16px))] !overflow-hidden !p-0"
        >
          <ChoiceList
            name={name}
            choices={choices}
            current={current}
            fromTop={fromTop}
            empty={empty}
            onClose={close}
            onChoose={(value) => {
              close();
              onChoose(value);
            }}
          />
          {foot ? <p className="border-line border-t px-3 py-[6px] text-[11.5px] text-ink3">{foot}</p> : null}
        </div>
      ) : null}
    </>
  );
}

function ChoiceList<T extends string | null>({
  name,
  choices,
  current,
  fromTop,
  empty,
  onClose,
  onChoose,
}: {
  name: string;
  choices: readonly Choice<T>[];
  current: T | undefined;
  fromTop: boolean;
  empty: string;
  onClose(): void;
  onChoose(value: T): void;
}) {
  const listId = useId();
  const box = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState<number | null>(null);
  const found = filterChoices(choices, typed);
  const now = fromTop ? 0 : found.findIndex((choice) => choice.value === current);
  const chosen = Math.min(at ?? Math.max(0, now), found.length - 1);
  const optionId = (index: number) => `${listId}-${index}`;
  const searched = choices.length >= TYPED_FROM;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a list that grows by what was loaded gets its field then
  useEffect(() => {
    box.current?.querySelector<HTMLElement>('input, [role="listbox"]')?.focus({ preventScroll: true });
  }, [searched]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the chosen row is brought into sight whenever it is another one
  useEffect(() => {
    box.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen, typed, searched]);

  function onKeyDown(event: KeyboardEvent) {
    const last = found.length - 1;
    const to = choiceForKey(event.key, chosen, last);
    const choice = found[chosen];
    if (to !== undefined) setAt(to);
    else if (event.key === 'Escape' || event.key === 'Tab') onClose();
    else if (event.key === 'Enter' || (event.key === ' ' && !searched)) {
      if (choice) onChoose(choice.value);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
  const active = found.length > 0 ? optionId(chosen) : undefined;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the field and the list inside
    <div ref={box} onKeyDown={onKeyDown}>
      {searched ? (
        <div className="border-line border-b p-2">
          <input
            className="field !h-[28px]"
            role="combobox"
            aria-label="Type to find"
            aria-expanded="true"
            aria-controls={listId}
            aria-activedescendant={active}
            aria-autocomplete="list"
            autoComplete="off"
            spellCheck={false}
            placeholder="Type to find"
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value);
              setAt(0);
            }}
          />
        </div>
      ) : null}
      {found.length === 0 ? (
        <p role="status" className="px-3 py-2 text-ink2">
          {empty}
        </p>
      ) : null}
      <div
        id={listId}
        role="listbox"
        aria-label={name}
        tabIndex={searched ? -1 : 0}
        aria-activedescendant={searched ? undefined : active}
        className="max-h-[min(320px,50dvh)] min-w-[210px] overflow-auto py-1 focus-visible:outline-none"
      >
        {found.map((choice, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: Enter runs the active option
          // biome-ignore lint/a11y/useFocusableInteractive: the list holds the focus and names the active option
          <div
            key={choice.value ?? ''}
            id={optionId(index)}
            role="option"
            aria-selected={index === chosen}
            className="cursor-pointer px-3 aria-selected:bg-select aria-selected:shadow-[inset_3px_0_0_var(--ink)]"
            onMouseMove={() => setAt(index)}
            onClick={() => onChoose(choice.value)}
          >
            {choice.group && choice.group !== found[index - 1]?.group ? (
              <span className={`block text-[11px] text-ink3 ${index > 0 ? 'pt-[7px]' : 'pt-[3px]'}`}>{choice.group}</span>
            ) : null}
            <span className="flex min-h-[26px] items-center gap-3">
              <span className="min-w-0 flex-1">{choice.title}</span>
              <span className="flex-none text-[11.5px] text-ink3">{choice.value === current ? '✓ now' : choice.note}</span>
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}
