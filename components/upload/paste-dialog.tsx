'use client';
import { type FormEvent, useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { formatBytes } from '@/lib/base/bytes';

/** A place to paste into, for those who have no Ctrl V at hand. */
export function PasteDialog({ open, onClose, onText }: { open: boolean; onClose(): void; onText(text: string): void }) {
  return (
    <Dialog open={open} onClose={onClose} title="Paste text">
      <PasteForm
        onText={(text) => {
          onClose();
          onText(text);
        }}
      />
    </Dialog>
  );
}

function PasteForm({ onText }: { onText(text: string): void }) {
  const [text, setText] = useState('');
  function submit(event: FormEvent) {
    event.preventDefault();
    if (text.trim() !== '') onText(text);
  }
  return (
    <form className="grid gap-3 p-4" onSubmit={submit}>
      <label className="grid gap-1">
        <span className="text-ink2">Output of commands, or a whole chat log: what is no capture is kept as notes.</span>
        <textarea
          className="field mono min-h-[220px] resize-y leading-[18px]"
          value={text}
          spellCheck={false}
          autoComplete="off"
          wrap="off"
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <div className="flex items-center justify-between gap-2">
        <span className="text-[12px] text-ink3">{text === '' ? '' : formatBytes(new Blob([text]).size)}</span>
        <button type="submit" className="btn btn-primary" disabled={text.trim() === ''}>
          Analyse
        </button>
      </div>
    </form>
  );
}
