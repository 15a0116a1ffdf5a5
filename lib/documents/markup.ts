import { isFence } from './boundary';
import { stripQuote, stripTags } from './clean-line';
import { listViews, QUOTE, TAGS } from './views';

/** What is left of a line without quote marks and tags. */
export function stripQuoteAndTags(base: string): string {
  if (!/[>|]|```/.test(base)) return base;
  return listViews(base, { layers: TAGS | QUOTE, gutterNumber: null, logShapes: [], discover: false }).at(-1)?.text ?? base;
}

const INLINE = /^(?:\s|<br ?\/?>|<\/?(?:span|div|p|samp|font)(?:\s[^<>]{0,300})?>){1,200}$/i;

/** A blank line of a saved page: "<br>", `<span class="line" id="L3"> </span>`; what opens or closes something around it is a border. */
function isBlankLine(text: string): boolean {
  if (!INLINE.test(text)) return false;
  const opened = text.match(/<(?!br\b)[a-z]/gi)?.length ?? 0;
  return opened === (text.match(/<\//g)?.length ?? 0);
}

/** A fence, or HTML with nothing in it: "<pre>", "</details>". */
export function isMarkup(base: string, bare: string): boolean {
  if (!/[<`~]/.test(base)) return false;
  const unquoted = stripQuote(base);
  return isFence(bare) || isFence(unquoted) || (stripTags(unquoted).trim() === '' && !isBlankLine(unquoted));
}

/** The line begins with a fence, or a tag for text as it stands. */
export const opensTag = (base: string): boolean => /^\s*(?:```|<(?:pre|code|details)\b)/i.test(base);
/** The line ends with one. */
export const closesTag = (base: string): boolean =>
  /[>`]\s*$/.test(base.slice(-20)) && /(?:```|<\/(?:pre|code|details)>)\s{0,100}$/i.test(base.slice(-200));
