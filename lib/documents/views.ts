import { hasWideMarks, straightenMarks, stripQuote, stripTags } from './clean-line';
import { readNumbered } from './gutter';
import { logCuts, matchShape } from './log-prefix';

/** What was taken off a line, as bits: a segment remembers which of them its lines wore. */
export const TAGS = 1;
export const QUOTE = 2;
export const GUTTER = 4;
export const LOG = 8;
export const MARKS = 16;

/** One way to look at a line: its text without some of what surrounds it. */
export interface View {
  text: string;
  layers: number;
  /** The log prefix that was taken off; null where none was. */
  logPrefix: string | null;
}

/** What may be taken off a line. */
export interface Peeling {
  layers: number;
  /** The number that a gutter gives this line; null where there is no gutter. */
  gutterNumber: number | null;
  /** Log prefixes met before. */
  logShapes: readonly string[];
  /** Whether to look for log prefixes of other shapes, too. */
  discover: boolean;
}

/**
 * Every way to look at a line, shallow first. Which one is right is for a format to say (`chooseView`): a line that is
 * tool output as it stands keeps what merely resembles a prefix.
 */
export function listViews(base: string, peeling: Peeling): View[] {
  const views: View[] = [{ text: base, layers: 0, logPrefix: null }];
  let text = base;
  let layers = 0;
  const peel = (layer: number, peeled: string) => {
    if (peeled === text) return;
    text = peeled;
    layers |= layer;
    views.push({ text, layers, logPrefix: null });
  };

  if (peeling.layers & TAGS) peel(TAGS, stripTags(text));
  if (peeling.layers & QUOTE) peel(QUOTE, stripQuote(text));
  if (peeling.layers & GUTTER && peeling.gutterNumber !== null) {
    const numbered = readNumbered(text);
    if (numbered?.number === peeling.gutterNumber) peel(GUTTER, numbered.rest ?? '');
  }
  if (peeling.layers & LOG) views.push(...logViews(text, layers, peeling));
  if (peeling.layers & MARKS && hasWideMarks(base)) {
    for (const view of views.slice()) {
      if (hasWideMarks(view.text)) views.push({ ...view, text: straightenMarks(view.text), layers: view.layers | MARKS });
    }
  }
  return views;
}

/** The rests of a line without what may be a log prefix. */
export function listLogRests(text: string, logShapes: readonly string[]): string[] {
  return logViews(text, 0, { logShapes, discover: true }).map((view) => view.text);
}

function logViews(text: string, layers: number, { logShapes, discover }: Pick<Peeling, 'logShapes' | 'discover'>): View[] {
  // Two formats may have taken prefixes of different length for theirs ("…  c.e.Dump - " and "…  c.e.Dump -    2: ").
  const known = logShapes.map((shape) => matchShape(text, shape)).filter((cut) => cut > 0);
  if (known.length > 0) return [...new Set(known)].sort((a, b) => a - b).map((cut) => viewBehind(text, cut, layers));
  if (!discover) return [];
  // A rest that is blank proves nothing: "12:00:07 dump follows:" is no blank line.
  return logCuts(text)
    .filter((cut) => text.slice(cut).trim() !== '')
    .map((cut) => viewBehind(text, cut, layers));
}

const viewBehind = (text: string, cut: number, layers: number): View => ({
  text: text.slice(cut),
  layers: layers | LOG,
  logPrefix: text.slice(0, cut),
});
