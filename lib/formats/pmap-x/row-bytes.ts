import { BLANK, findPlainEnd, HEX_VALUE, LF, skipBlankBytes } from '@/lib/base/scan-bytes';

/** A row of procps as it prints today, read from its bytes. */
export interface RowBytes {
  startHigh: number;
  startLow: number;
  sizeKb: number;
  residentKb: number;
  dirtyKb: number;
  /** r 4, w 2, x 1, shared 8: index in MODES. */
  access: number;
  nameFrom: number;
  /** Behind the last character of the name that is no blank; equal to `nameFrom` where there is none. */
  nameTo: number;
  /** The line feed. */
  end: number;
}

export const emptyRow = (): RowBytes => ({
  startHigh: 0,
  startLow: 0,
  sizeKb: 0,
  residentKb: 0,
  dirtyKb: 0,
  access: 0,
  nameFrom: 0,
  nameTo: 0,
  end: 0,
});

const ZERO = 0x30;
const DASH = 0x2d;
const MODE = Uint8Array.from('rwxsR', (letter) => letter.charCodeAt(0));
/** What each letter of a mode says (`access`); "R" (no swap space reserved) says nothing that is kept. */
const ACCESS = Uint8Array.of(4, 2, 1, 8, 0);
const MODE_LENGTH = 5;
/** Digits that a number of a row has at most, to be read here. */
const MOST_DIGITS = 12;

/** Behind the number read last. */
let next = 0;

/** The digits behind at least one blank; -1 where there are none, or too many. */
function readNumber(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] === BLANK) at++;
  if (at === from) return -1;
  const first = at;
  let value = 0;
  for (; ; at++) {
    const digit = (bytes[at] as number) - ZERO;
    if (!(digit >= 0 && digit <= 9)) break;
    value = value * 10 + digit;
  }
  next = at;
  return at === first || at - first > MOST_DIGITS ? -1 : value;
}

// 00007fd673000000 75644928 61078708 61078708 rw---   [ anon ]
// address          KB       RSS      dirty    mode    name
/** Reads the row that begins at `from`; false where the line is another, or nearly one: such a line is read as text. */
export function readRowBytes(bytes: Uint8Array, from: number, to: number, row: RowBytes): boolean {
  let at = from;
  let startHigh = 0;
  let startLow = 0;
  for (; at < to; at++) {
    const value = HEX_VALUE[bytes[at] as number] as number;
    if (value > 15) break;
    startHigh = (startHigh << 4) | (startLow >>> 28);
    startLow = (startLow << 4) | value;
  }
  const digits = at - from;
  if (digits < 8 || digits > 16) return false;
  const sizeKb = readNumber(bytes, at);
  if (sizeKb < 0) return false;
  const residentKb = readNumber(bytes, next);
  if (residentKb < 0) return false;
  const dirtyKb = readNumber(bytes, next);
  if (dirtyKb < 0) return false;
  let mode = next;
  while (bytes[mode] === BLANK) mode++;
  if (mode === next) return false;
  let access = 0;
  for (let i = 0; i < MODE_LENGTH; i++, mode++) {
    const mark = bytes[mode];
    if (mark === DASH) continue;
    if (mark !== MODE[i]) return false;
    access += ACCESS[i] as number;
  }
  if (bytes[mode] !== BLANK && bytes[mode] !== LF) return false;
  const end = findPlainEnd(bytes, mode, to);
  if (end < 0) return false;
  row.startHigh = startHigh >>> 0;
  row.startLow = startLow >>> 0;
  row.sizeKb = sizeKb;
  row.residentKb = residentKb;
  row.dirtyKb = dirtyKb;
  row.access = access;
  row.end = end;
  let last = end;
  while (last > mode && (bytes[last - 1] as number) <= BLANK) last--;
  row.nameTo = last;
  row.nameFrom = Math.min(skipBlankBytes(bytes, mode), last);
  return true;
}
