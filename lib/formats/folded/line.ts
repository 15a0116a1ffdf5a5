import { frameType } from '@/lib/model/frame-type';

// Folded ("collapsed") stacks: one stack a line, frames root first, then a blank and the weight.
//
//   java/lang/Thread.run;java/util/zip/Deflater.deflate;longest_match_[k] 12
//   frame                frame                          leaf with type    value
//
// Printed by asprof -o collapsed, jfrconv, stackcollapse-*.pl (FlameGraph), inferno, jeprof --collapsed, bcc's profile.py -f,
// perf script report stackcollapse, and difffolded.pl (two values). Frames may hold blanks, so only the last blank counts.

/** A line cut at its last blank. */
export interface FoldedLine {
  stack: string;
  value: string;
  /** The value before it, where the line ends in two numbers (difffolded). */
  before: string | null;
}

/** Thirty digits are beyond any counter; more would become infinite. */
const NUMBER = /^\d{1,30}(?:\.\d{1,30})?$/;

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isBlank = (code: number): boolean => code === 0x20 || code === 0x09;

/** Index of the last blank before `end`, or -1. */
function lastBlank(text: string, end: number): number {
  let at = end - 1;
  while (at >= 0 && !isBlank(text.charCodeAt(at))) at--;
  return at;
}

/** Cuts "a;b;c 12" at its last blank; null where the line does not end in a number of its own or nothing stands before it. */
export function cutLine(text: string): FoldedLine | null {
  const trimmed = text.trimEnd();
  if (trimmed === '' || !isDigit(trimmed.charCodeAt(trimmed.length - 1))) return null;
  const blank = lastBlank(trimmed, trimmed.length);
  if (blank <= 0) return null;
  const value = trimmed.slice(blank + 1);
  if (!NUMBER.test(value)) return null;
  const stack = trimmed.slice(0, blank).trim();
  if (stack === '') return null;
  if (isDigit(stack.charCodeAt(stack.length - 1)) && stack.includes(';')) {
    const earlier = lastBlank(stack, stack.length);
    const before = stack.slice(earlier + 1);
    if (earlier > stack.lastIndexOf(';') + 1 && NUMBER.test(before)) return { stack: stack.slice(0, earlier).trimEnd(), value, before };
  }
  return { stack, value, before: null };
}

/** "# comment" and "// comment". */
export const isComment = (text: string): boolean => /^\s*(?:#|\/\/)/.test(text);

/**
 * Calls `take` for every frame, root first. A separator has no blank behind it; Rust's array types have one:
 * "core::array::<impl core::default::Default for [T; _]>::default".
 */
export function eachFrame(stack: string, take: (frame: string, isLeaf: boolean) => void): void {
  let from = 0;
  let search = 0;
  for (;;) {
    const semicolon = stack.indexOf(';', search);
    if (semicolon === -1) break;
    search = semicolon + 1;
    if (isBlank(stack.charCodeAt(search))) continue;
    take(stack.slice(from, semicolon), false);
    from = search;
  }
  take(stack.slice(from), true);
}

/** Words of a frame outside brackets: "static void foo(int, char) const" has four; sentences have more. */
const MOST_WORDS = 6;
/** An "=" that a symbol may hold outside brackets. */
const SYMBOL_EQUALS = /operator\s?[<>=!+\-*/%^&|]*=/g;
const SENTENCE_END = /[.,:;!?。，：；、！？]$/;
const ENTITY = /&#?\w{1,8};/;

/** Words of a frame outside brackets; 0 where it cannot be a symbol: an assignment, unbalanced braces, a number alone. */
function countWords(frame: string): number {
  let depth = 0;
  let braces = 0;
  let words = 1;
  for (let i = 0; i < frame.length; i++) {
    switch (frame[i]) {
      case '(':
      case '<':
      case '[':
        depth++;
        break;
      case ')':
      case '>':
      case ']':
        depth--;
        break;
      case '{':
        braces++;
        break;
      case '}':
        braces--;
        break;
      case ';':
      case '=':
        if (depth <= 0) return 0;
        break;
      case ' ':
        if (depth <= 0) words++;
        break;
    }
  }
  return braces !== 0 || /^\d[\d.,:-]*$/.test(frame) ? 0 : words;
}

/** "cksum", "foo(int, char)", "[main tid=7]", "vtable stub": what may stand alone on a line. */
function isLoneFrame(stack: string): boolean {
  if (!/^[A-Za-z_~$[<]/.test(stack) || /[,;{}"]$/.test(stack)) return false;
  return countWords(stack) === 1 || (stack.length < 200 && frameType(stack) === 'vm');
}

/** What loggers and containers put before a line is no frame: "web_1  | a;b 3", "2024-03-01T12:00:07Z stdout F a;b 3", "[OUT] a;b 3". */
const LOG_PREFIX =
  /^\s{0,4}(?:[\w.-]{1,64} {1,20}\| |\[?\d{4}[-/.]\d\d[-/.]\d\d[T ]\d\d:\d\d:\d\d\S{0,20} |\[?\d\d:\d\d:\d\d\S{0,12} |[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d |\[(?:out|err|stdout|stderr|trace|debug|info|warn|warning|error)\] )/i;

/** "1 --- [main] c.a.Dump : main", "INFO c.a.Dump - main": the rest of such a prefix. Names of threads in brackets may hold anything. */
const isLogged = (frame: string): boolean => / (?:-{1,3}|:) /.test(frame.slice(0, 200).replace(/\[[^[\]]*\]/g, ''));

/**
 * How surely a line is a folded stack. 2: several frames that look like symbols, then a number. 1: could be one between others:
 * a single frame ("cksum 6"), or frames of which one looks odd. 0: anything else: pmap rows, gutters, prose, source code ("int a; foo 3").
 */
export function judgeLine(text: string): 0 | 1 | 2 {
  const cut = cutLine(text);
  if (!cut) return 0;
  const { stack } = cut;
  if (SENTENCE_END.test(stack) || ENTITY.test(stack) || LOG_PREFIX.test(stack)) return 0;
  const plain = stack.includes('=') ? stack.replace(SYMBOL_EQUALS, '') : stack;
  if (!stack.includes(';')) return cut.before === null && isLoneFrame(plain) ? 1 : 0;
  // Nobody puts a blank before the separator; code and prose do.
  if (stack.includes(' ;')) return 0;
  // A root without a name is what is left where "[thread tid=7]" was taken for a prefix.
  if (isLogged(stack.slice(0, stack.indexOf(';')))) return 0;
  let named = 0;
  let frames = 0;
  let odd = /[\t"]/.test(stack) || stack.startsWith(';');
  eachFrame(plain, (frame) => {
    frames++;
    const words = countWords(frame);
    odd ||= words === 0 || words > MOST_WORDS;
    if (/[A-Za-z\u0080-\uffff]/.test(frame)) named++;
  });
  if (frames < 2 || named * 2 < frames) return 0;
  return odd ? 1 : 2;
}
