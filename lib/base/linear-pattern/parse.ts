import {
  type Assertion,
  complement,
  DIGITS,
  LINE_ENDS,
  literal,
  type Node,
  type PatternTrouble,
  type Ranges,
  SPACE,
  unit,
  WORD,
} from './syntax';

/** Groups within groups, at most: reading goes down one call for each. */
const DEEPEST = 50;
const MOST_REPEATS = 1_000;

const CLASSES: Record<string, Ranges> = { d: DIGITS, w: WORD, s: SPACE };
const CONTROLS: Record<string, number> = { t: 9, n: 10, v: 11, f: 12, r: 13, '0': 0 };
const REFUSED_GROUPS: readonly [opening: string, what: string][] = [
  ['?=', 'Looking ahead (?=…)'],
  ['?!', 'Looking ahead (?!…)'],
  ['?<=', 'Looking behind (?<=…)'],
  ['?<!', 'Looking behind (?<!…)'],
  ['?<', 'A group with a name (?<…>)'],
];

class Refusal extends Error {
  readonly trouble: PatternTrouble;
  constructor(at: number, text: string) {
    super(text);
    this.trouble = { at, text };
  }
}

/** The syntax of ECMAScript's regular expressions, less what needs going back: see README.md. Trouble where it is something else. */
export function parsePattern(pattern: string): Node | PatternTrouble {
  try {
    return new Reader(pattern).readAll();
  } catch (error) {
    if (error instanceof Refusal) return error.trouble;
    throw error;
  }
}

class Reader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  readAll(): Node {
    const node = this.#readChoice();
    // Only a ")" ends a choice before the end.
    if (this.#at < this.#text.length) throw new Refusal(this.#at, 'This ) closes no group. Write \\) for the sign itself.');
    return node;
  }

  #peek(): string {
    return this.#text[this.#at] ?? '';
  }

  #take(sign: string): boolean {
    if (!this.#text.startsWith(sign, this.#at)) return false;
    this.#at += sign.length;
    return true;
  }

  #readChoice(): Node {
    const parts = [this.#readSequence()];
    while (this.#take('|')) parts.push(this.#readSequence());
    return parts.length === 1 ? (parts[0] ?? { kind: 'sequence', parts: [] }) : { kind: 'choice', parts };
  }

  #readSequence(): Node {
    const parts: Node[] = [];
    while (this.#at < this.#text.length && this.#peek() !== '|' && this.#peek() !== ')') {
      const from = this.#at;
      const part = this.#readOne();
      parts.push(this.#readRepeat(part, from));
    }
    return { kind: 'sequence', parts };
  }

  #readOne(): Node {
    const from = this.#at;
    const sign = this.#peek();
    switch (sign) {
      case '(':
        return this.#readGroup();
      case '[':
        return this.#readClass();
      case '\\':
        return this.#readEscape();
      case '*':
      case '+':
      case '?':
        throw new Refusal(from, `There is nothing before this ${sign} to repeat. Write \\${sign} for the sign itself.`);
      case '{':
        if (this.#takeCount()) throw new Refusal(from, 'There is nothing before this {…} to repeat. Write \\{ for the sign itself.');
        break;
      case '.':
        this.#at++;
        return unit(LINE_ENDS, true);
      case '^':
      case '$':
        this.#at++;
        return { kind: 'assertion', which: sign === '^' ? 'start' : 'end' };
    }
    this.#at++;
    return literal(this.#text.charCodeAt(from));
  }

  #readGroup(): Node {
    const from = this.#at++;
    const refused = REFUSED_GROUPS.find(([opening]) => this.#text.startsWith(opening, this.#at));
    if (refused) throw new Refusal(from, `${refused[1]} is not supported here: it cannot be followed in one pass.`);
    if (!this.#take('?:') && this.#peek() === '?') throw new Refusal(from, 'Of groups, only (…) and (?:…) are supported here.');
    if (++this.#depth > DEEPEST) throw new Refusal(from, `Groups stand more than ${DEEPEST} deep here.`);
    const inner = this.#readChoice();
    this.#depth--;
    if (!this.#take(')')) throw new Refusal(from, 'This ( is not closed. Write \\( for the sign itself.');
    return inner;
  }

  /** "*", "+?", "{2,5}" behind a part; the part itself where there is none. How greedy it is makes no difference to whether it matches. */
  #readRepeat(part: Node, from: number): Node {
    const at = this.#at;
    const count = this.#take('*')
      ? { least: 0, most: Number.POSITIVE_INFINITY }
      : this.#take('+')
        ? { least: 1, most: Number.POSITIVE_INFINITY }
        : this.#take('?')
          ? { least: 0, most: 1 }
          : this.#takeCount();
    if (!count) return part;
    if (part.kind === 'assertion') throw new Refusal(from, 'A place in the text (^, $, \\b) cannot be repeated.');
    if (count.most < count.least) throw new Refusal(at, 'The larger number of {…} stands first.');
    if (Math.max(count.least, Number.isFinite(count.most) ? count.most : 0) > MOST_REPEATS)
      throw new Refusal(at, `More than ${MOST_REPEATS.toLocaleString('en')} repeats are not supported here.`);
    this.#take('?');
    if (/^[*+?]/.test(this.#peek())) throw new Refusal(this.#at, `There is nothing before this ${this.#peek()} to repeat.`);
    return { kind: 'repeat', part, ...count };
  }

  /** "{3}", "{3,}", "{3,5}"; null, and nothing taken, where the brace is a sign like any other: "operator{". */
  #takeCount(): { least: number; most: number } | null {
    const [printed, least = '', more, most = ''] = /^\{(\d{1,9})(,(\d{1,9})?)?\}/.exec(this.#text.slice(this.#at, this.#at + 24)) ?? [];
    if (printed === undefined) return null;
    this.#at += printed.length;
    const low = Number(least);
    return { least: low, most: more === undefined ? low : most === '' ? Number.POSITIVE_INFINITY : Number(most) };
  }

  #readEscape(): Node {
    const letter = this.#text[this.#at + 1] ?? '';
    const place: Assertion | null = letter === 'b' ? 'boundary' : letter === 'B' ? 'inside' : null;
    if (place) {
      this.#at += 2;
      return { kind: 'assertion', which: place };
    }
    const ranges = this.#takeClassEscape();
    return ranges ? unit(ranges) : literal(this.#takeCodeEscape());
  }

  /** "\d", "\W"; null, and nothing taken, where it is no class. */
  #takeClassEscape(): Ranges | null {
    const letter = this.#text[this.#at + 1] ?? '';
    const ranges = Object.hasOwn(CLASSES, letter.toLowerCase()) ? CLASSES[letter.toLowerCase()] : undefined;
    if (!ranges) return null;
    this.#at += 2;
    return letter === letter.toLowerCase() ? ranges : complement(ranges);
  }

  /** "\.", "\t", "\x41", "\u0041" → the code of one UTF-16 unit. */
  #takeCodeEscape(): number {
    const from = this.#at;
    const letter = this.#text[from + 1] ?? '';
    if (letter === '') throw new Refusal(from, 'A \\ at the end escapes nothing. Write \\\\ for the sign itself.');
    const hex = /^(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4}))/.exec(this.#text.slice(from + 1, from + 6));
    if (hex) {
      this.#at += 1 + hex[0].length;
      return Number.parseInt(hex[1] ?? hex[2] ?? '', 16);
    }
    if (/[1-9k]/.test(letter))
      throw new Refusal(from, `Going back to a group (\\${letter}) is not supported here: it cannot be followed in one pass.`);
    const isOctal = letter === '0' && /\d/.test(this.#text[from + 2] ?? '');
    const control = Object.hasOwn(CONTROLS, letter) && !isOctal ? CONTROLS[letter] : undefined;
    if (control === undefined && /[\p{L}\p{N}]/u.test(letter)) throw new Refusal(from, `\\${letter} is not supported here.`);
    this.#at += 2;
    return control ?? letter.charCodeAt(0);
  }

  /** "[^a-z_\d]" */
  #readClass(): Node {
    const from = this.#at++;
    const isNegated = this.#take('^');
    const ranges: [number, number][] = [];
    while (!this.#take(']')) {
      if (this.#at >= this.#text.length) throw new Refusal(from, 'This [ is not closed. Write \\[ for the sign itself.');
      const at = this.#at;
      const first = this.#readMember();
      const isRange = this.#peek() === '-' && this.#text[this.#at + 1] !== ']' && this.#at + 1 < this.#text.length;
      if (!isRange) {
        ranges.push(
          ...(typeof first === 'number' ? [[first, first + 1] as [number, number]] : first.map(([a, b]): [number, number] => [a, b])),
        );
        continue;
      }
      this.#at++;
      const last = this.#readMember();
      if (typeof first !== 'number' || typeof last !== 'number') throw new Refusal(at, 'A class like \\d cannot begin or end a range.');
      if (last < first) throw new Refusal(at, 'This range ends before it begins.');
      ranges.push([first, last + 1]);
    }
    return unit(ranges, isNegated);
  }

  /** A sign of a class: its code, or the ranges of "\d". Within brackets, "\b" is the backspace. */
  #readMember(): number | Ranges {
    if (this.#peek() !== '\\') return this.#text.charCodeAt(this.#at++);
    if (this.#text[this.#at + 1] === 'b') {
      this.#at += 2;
      return 8;
    }
    return this.#takeClassEscape() ?? this.#takeCodeEscape();
  }
}
