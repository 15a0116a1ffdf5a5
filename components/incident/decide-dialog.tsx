'use client';
import { type FormEvent, useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { AUTHOR_LETTERS, type Decision, type DecisionState, type DecisionView, REASON_LETTERS } from '@/lib/model/decision';
import type { Finding } from '@/lib/model/finding';

type Said = Pick<Decision, 'state' | 'reason' | 'author'>;

/** Confirm or dismiss: a reason, and a name if one likes. */
export function DecideDialog({
  asked,
  before,
  onClose,
  onSave,
}: {
  asked: { finding: Finding; state: DecisionState } | null;
  before: DecisionView | null;
  onClose(): void;
  onSave(decision: { finding: Finding; said: Said }): void;
}) {
  const verb = asked?.state === 'confirmed' ? 'Confirm' : 'Dismiss';
  return (
    <Dialog open={asked !== null} onClose={onClose} title={asked ? `${verb} ${asked.finding.ruleId}` : ''}>
      {asked ? (
        <DecideForm
          title={asked.finding.title}
          state={asked.state}
          before={before}
          onClose={onClose}
          onSave={(said) => onSave({ finding: asked.finding, said })}
        />
      ) : null}
    </Dialog>
  );
}

/** A dialog that opens gives the focus to what carries this mark; React would set it before the dialog is open. */
const focusFirst = (field: HTMLElement | null) => field?.setAttribute('autofocus', '');

const AUTHOR_KEY = 'residue.author';

function rememberedAuthor(): string {
  try {
    return window.localStorage.getItem(AUTHOR_KEY)?.slice(0, AUTHOR_LETTERS) ?? '';
  } catch {
    return ''; // a browser that keeps nothing
  }
}

function rememberAuthor(author: string): void {
  try {
    window.localStorage.setItem(AUTHOR_KEY, author);
  } catch {
    // a browser that keeps nothing
  }
}

function DecideForm({
  title,
  state,
  before,
  onClose,
  onSave,
}: {
  title: string;
  state: DecisionState;
  before: DecisionView | null;
  onClose(): void;
  onSave(said: Said): void;
}) {
  const [reason, setReason] = useState(before?.reason ?? '');
  const [author, setAuthor] = useState(rememberedAuthor);
  const save = (event: FormEvent) => {
    event.preventDefault();
    rememberAuthor(author.trim());
    onSave({ state, reason: reason.trim(), author: author.trim() || null });
  };
  return (
    <form className="grid gap-3 p-4" onSubmit={save}>
      <p className="text-ink2 [overflow-wrap:anywhere]">
        “{title}”.{' '}
        {state === 'confirmed'
          ? 'The finding will say who confirmed it, and why.'
          : 'The finding folds to a line at the end. It is still counted, and can be taken back. The verdict stays what the captures say, and tells that it was dismissed.'}
      </p>
      <label className="grid gap-1">
        <span className="text-ink2">Why?</span>
        <textarea
          className="field"
          rows={3}
          required
          ref={focusFirst}
          maxLength={REASON_LETTERS}
          value={reason}
          placeholder={state === 'confirmed' ? 'A heap dump holds 64,000 Deflaters.' : 'Known: the index files of Lucene.'}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      <label className="grid gap-1">
        <span className="text-ink2">Your name, if you like; everybody who sees the incident reads it</span>
        <input
          className="field"
          value={author}
          maxLength={AUTHOR_LETTERS}
          autoComplete="name"
          onChange={(event) => setAuthor(event.target.value)}
        />
      </label>
      <div className="flex justify-end gap-2">
        <button type="button" className="btn" onClick={onClose}>
          Cancel
        </button>
        <button type="submit" className="btn btn-primary" disabled={reason.trim() === ''}>
          {state === 'confirmed' ? 'Confirm' : 'Dismiss'}
        </button>
      </div>
    </form>
  );
}
