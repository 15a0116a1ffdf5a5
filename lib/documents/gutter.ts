import { skipBlanks, skipDigits } from '@/lib/base/scan';

// Blog engines copy the line numbers of a code block along with it, in two forms:
//   before the block, one number a line ("1", "2", … "11", then the eleven lines), or
//   before every line ("12: text", "12| text", "12  text").

/** A line that begins with its number: `rest` is what follows, null where nothing does ("12"). */
export interface Numbered {
  number: number;
  /** What stands between number and text. */
  form: ':' | '|' | ' ';
  rest: string | null;
}

const NUMBERED = /^ {0,8}(\d{1,7})(?:([:|])[ \t]?|[ \t]|$)/;

export function readNumbered(text: string): Numbered | null {
  const match = beginsWithNumber(text) ? NUMBERED.exec(text) : null;
  if (!match) return null;
  const rest = text.slice(match[0].length);
  const form = match[2] === ':' || match[2] === '|' ? match[2] : ' ';
  return { number: Number(match[1]), form, rest: rest.trim() === '' ? null : rest };
}

/** At most seven digits, however far in: tells a row of a map ("00007fd673000000 …") at a glance. */
function beginsWithNumber(text: string): boolean {
  const from = skipBlanks(text, 0);
  const digits = skipDigits(text, from) - from;
  return digits > 0 && digits < 8;
}

/** The numbers of neighbouring lines make a gutter when three ascend by one, alike in form, and at least two have text. */
export const GUTTER_RUN = 3;

/** Follows the lines; `isGutter` needs those behind it, at least GUTTER_RUN - 1 of them where there are so many. */
export function createGutterWatch() {
  // The run of ascending numbers that ends with the last line asked for.
  let run = 0;
  let texts = 0;
  let last: Numbered | null = null;
  return {
    isGutter(here: Numbered | null, behind: readonly (Numbered | null)[]): boolean {
      const joined = here !== null && last !== null && follows(last, here);
      run = here ? (joined ? run : 0) + 1 : 0;
      texts = here ? (joined ? texts : 0) + (here.rest === null ? 0 : 1) : 0;
      last = here;
      if (!here) return false;
      let length = run;
      let withText = texts;
      let before = here;
      for (const next of behind) {
        if (!next || !follows(before, next)) break;
        length++;
        if (next.rest !== null) withText++;
        before = next;
      }
      return length >= GUTTER_RUN && withText >= 2;
    },
  };
}

function follows(before: Numbered, after: Numbered): boolean {
  // "12" without text may be a blank line of any form.
  const alike = before.form === after.form || before.rest === null || after.rest === null;
  return after.number === before.number + 1 && alike;
}

/** A code block announced by a gutter of `length` numbers before it. It may be shorter (engines drop blank lines), not longer. */
export interface Block {
  firstLine: number;
  lastLine: number;
}

const MAX_BLOCK = 100_000;
const ONE_LINE = /^\s*1(?: \d{1,5}){1,5000}\s*$/;

/** Finds gutters that stand before their block: "1", "2", … one a line, or all in one line. */
export function createBlockWatch() {
  let count = 0;
  let block: Block | null = null;
  return {
    /** True where the line is part of such a gutter. */
    isGutter(text: string, line: number): boolean {
      const length = countNumbers(text, count);
      if (length > 0) {
        count = length;
        return true;
      }
      if (count > 0) block = { firstLine: line, lastLine: line + count - 1 };
      count = 0;
      return false;
    },
    /** The block that the last gutter announced. */
    block: () => block,
  };
}

/** Numbers of the gutter so far, this line's included; 0 where the line is none of it. */
function countNumbers(text: string, before: number): number {
  const trimmed = text.length <= 40_000 ? text.trim() : '';
  if (/^\d{1,6}$/.test(trimmed)) {
    const number = Number(trimmed);
    return number === 1 || (before > 0 && number === before + 1 && number <= MAX_BLOCK) ? number : 0;
  }
  if (!trimmed.startsWith('1 2') || !ONE_LINE.test(trimmed)) return 0;
  const numbers = trimmed.split(' ').map(Number);
  return numbers.every((number, i) => number === i + 1) ? numbers.length : 0;
}
