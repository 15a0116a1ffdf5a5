import { isElision } from './boundary';
import { type Dress, MAX_VARIANTS } from './candidate';
import { chooseView, type Recogniser } from './choose-view';
import { decodeEntities, isPlain, SEVERAL_ENTITIES, stripInvisible } from './clean-line';
import { readNumbered } from './gutter';
import { GUTTER, listViews, MARKS } from './views';

/**
 * Gives, for the lines of one segment, the text that its reader gets: undressed as in the first pass, without the indentation
 * that all lines share. Null for a line of which nothing remains that the tool printed: a quote mark alone, a gutter number
 * alone, "...".
 */
export function createCleaner(
  recogniser: Recogniser,
  dress: Dress,
  command: string | null = null,
): (text: string, line: number) => string | null {
  const indent = dress.indent ?? '';
  const offsets = new Set(dress.gutterOffsets);
  // Too many jumps were met to keep them all: then every number counts.
  const anyNumber = dress.gutterOffsets.length >= MAX_VARIANTS;
  const undent = (cleaned: string): string => (indent !== '' && cleaned.startsWith(indent) ? cleaned.slice(indent.length) : cleaned);
  return (text, line) => {
    // Nearly every line: nothing is on it, and nothing was on any other.
    if (dress.layers === 0 && isPlain(text) && !isElision(text)) return text.trim() === '' ? '' : undent(text);
    const visible = stripInvisible(text);
    const base = dress.entities >= SEVERAL_ENTITIES ? decodeEntities(visible) : visible;
    const gutterNumber = dress.layers & GUTTER ? findNumber(base, dress.layers, line) : null;
    const views = listViews(base, { layers: dress.layers, gutterNumber, logShapes: dress.logShapes, discover: false });
    const look = chooseView(recogniser, views, command);
    // What an envelope swallowed is nobody's line: it is undressed of all that the others wore.
    const swallowed = look.class === 'none' && recogniser.envelope !== undefined;
    const cleaned = (swallowed ? (views.findLast((view) => !(view.layers & MARKS)) ?? look.view) : look.view).text;
    // ("<Skipped>" and "...<more frames>..." are a crash log's own words.)
    if (look.class === 'none' && !swallowed && views.some((view) => isElision(view.text))) return null;
    if (look.class === 'blank') return base.trim() === '' ? '' : null;
    return undent(cleaned);
  };

  function findNumber(base: string, layers: number, line: number): number | null {
    const undressed = listViews(base, { layers: layers & ~GUTTER, gutterNumber: null, logShapes: [], discover: false });
    for (const { text } of undressed) {
      const numbered = readNumbered(text);
      if (numbered && (anyNumber || offsets.has(numbered.number - line))) return numbered.number;
    }
    return null;
  }
}
