import { straightenMarks } from './clean-line';

// ``` or ~~~ with or without a language: the fence of a Markdown code block. (In chats, text may follow: "```10616:".)
const FENCE = /^\s{0,3}(?:`{3,}|~{3,})\s*[\w+#.-]{0,40}\s*(?:\{[^{}]{0,200}\}\s*)?$/;
// "### pmap". (Whether "# Samples" is perf's own comment is for the formats to say: only lines that none knows come here.)
const HEADING = /^#{1,6}\s+\S/;

/** Lines that no artifact goes across: fences and headings. */
export function isBoundary(text: string): boolean {
  return FENCE.test(text) || HEADING.test(text);
}

export const isFence = (text: string): boolean => FENCE.test(text);

// "...", "……", "(省略)", "<snip>", "[...]", "... a lot of output omitted ...", "--- snip ---", "此处省略 200 行"
const ELISION_MARK =
  /^[([{<]?\s*(?:\.{3,12}|…{1,6}|。{3,12}|·{3,12}|⋮|-{0,8} ?<?(?:snip|snipped|cut|省略|略|omitted|truncated)>?(?: here)? ?-{0,8})\s*[)\]}>]?$/i;
const ELISION_WORDS =
  /^(?:\.{2,12}|…+|[([{<-]+|此处|以下|中间|后面|其余|部分).{0,60}(?:omitted|snipped|truncated|skipped|more|lines|省略|略去|略)/i;

// What every elision begins with, and what it has: dots, or a word for it. Nearly all lines are told apart by these alone.
// (An address in brackets begins a stack frame, whatever its name holds.)
const ELISION_BEGINNING = /^\s*(?:[({<.sSoOcCtT-]|\[(?!0x)|[^\x00-\x7f])/;
const ELISION_HINT = /\.\.|[…。·⋮]|snip|cut|omit|trunc|skip|more|lines|略/i;

/** A line by which somebody says that lines were left out here. */
export function isElision(text: string): boolean {
  if (text.length > 120 || !ELISION_BEGINNING.test(text) || !ELISION_HINT.test(text)) return false;
  const trimmed = straightenMarks(text).trim();
  if (trimmed === '') return false;
  return ELISION_MARK.test(trimmed) || (trimmed.length <= 80 && ELISION_WORDS.test(trimmed));
}

const CJK = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;
const PLAIN_WORD = /^[("'`]?[A-Za-z][A-Za-z'-]*[)"'`,;.!?]?$/;

/** Somebody's words: letters of Chinese, Japanese or Korean, or six plain words that end like a sentence. */
export function isSentence(text: string): boolean {
  if (text.length > 2_000) return false;
  const trimmed = text.trim();
  if (CJK.test(trimmed) && !trimmed.includes('=')) return true;
  if (!/[A-Za-z)"'`][.:?!]$/.test(trimmed)) return false;
  const words = trimmed.split(/\s+/);
  const plain = words.filter((word) => PLAIN_WORD.test(word) || /^[A-Za-z]+[.:?!]$/.test(word)).length;
  return plain >= 6 && plain > words.length * 0.7;
}

/**
 * A single unknown line between two rows of a table, or after the last, can be a damaged row ("00007fd5c8000000 2654208 25371")
 * or a sentence ("5 minutes later:"). A sentence parts two artifacts; a damaged row begins like the row before it, stays, and
 * its reader will warn of it.
 */
export function looksDamaged(text: string, rowBefore: string): boolean {
  if (text.length > 4096 || !/\d/.test(text) || isBoundary(text)) return false;
  const trimmed = text.trim();
  if (CJK.test(trimmed) || /[:：。？！?!]$/.test(trimmed)) return false;
  const words = trimmed.split(/\s+/).filter((token) => PLAIN_WORD.test(token)).length;
  return words < 3 && beginsLike(trimmed, rowBefore.trim());
}

const ADDRESS = /^\[?(?:0x)?[0-9a-f]{6,16}\b/i;

const beginsLike = (a: string, b: string): boolean =>
  (ADDRESS.test(a) && ADDRESS.test(b)) || (a.length > 3 && a.slice(0, 3) === b.slice(0, 3));
