import { BLANK, findPlainEnd, HEX_VALUE, LF, skipBlankBytes, skipBlanksOnly, skipDigitBytes } from '@/lib/base/scan-bytes';

/** A row of procps as it prints today, in its bytes: where its parts stand. None of them is read before somebody wants to know. */
export interface RowBytes {
  start: number;
  startEnd: number;
  size: number;
  sizeEnd: number;
  resident: number;
  residentEnd: number;
  dirty: number;
  dirtyEnd: number;
  mode: number;
  nameFrom: number;
  /** Behind the last character of the name that is no blank; equal to `nameFrom` where there is none. */
  nameTo: number;
  /** The line feed. */
  end: number;
}

export const emptyRow = (): RowBytes => ({
  start: 0,
  startEnd: 0,
  size: 0,
  sizeEnd: 0,
  resident: 0,
  residentEnd: 0,
  dirty: 0,
  dirtyEnd: 0,
  mode: 0,
  nameFrom: 0,
  nameTo: 0,
  end: 0,
});

const DASH = 0x2d;
const MODE = Uint8Array.from('rwxsR', (letter) => letter.charCodeAt(0));
const MODE_LENGTH = 5;
/** Digits that a number of a row has at most, to be read here. */
const MOST_DIGITS = 12;

// 00007fd673000000 75644928 61078708 61078708 rw---   [ anon ]
// address          KB       RSS      dirty    mode    name
/** Finds the parts of the row that begins at `from`; false where the line is another, or nearly one: such a line is read as text. */
export function findRowBytes(bytes: Uint8Array, from: number, to: number, row: RowBytes): boolean {
  let at = from;
  while (at < to && (HEX_VALUE[bytes[at] as number] as number) < 16) at++;
  const digits = at - from;
  if (digits < 8 || digits > 16) return false;
  row.start = from;
  row.startEnd = at;
  row.size = skipBlanksOnly(bytes, at);
  row.sizeEnd = skipDigitBytes(bytes, row.size);
  row.resident = skipBlanksOnly(bytes, row.sizeEnd);
  row.residentEnd = skipDigitBytes(bytes, row.resident);
  row.dirty = skipBlanksOnly(bytes, row.residentEnd);
  row.dirtyEnd = skipDigitBytes(bytes, row.dirty);
  row.mode = skipBlanksOnly(bytes, row.dirtyEnd);
  if (!isNumber(at, row.size, row.sizeEnd) || !isNumber(row.sizeEnd, row.resident, row.residentEnd)) return false;
  if (!isNumber(row.residentEnd, row.dirty, row.dirtyEnd) || row.mode === row.dirtyEnd) return false;
  for (let i = 0; i < MODE_LENGTH; i++) {
    const mark = bytes[row.mode + i];
    if (mark !== DASH && mark !== MODE[i]) return false;
  }
  const behind = row.mode + MODE_LENGTH;
  if (bytes[behind] !== BLANK && bytes[behind] !== LF) return false;
  const end = findPlainEnd(bytes, behind, to);
  if (end < 0) return false;
  row.end = end;
  let last = end;
  while (last > behind && (bytes[last - 1] as number) <= BLANK) last--;
  row.nameTo = last;
  row.nameFrom = Math.min(skipBlankBytes(bytes, behind), last);
  return true;
}

/** Digits behind at least one blank. */
const isNumber = (before: number, from: number, to: number): boolean => from > before && to > from && to - from <= MOST_DIGITS;

/** r 4, w 2, x 1, shared 8. */
export const accessOf = (bytes: Uint8Array, mode: number): number =>
  (bytes[mode] === DASH ? 0 : 4) +
  (bytes[mode + 1] === DASH ? 0 : 2) +
  (bytes[mode + 2] === DASH ? 0 : 1) +
  (bytes[mode + 3] === DASH ? 0 : 8);
