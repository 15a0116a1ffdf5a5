import type { Guess } from '@/lib/model/artifact';
import { GUTTER, MARKS, type View } from './views';

/** What one line is to a format; the same words as in the formats' own contract. */
export type LineClass = 'strong' | 'weak' | 'head' | 'foot' | 'none';

/** For formats that swallow what lies between their first and last line; as in the formats' own contract. */
export interface Envelope {
  opens(text: string): boolean;
  closes(text: string): boolean;
  breaks(text: string): boolean;
}

/** What the cutter has to know of a format. Declared by structure: this room does not know the formats. */
export interface Recogniser {
  id: string;
  classify(text: string): LineClass;
  classifyBelow?(text: string, command: string): LineClass;
  /**
   * The same for one line of a running artifact as bytes, from its first one at `from`: the offset of the line feed that ends it where the
   * line is strong, minus that offset where it is weak, 0 where it has to be read as text. Only for lines that nothing can be taken off
   * (`findPlainEnd` in base/scan-bytes), and that are neither a number with text behind it nor a command.
   */
  skim?(bytes: Uint8Array, from: number, to: number): number;
  detect(lines: readonly string[], command?: string | null): Guess;
  command: RegExp | null;
  unstructured?: true;
  envelope?: Envelope;
}

/** How a format sees a line: blank is nobody's, and fits inside any artifact. */
export interface Look {
  class: LineClass | 'blank';
  view: View;
}

const RANK: Record<Look['class'], number> = { none: 0, blank: 1, weak: 2, head: 3, foot: 3, strong: 4 };

/** What a line is to a format, also by the command above it (null: by its text alone). */
function classifyAt(recogniser: Recogniser, text: string, command: string | null): LineClass {
  const own = recogniser.classify(text);
  const below = command === null || own === 'strong' ? 'none' : (recogniser.classifyBelow?.(text, command) ?? 'none');
  return RANK[below] > RANK[own] ? below : own;
}

/**
 * The view that a format understands best. Among equals the deepest (in "> a;b;c 12" the quote mark is no part of the first
 * frame), but punctuation is straightened only where the line is not understood without (a file name may hold a full-width
 * bracket). In a gutter, a line as it stands counts only when it is strong, or
 * nothing without its number (" 2 entries: 81." below " 1   entry: 49."): "12: " is a blank line there, no pid.
 */
export function chooseView(recogniser: Recogniser, views: readonly View[], command: string | null = null): Look {
  const above = command !== null && recogniser.classifyBelow && recogniser.command?.test(command) ? command : null;
  const [only] = views;
  if (only && views.length === 1)
    return { class: only.text.trim() === '' ? 'blank' : classifyAt(recogniser, only.text, above), view: only };
  const ungutted = views.filter((view) => view.layers & GUTTER);
  const inGutter = ungutted.length > 0;
  const standsAsItIs = (look: Look) =>
    look.class === 'strong' ||
    (look.class === 'weak' && ungutted.every(({ text }) => text.trim() !== '' && recogniser.classify(text) === 'none'));
  let best: Look | null = null;
  for (const view of views) {
    const look: Look = { class: view.text.trim() === '' ? 'blank' : classifyAt(recogniser, view.text, above), view };
    if (inGutter && !(view.layers & GUTTER) && !standsAsItIs(look)) look.class = 'none';
    const better = best === null ? 1 : RANK[look.class] - RANK[best.class];
    if (better > 0 || (better === 0 && look.class !== 'none' && !(view.layers & MARKS))) best = look;
  }
  return best ?? { class: 'blank', view: { text: '', layers: 0, logPrefix: null } };
}
