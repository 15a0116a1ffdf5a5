'use client';
import type { ReactNode } from 'react';
import { defineTerm, type TermId } from '@/lib/model/glossary';
import { Popover } from './popover';

/**
 * A word of the domain with its meaning one click away: <Term id="rss">Resident</Term>, or <Term id="rss" /> for the word as
 * the glossary writes it. Mark a word where it first matters, not wherever it stands; never inside a button or a link.
 */
export function Term({ id, children }: { id: TermId; children?: ReactNode }) {
  const { word } = defineTerm(id);
  return (
    <Popover label={`What “${word}” means`} className="term" content={() => <Definition id={id} />}>
      {children ?? word}
    </Popover>
  );
}

/** The same as a small question mark, for a place where the word itself is a button, such as the head of a sortable column. */
export function TermHint({ id }: { id: TermId }) {
  const { word } = defineTerm(id);
  return (
    <Popover label={`What “${word}” means`} className="term-hint" content={() => <Definition id={id} />}>
      <span aria-hidden="true">?</span>
      <span className="sr-only">What “{word}” means</span>
    </Popover>
  );
}

function Definition({ id }: { id: TermId }) {
  const { word, also, definition } = defineTerm(id);
  return (
    <>
      <b className="font-[650]">{word}</b>
      {also ? <span className="text-ink3"> ({also.join(', ')})</span> : null}
      <span className="mt-[2px] block text-ink2">{definition}</span>
    </>
  );
}
