import { decodeEntities } from '../flamegraph/page';

// One frame of an SVG flame graph, in any order:
//
//   <title>java/lang/Long.&lt;init&gt; (14 samples, 1.07%)</title><rect x="374.9" y="405" width="12.6" height="15.0" fill="…" />    async-profiler 1.x, flamegraph.pl
//   <g><title>main (1,234 bytes, 12.34%; +0.50%)</title><rect x="0.7%" y="405" width="12.6%" … fg:x="7" fg:w="126"/><text …>        inferno, differential
//
// flamegraph.pl of 2011 to 2013, without titles:
//
//   <g class="func_g" onmouseover="s('genunix`kmem_alloc (1,234 samples, 12.34%)')" onmouseout="c()">
//   <rect x="374.9" y="405" width="12.6" height="15.0" fill="…" />
//   <rect x="374.9" y="405" width="12.6" height="15.0" fill="…" onmouseover="s('…')" onmouseout="c()" />

/** A rectangle, in the units of the drawing. */
export interface Box {
  name: string;
  weight: number;
  /** "samples". */
  unit: string;
  x: number;
  y: number;
  width: number;
}

/** At the end of a title. Names may hold parentheses and commas themselves. */
const COUNT = / \((\d[\d,.' ]{0,30}?) ([^\d\s,()][^,()]{0,60}), (\d{1,3}(?:[.,]\d{1,4})?)%(?:; [+-]?\d{1,5}(?:[.,]\d{1,4})?%)?\)$/;
const TITLE = '<title>';
const TITLE_END = '</title>';
const HOVER = `onmouseover="s('`;
const HOVER_END = `')"`;
const RECT = /<rect\s[^<>]{1,1500}>/;
/** A name is no longer; a count stands behind it. */
const LONGEST_COUNT = 200;

/** What a title says. */
export type Title = Pick<Box, 'name' | 'weight' | 'unit'>;

function readTitle(title: string): Title | null {
  const tailAt = Math.max(0, title.length - LONGEST_COUNT);
  const match = COUNT.exec(title.slice(tailAt));
  if (!match) return null;
  const weight = Number((match[1] ?? '').replace(/[,' ]/g, ''));
  if (!Number.isFinite(weight)) return null;
  return { name: decodeEntities(title.slice(0, tailAt + match.index)), weight, unit: match[2] ?? '' };
}

const X = / x="(-?\d{1,12}(?:\.\d{1,12})?)%?"/;
const Y = / y="(-?\d{1,12}(?:\.\d{1,12})?)%?"/;
const WIDTH = / width="(\d{1,12}(?:\.\d{1,12})?)%?"/;

function attribute(tag: string, pattern: RegExp): number | null {
  const match = pattern.exec(tag);
  return match ? Number(match[1]) : null;
}

/** Where a rectangle lies: "<rect x="374.9" y="405" width="12.6" …>", the first of the text; null where there is none. */
export function readPlace(text: string): Pick<Box, 'x' | 'y' | 'width'> | null {
  const rect = RECT.exec(text)?.[0];
  const x = rect ? attribute(rect, X) : null;
  const y = rect ? attribute(rect, Y) : null;
  const width = rect ? attribute(rect, WIDTH) : null;
  return x === null || y === null || width === null ? null : { x, y, width };
}

/** What the mouse shows over a frame, where that is the only title. */
export function readHover(text: string): Title | null {
  const at = text.indexOf(HOVER);
  const end = at === -1 ? -1 : text.indexOf(HOVER_END, at);
  return end === -1 || text.includes(TITLE) ? null : readTitle(text.slice(at + HOVER.length, end).replace(/\\'/g, "'"));
}

/** All frames of a line: a file may have one a line, or be one line. `broken` counts titles with a count but without a rectangle. */
export function readBoxes(text: string): { boxes: Box[]; broken: number } {
  const boxes: Box[] = [];
  let broken = 0;
  const hover = text.includes('<rect') ? readHover(text) : null;
  const place = hover && readPlace(text);
  if (hover && place) return { boxes: [{ ...hover, ...place }], broken };
  let at = text.indexOf(TITLE);
  while (at !== -1) {
    const end = text.indexOf(TITLE_END, at);
    if (end === -1) break;
    const next = text.indexOf(TITLE, end);
    const title = readTitle(text.slice(at + TITLE.length, end));
    if (title) {
      // The rectangle follows, at most a few attributes long; "Search" and the like have none.
      const rest = text.slice(end, Math.min(next === -1 ? text.length : next, end + 2_000));
      const place = readPlace(rest);
      if (place === null) broken++;
      else boxes.push({ ...title, ...place });
    }
    at = next;
  }
  return { boxes, broken };
}

/** "<text x="600" y="24" …>CPU Flame Graph</text>": the heading; null for captions of frames and buttons. */
export function readHeading(text: string): string | null {
  const match = /<text\s([^<>]{1,600})>([^<>]{1,300})<\/text>/.exec(text.slice(0, 4_000));
  if (!match || !/\by="24(?:\.0+)?"/.test(match[1] ?? '') || /\bid="(?:unzoom|search|ignorecase)"/.test(match[1] ?? '')) return null;
  return decodeEntities((match[2] ?? '').trim());
}
