import type { Tool } from '@/lib/model/artifact';
import { type Dress, MAX_EDGE } from './candidate';
import type { Look } from './choose-view';
import type { ReadAhead } from './read-ahead';

/** detect() is asked about so many lines at most, and so much text (a line may be a MiB long). */
const SAMPLE_LINES = 2_000;
const SAMPLE_CHARS = 4 * 1024 * 1024;
/** NMT parts its regions by one blank line, a web page may add some; more is the end. */
export const MAX_BLANKS = 3;
/** One of them is the beginning of a second list. */
export const MIN_DESCENTS = 2;

/** What grows of one format: an artifact whose end is not yet known. */
export interface Growth {
  firstLine: number;
  lastLine: number;
  coreFirst: number;
  coreLast: number;
  before: number[];
  after: number[];
  explained: number;
  /** Lines right behind another of it, without a blank one between. */
  adjacent: number;
  sample: { line: number; text: string }[];
  sampleChars: number;
  heads: Set<string>;
  feet: Set<string>;
  /** Opened by its foot (`sort -rn` puts "total kB" first, and column heads anywhere), or by the ruler above it (`sort` alone). */
  sorted: boolean;
  /** Rows whose address is lower than that of the row above: somebody has sorted them by something else. */
  descents: number;
  blanks: number;
  elision: 'none' | 'pending' | 'inside';
  /** Line that looks damaged and waits for a row behind it. */
  damagedLine: number | null;
  /** There has been such a line, or one with a quote mark or a gutter's number alone: what is kept of it is not what it is to be read as. */
  odd: boolean;
  /** It is being read already; undefined as long as nobody has tried. */
  ahead: ReadAhead | null | undefined;
  /** Characters of a title that may have been wrapped by a terminal: the next line may be the rest of it. 0: not, or all of it has come. */
  wrapWidth: number;
  /** Its envelope has opened: every line belongs to it. */
  inside: boolean;
  /** Sentences since the last line that was none. */
  sentences: number;
  lastClass: Look['class'];
  lastText: string;
  complete: boolean | null;
  tool: Tool;
  toolLine: number;
  dress: Dress;
}

/**
 * Blank lines since the last that was none. Where a web page or a line end translated twice (CR CR LF) has put one behind every line,
 * n of the tool's own have become 2n + 1.
 */
export function gapOf({ blanks, explained, adjacent }: Growth): number {
  return adjacent === 0 && explained > 2 ? Math.floor(blanks / 2) : blanks;
}

/** A foot was reached after rows: only more of the foot belongs to it. */
export const isClosed = (grown: Growth): boolean => grown.lastClass === 'foot' && grown.coreFirst > 0 && !isSortedList(grown);

export const isSortedList = ({ sorted, descents }: Growth): boolean => sorted || descents >= MIN_DESCENTS;

/** Shorter titles are not wrapped by any terminal. */
const LEAST_WRAP = 60;
/** A blank where a line was broken may be lost. */
const LOST_BLANKS = 2;
const PROCESS = /^\s{0,8}\d{1,10}:\s{1,8}\S/;

/** "107870:   /usr/lib/jvm/java-17/bin/java -Xmx8g -cp a.jar:b.…" fills a terminal's line: where the next one is none of the format's, it goes on there. */
export const wrapOf = (title: string): number => (title.length >= LEAST_WRAP && PROCESS.test(title) ? title.length : 0);

/** Whether a line is the rest of a wrapped title, or a part of that as wide as the terminal. */
export function isRest(grown: Growth, text: string): boolean {
  const { wrapWidth, coreFirst, blanks, explained } = grown;
  return wrapWidth > 0 && coreFirst === 0 && blanks === 0 && explained === 1 && text.length <= wrapWidth;
}

/** The row of a map. */
export const ADDRESSED = /^\s{0,40}(?:0x)?[0-9a-f]{6,16}[-\s]/i;

/** One more line that fits. */
export function append(grown: Growth, line: number, text: string, found: Exclude<Look['class'], 'none' | 'blank'>): void {
  if (found === 'strong') {
    if (grown.coreFirst === 0) grown.coreFirst = line;
    else if (grown.descents < MIN_DESCENTS && text < grown.lastText && ADDRESSED.test(text) && ADDRESSED.test(grown.lastText))
      grown.descents++;
    grown.coreLast = line;
    if (grown.after.length > 0) grown.after = [];
  } else {
    const edge = grown.coreFirst === 0 ? grown.before : grown.after;
    if (edge.length < MAX_EDGE) edge.push(line);
  }
  grown.lastLine = line;
  if (grown.explained++ > 0 && grown.blanks === 0) grown.adjacent++;
  grown.blanks = 0;
  grown.damagedLine = null;
  grown.lastClass = found;
  grown.lastText = text;
  note(grown, line, text);
}

/** A line of it that came as text, what was on it taken off. */
export function note(grown: Growth, line: number, text: string): void {
  const { ahead, dress } = grown;
  const isBare = dress.layers === 0 && dress.entities === 0 && dress.indent === '' && !grown.odd && !grown.inside;
  ahead?.text(line, text, isBare, grown.coreLast === line);
  keepSample(grown, line, text);
}

/** Whether what `detect` is to see is not yet all there. */
export const isSampled = ({ sample, sampleChars }: Growth): boolean => sample.length < SAMPLE_LINES && sampleChars < SAMPLE_CHARS;

export function keepSample(grown: Growth, line: number, text: string): void {
  if (grown.sample.length >= SAMPLE_LINES || grown.sampleChars + text.length > SAMPLE_CHARS) return;
  grown.sample.push({ line, text });
  grown.sampleChars += text.length;
}

export function indentLike(dress: Dress, text: string): void {
  if (dress.indent === '') return;
  const indent = /^[ \t]*/.exec(text)?.[0] ?? '';
  dress.indent = dress.indent === null ? indent : commonBegin(dress.indent, indent);
}

function commonBegin(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}

/** One more line of a title that was wrapped; the last one, where it does not fill the terminal. */
export function appendRest(grown: Growth, line: number, text: string): void {
  grown.odd = true;
  if (text.length < grown.wrapWidth - LOST_BLANKS) grown.wrapWidth = 0;
  note(grown, line, text);
}
