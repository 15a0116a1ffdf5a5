'use client';
import { type ReactNode, useCallback, useEffect, useEffectEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import { placeBeside } from './place-beside';

/**
 * A button with a small window beside it, by the browser's own popover: one is open at a time, a click elsewhere or Esc closes
 * it, and it stands above dialogs. What it says is rendered only while it is open, so that it is no part of the text around.
 * It is phrasing content: it may stand inside a sentence, a heading or a cell, but not inside another button or link.
 */
export function Popover({
  label,
  className,
  children,
  content,
  title,
}: {
  /** Names the small window for those who cannot see it. */
  label: string;
  className: string;
  children: ReactNode;
  content: () => ReactNode;
  title?: string;
}) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLSpanElement>(null);
  const [open, setOpen] = useState(false);

  const place = useCallback(() => {
    if (button.current && panel.current) placeBeside(button.current, panel.current);
  }, []);
  useLayoutEffect(() => {
    if (open) place();
  }, [open, place]);

  // Esc closes this and nothing else: the page has its own use for the key.
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const within = panel.current?.contains(document.activeElement) ?? false;
    panel.current?.hidePopover();
    if (within) button.current?.focus();
  });
  useEffect(() => {
    if (!open) return;
    const key = (event: KeyboardEvent) => onKey(event);
    window.addEventListener('keydown', key, true);
    window.addEventListener('scroll', place, true);
    window.addEventListener('resize', place);
    return () => {
      window.removeEventListener('keydown', key, true);
      window.removeEventListener('scroll', place, true);
      window.removeEventListener('resize', place);
    };
  }, [open, place]);

  return (
    <>
      <button
        ref={button}
        type="button"
        className={className}
        title={open ? undefined : title}
        popoverTarget={id}
        aria-describedby={open ? id : undefined}
        onClick={(event) => event.stopPropagation()}
      >
        {children}
      </button>
      <span
        ref={panel}
        id={id}
        popover="auto"
        role="note"
        aria-label={label}
        className="popover"
        onToggle={(event) => setOpen(event.newState === 'open')}
      >
        {open ? content() : null}
      </span>
    </>
  );
}
