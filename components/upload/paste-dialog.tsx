'use client';
import type { FormEvent } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { formatBytes } from '@/lib/base/bytes';

/** A place to paste into, for those who have no Ctrl V at hand. The text belongs to the page: closing this loses nothing. */
export function PasteDialog({
  open,
  onClose,
  text,
  onChange,
  onText,
}: {
  open: boolean;
  onClose(): void;
  text: string;
  onChange(text: string): void;
  onText(text: string): void;
}) {
  function submit(event: FormEvent) {
    event.preventDefault();
    if (text.trim() === '') return;
    onClose();
    onText(text);
  }
  return (
    <Dialog open={open} onClose={onClose} title="Paste text" wide>
      <form className="grid gap-3 p-4" onSubmit={submit}>
        <label className="grid gap-1">
          <span className="text-ink2">Output of commands, or a whole chat log: what is no capture is kept as notes.</span>
          <textarea
            className="field mono min-h-[min(420px,50dvh)] resize-y leading-[18px]"
            value={text}
            spellCheck={false}
            autoComplete="off"
            wrap="off"
            onChange={(event) => onChange(event.target.value)}
          />
        </label>
        <div className="flex items-center justify-between gap-2">
          <span className="text-[12px] text-ink3">
            {text === '' ? '' : `${formatBytes(new Blob([text]).size)}, kept here until it is sent`}
          </span>
          <button type="submit" className="btn btn-primary" disabled={text.trim() === ''}>
            Analyse
          </button>
        </div>
      </form>
    </Dialog>
  );
}
