import { skipBlanks } from '@/lib/base/scan';

// What a line can lose without losing anything said: each function takes one line and works by itself.

// ESC [ 3 1 m   ESC ] 0 ; title BEL   ESC ( B      (terminal colours, window titles, character sets)
const ANSI = /\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]?|[\x07\x08]/g;
// Zero-width blanks and joiners, soft hyphen, direction marks, a byte order mark in the middle: left by web pages and chats.
const ZERO_WIDTH = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;
// No-break, en, em, thin and ideographic (full-width) blanks.
const WIDE_BLANK = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
const ANY = /[\x07\x08\x1b\u00a0\u00ad\u1680\u2000-\u200f\u202a-\u202f\u205f-\u2064\u3000\ufeff]/;

/** Without terminal control sequences and zero-width characters; every kind of blank is a blank (tabs stay). */
export function stripInvisible(text: string): string {
  if (!ANY.test(text)) return text;
  return text.replace(ANSI, '').replace(ZERO_WIDTH, '').replace(WIDE_BLANK, ' ');
}

const ENTITY = /&(?:lt|gt|amp|nbsp|quot|apos|#0?39|#x27|#160|#xa0);/gi;
const ENTITY_TEXT: Record<string, string> = { lt: '<', gt: '>', amp: '&', nbsp: ' ', '#160': ' ', '#xa0': ' ', quot: '"' };

/** From so many HTML entities on they are taken for the page's, not the tool's. */
export const SEVERAL_ENTITIES = 2;

/** A blank written as an entity says enough by itself: no tool prints it. */
export function countEntities(text: string): number {
  if (!text.includes('&')) return 0;
  const found = text.match(ENTITY) ?? [];
  return found.reduce((count, entity) => count + (ENTITY_TEXT[entity.slice(1, -1).toLowerCase()] === ' ' ? SEVERAL_ENTITIES : 1), 0);
}

/** "AbstractCounter&lt;unsigned long&gt;*" → "AbstractCounter<unsigned long>*", as a page's source or a chat export has it. */
export function decodeEntities(text: string): string {
  return text.replace(ENTITY, (entity) => ENTITY_TEXT[entity.slice(1, -1).toLowerCase()] ?? "'");
}

const WIDE_MARK = /[\uff01-\uff5e\u201c\u201d\u201e\u2018\u2019\u3010\u3011\u2013\u2014]/;
const WIDE_MARKS = new RegExp(WIDE_MARK, 'g');
const MARK_TEXT: Record<string, string> = {
  '\u201c': '"',
  '\u201d': '"',
  '\u201e': '"',
  '\u2018': "'",
  '\u2019': "'",
  '\u3010': '[',
  '\u3011': ']',
  '\u2013': '-',
  '\u2014': '-',
};

export const hasWideMarks = (text: string): boolean => WIDE_MARK.test(text);

/** "Total： reserved＝85091386KB，" → ASCII; curly quotes and long dashes become straight. Right only for lines that are tool output otherwise. */
export function straightenMarks(text: string): string {
  if (!WIDE_MARK.test(text)) return text;
  // U+FF01..FF5E are the full-width forms of 0x21..7E, in the same order.
  return text.replace(WIDE_MARKS, (mark) => MARK_TEXT[mark] ?? String.fromCharCode(mark.charCodeAt(0) - 0xfee0));
}

// What lines of tools rarely hold: control characters, what is not ASCII, and "&", with which entities begin.
const UNUSUAL = /[^\t -%'-~]/;
const OTHER_BLANK = /[\v\f\u2028\u2029]/;
const GREATER = 0x3e;
const LESS = 0x3c;
const BAR = 0x7c;
const BACKTICK = 0x60;

/** No fence, quote mark or tag at its borders, no entity, control character or full-width mark: nothing that could be taken off. */
export function isPlain(text: string): boolean {
  if (UNUSUAL.test(text) && (ANY.test(text) || OTHER_BLANK.test(text) || WIDE_MARK.test(text) || countEntities(text) > 0)) return false;
  const first = text.charCodeAt(skipBlanks(text, 0));
  if (first === GREATER || first === LESS || first === BAR || first === BACKTICK) return false;
  let last = text.length - 1;
  while (last > 0 && (text.charCodeAt(last) === 0x20 || text.charCodeAt(last) === 0x09)) last--;
  return last < 0 || (text.charCodeAt(last) !== GREATER && text.charCodeAt(last) !== BACKTICK);
}

const OPENING_TAGS = /^\s*(?:```|<\/?(?:pre|code|details|summary|div|span|p|br|samp)(?:\s[^<>]{0,300})?\/?>\s?)+/i;
const CLOSING_TAGS = /(?:```|<\/(?:pre|code|details|summary|div|span|p|samp)>|<br ?\/?>)+\s*$/i;

/** Without HTML and fences at the borders of the line: "<pre><code>10616:" → "10616:". Tags inside (Java's `<init>`) stay. */
export function stripTags(text: string): string {
  if (!/>|```/.test(text)) return text;
  const begun = text.replace(OPENING_TAGS, '');
  // Only the end is searched: a pattern that is not tied to the begin would try every tag of a long line.
  const border = Math.max(0, begun.length - 200);
  return begun.slice(0, border) + begun.slice(border).replace(CLOSING_TAGS, '');
}

// "> > text", ">>text", "| text": mail, chat and forum quotes. A `|` counts only when a blank follows (or the line ends).
const QUOTE = /^(?: {0,3}(?:>|\|(?=[\s>|]|$)))+ ?/;

/** Without the quote marks at its begin. */
export function stripQuote(text: string): string {
  return text.replace(QUOTE, '');
}
