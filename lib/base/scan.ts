// Reads a line by its characters, where a pattern would cut it into pieces first: for the rows of which a capture has
// a hundred thousand. Positions go in and come out; at the end of the text nothing is skipped.

const TAB = 0x09;
const BLANK = 0x20;
const ZERO = 0x30;
const NINE = 0x39;

/** Of a hexadecimal digit; -1 for any other character. */
function hexValue(code: number): number {
  if (code >= ZERO && code <= NINE) return code - ZERO;
  const letter = (code | 0x20) - 0x61;
  return letter >= 0 && letter < 6 ? letter + 10 : -1;
}

/** Behind blanks and tabs. */
export function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && (text.charCodeAt(at) === BLANK || text.charCodeAt(at) === TAB)) at++;
  return at;
}

/** Behind decimal digits. */
export function skipDigits(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) >= ZERO && text.charCodeAt(at) <= NINE) at++;
  return at;
}

/** Behind hexadecimal digits of either case. */
export function skipHex(text: string, from: number): number {
  let at = from;
  while (at < text.length && hexValue(text.charCodeAt(at)) >= 0) at++;
  return at;
}

/** Digits that a number holds exactly, whatever they are. */
export const EXACT_DIGITS = 15;

/** The decimal digits from..to as a number; at most EXACT_DIGITS of them. */
export function readDecimal(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) value = value * 10 + text.charCodeAt(at) - ZERO;
  return value;
}

// One 64-bit word seen as two of 32 bits, low first: without it, a bigint would have to be made from a text of its own.
const words = new Uint32Array(2);
const word = new BigUint64Array(words.buffer);
const LOW = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 0 : 1;

/** The hexadecimal digits from..to as an unsigned number of 64 bits; at most 16 of them. */
export function readHex(text: string, from: number, to: number): bigint {
  let high = 0;
  let low = 0;
  const border = Math.max(from, to - 8);
  for (let at = from; at < border; at++) high = (high << 4) | hexValue(text.charCodeAt(at));
  for (let at = border; at < to; at++) low = (low << 4) | hexValue(text.charCodeAt(at));
  words[LOW] = low;
  words[1 - LOW] = high;
  return word[0] ?? 0n;
}
