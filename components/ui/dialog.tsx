'use client';
import { type ReactNode, useEffect, useId, useRef } from 'react';

/** A native modal dialog: Esc and a click outside close it, the focus returns by itself. `side` opens it as a sheet at the right, `wide` makes room for rows. */
export function Dialog({
  open,
  onClose,
  title,
  side = false,
  wide = false,
  children,
}: {
  open: boolean;
  onClose(): void;
  title: string;
  side?: boolean;
  wide?: boolean;
  children: ReactNode;
}) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }, [open]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click is on the backdrop; the keyboard has Esc and the Close button
    <dialog
      ref={ref}
      className={`modal ${side ? 'sheet' : ''} ${wide ? 'wide' : ''}`}
      aria-labelledby={titleId}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      {open ? (
        <div className="flex max-h-[inherit] flex-col">
          <div className="sticky top-0 z-10 flex items-center gap-3 border-line border-b bg-surface py-[9px] pr-[10px] pl-4">
            <h2 id={titleId} className="min-w-0 flex-1 truncate font-[650] text-[15px]">
              {title}
            </h2>
            <button type="button" className="btn btn-ghost" onClick={onClose}>
              Close
            </button>
          </div>
          {children}
        </div>
      ) : null}
    </dialog>
  );
}
