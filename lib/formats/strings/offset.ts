// `strings -t x|d|o` prints the offset in 7 columns and one blank before each string, `-f` the name of the file before all:
//
//       c00 SUN_STANDARD
//   41020 frame-cache entry 78929
//   heap.dump:     c00 SUN_STANDARD

export type Radix = 8 | 10 | 16;

export interface OffsetLine {
  /** Digits as printed; what they are worth depends on the radix. */
  digits: string;
  text: string;
  /** Of `-f`; null where there is none. */
  file: string | null;
  /** As the tool pads it: right-aligned in 7 columns. */
  padded: boolean;
}

/** A terabyte in hexadecimal, and more than a dump of any radix needs; addresses of a memory map are longer, or begin with zeros. */
const OFFSET = /^( {0,16})(0|[1-9a-f][0-9a-f]{0,10}) (?=.{3})/s;
const LONGEST_FILE = 256;

/** Reads the offset of one line; null where there is none. */
export function readOffset(text: string): OffsetLine | null {
  const plain = match(text, 0);
  if (plain) return { ...plain, file: null };
  const colon = text.slice(0, LONGEST_FILE).indexOf(': ');
  if (colon <= 0) return null;
  const behind = match(text, colon + 2);
  return behind && { ...behind, file: text.slice(0, colon) };
}

function match(text: string, from: number): Omit<OffsetLine, 'file'> | null {
  const found = OFFSET.exec(from === 0 ? text.slice(0, 40) : text.slice(from, from + 40));
  if (!found) return null;
  const [whole, blanks = '', digits = ''] = found;
  return {
    digits,
    text: text.slice(from + whole.length),
    padded: blanks.length + digits.length === 7 || (blanks === '' && digits.length > 7),
  };
}

/** "c00" → 3072. NaN where the digits are none of the radix. */
export function parseOffset(digits: string, radix: Radix): number {
  const allowed = radix === 16 ? /^[0-9a-f]+$/ : radix === 10 ? /^\d+$/ : /^[0-7]+$/;
  return allowed.test(digits) ? Number.parseInt(digits, radix) : Number.NaN;
}

/** What the command says: `-t x`, `-tx`, `--radix=x`, `-o` (octal). Null where it says nothing. */
export function radixOfCommand(command: string | null): Radix | null {
  const asked = /\s-(?:\w{0,6}t\s?|-radix[= ])([xdo])(?=\s|$)/.exec(command ?? '')?.[1];
  if (asked) return asked === 'x' ? 16 : asked === 'd' ? 10 : 8;
  return /\s-[afw]{0,3}o(?=\s|$)/.test(command ?? '') ? 8 : null;
}

/** So many digits without one above seven, and the radix is no accident. */
const ENOUGH_DIGITS = 60;
/** Offsets that do not fit the string before them: reset by `-f` at the next file, or a line damaged by its paste. */
const MISFITS = 0.05;
const RADIXES: readonly Radix[] = [8, 10, 16];

/**
 * Finds the radix of ascending offsets. Strings do not overlap: each begins behind the end of the one before. Read in too small a radix
 * offsets would overlap; in too large a one they never do, so that the smallest that fits is taken. A letter is hexadecimal, of course.
 */
export class RadixGuess {
  #rows = 0;
  #digits = 0;
  #letters = false;
  #aboveSeven = false;
  readonly #misfits = new Map<Radix, number>(RADIXES.map((radix) => [radix, 0]));
  #before: { digits: string; length: number; file: string | null } | null = null;

  add({ digits, text, file }: OffsetLine): void {
    this.#rows++;
    this.#digits += digits.length;
    this.#letters ||= /[a-f]/.test(digits);
    this.#aboveSeven ||= /[89]/.test(digits);
    const before = this.#before;
    for (const radix of RADIXES) {
      const end = before ? parseOffset(before.digits, radix) + before.length : -1;
      const isNewFile = before !== null && before.file !== file;
      if (isNewFile || !(parseOffset(digits, radix) > end)) this.#misfits.set(radix, (this.#misfits.get(radix) ?? 0) + 1);
    }
    this.#before = { digits, length: text.trimEnd().length, file };
  }

  /** Share of the rows that begin behind the end of the one before, in the radix that is taken. */
  get fit(): number {
    return this.#rows === 0 ? 0 : 1 - (this.#misfits.get(this.radix) ?? 0) / this.#rows;
  }

  get radix(): Radix {
    if (this.#letters) return 16;
    if (!this.#aboveSeven && this.#digits >= ENOUGH_DIGITS && this.#fits(8)) return 8;
    return this.#fits(10) || !this.#fits(16) ? 10 : 16;
  }

  /** A letter proves it, and so does that no smaller radix fits; else it stays a guess. */
  get certain(): boolean {
    return this.#letters || this.radix === 16;
  }

  #fits(radix: Radix): boolean {
    return (this.#misfits.get(radix) ?? 0) <= MISFITS * this.#rows;
  }
}
