// What scan.ts does for text, for the bytes of a line that is ASCII: positions go in and come out. Every byte of a large capture
// passes here twice, so these are plain loops. Lines are whole: a line feed ends every loop. (Reading beyond the end would give undefined,
// which compares as false, but a loop that has once done so is slow ever after.)

import { wordsOf } from './byte-words';

export const LF = 0x0a;
export const TAB = 0x09;
export const BLANK = 0x20;
const ZERO = 0x30;
const NINE = 0x39;
const AMPERSAND = 0x26;
const HASH = 0x23;
const GREATER = 0x3e;
const BACKTICK = 0x60;
const TILDE = 0x7e;

/** Values of hexadecimal digits in lower case; 255 for any other byte. */
export const HEX_VALUE = Uint8Array.from({ length: 256 }, (_, code) => {
  if (code >= ZERO && code <= NINE) return code - ZERO;
  return code >= 0x61 && code <= 0x66 ? code - 0x61 + 10 : 255;
});

/** Behind blanks and tabs. */
export function skipBlankBytes(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] === BLANK || bytes[at] === TAB) at++;
  return at;
}

/** Behind blanks (no tabs): what stands between two columns. */
export function skipBlanksOnly(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] === BLANK) at++;
  return at;
}

/** Behind decimal digits. */
export function skipDigitBytes(bytes: Uint8Array, from: number): number {
  let at = from;
  while ((bytes[at] as number) >= ZERO && (bytes[at] as number) <= NINE) at++;
  return at;
}

/** The decimal digits from..to; exact up to 15 of them. */
export function readDecimalBytes(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) value = value * 10 + (bytes[at] as number) - ZERO;
  return value;
}

/** The hexadecimal digits from..to, at most eight of them: 32 bits without a sign. */
export function readHexWord(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) value = (value << 4) | (HEX_VALUE[bytes[at] as number] as number);
  return value >>> 0;
}

/** Whether the bytes at `at` are these. */
export function hasBytes(bytes: Uint8Array, at: number, wanted: Uint8Array): boolean {
  if (at + wanted.length > bytes.length) return false;
  for (let i = 0; i < wanted.length; i++) if (bytes[at + i] !== wanted[i]) return false;
  return true;
}

/** 1 for what may stand in a line that nothing has to be taken off: a tab, and ASCII from the blank to "~", "&" apart. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, code) => Number(code === TAB || (code >= BLANK && code <= TILDE && code !== AMPERSAND)));

/** Whether each of four bytes is ASCII from the blank to "~", and none an "&". (A byte that borrows or carries is one that is not.) */
const isPlainWord = (word: number): boolean => {
  const ampersands = word ^ 0x26262626;
  return (((word - 0x20202020) | (word + 0x01010101) | word | ((ampersands - 0x01010101) & ~ampersands)) & 0x80808080) === 0;
};

/** "&lt;" and "&#39;" may be HTML; "const&)" is none. */
const beginsEntity = (code: number): boolean => code === HASH || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a);

/**
 * The line feed that ends a line of nothing but plain characters; -1 where there is any other (a CR, too), something that may be an HTML
 * entity, a ">" or "`" at its end, or no line feed before `to`. `from` is somewhere in the line: what stands before is the caller's matter.
 */
export function findPlainEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  const words = wordsOf(bytes);
  for (;;) {
    while (at + 4 <= to && isPlainWord(words.getInt32(at, true))) at += 4;
    while (at < to && PLAIN[bytes[at] as number] === 1) at++;
    if (at >= to) return -1;
    if (bytes[at] !== AMPERSAND) break;
    if (beginsEntity(bytes[at + 1] as number)) return -1;
    at++;
  }
  if (bytes[at] !== LF) return -1;
  let last = at - 1;
  while (last > from && (bytes[last] === BLANK || bytes[last] === TAB)) last--;
  return bytes[last] === GREATER || bytes[last] === BACKTICK ? -1 : at;
}
