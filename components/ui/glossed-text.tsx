'use client';
import type { ReactNode } from 'react';
import { markTerms } from '@/lib/model/mark-terms';
import { Term } from './glossary';
import { parseMarkup } from './markup';

/**
 * Text with **bold** parts in which each word of the glossary is a door to its meaning, where it first stands. For prose only:
 * never inside a button, a link or a summary.
 */
export function GlossedText({ markup }: { markup: string }) {
  const known: Parameters<typeof markTerms>[1] = new Set();
  const pieces: ReactNode[] = [];
  for (const { text, bold } of parseMarkup(markup))
    for (const run of markTerms(text, known)) {
      // The pieces of one text never change their order.
      const key = pieces.length;
      const shown = run.term ? (
        <Term key={key} id={run.term}>
          {run.text}
        </Term>
      ) : (
        run.text
      );
      pieces.push(
        bold ? (
          <b key={key} className="font-[650]">
            {shown}
          </b>
        ) : (
          shown
        ),
      );
    }
  return pieces;
}
