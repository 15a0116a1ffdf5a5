import {
  BLANK,
  findPlainEnd,
  HEX_VALUE,
  hasBytes,
  LF,
  readDecimalBytes,
  skipBlankBytes,
  skipBlanksOnly,
  skipDigitBytes,
} from '@/lib/base/scan-bytes';
import { TELLING_KEYS, UNUSED_KEYS, USED_KEYS, WITHOUT_UNIT } from './block';

/** The keys of the kernel, known by their bytes, and called by their number in this list. */
export const KEYS: readonly string[] = [...USED_KEYS, ...UNUSED_KEYS];
const KEY_BYTES = KEYS.map((key) => new TextEncoder().encode(key));
/** By the length of a key: the numbers of those that are so long. */
const OF_LENGTH = Array.from({ length: 1 + Math.max(...KEYS.map((key) => key.length)) }, (_, length) =>
  KEYS.flatMap((key, number) => (key.length === length ? number : [])),
);

/** The number of the key that these bytes are; -1 where the kernel has none such. */
function findKey(bytes: Uint8Array, from: number, to: number): number {
  const candidates = OF_LENGTH[to - from];
  if (!candidates) return -1;
  for (const number of candidates) {
    const key = KEY_BYTES[number] as Uint8Array;
    if (bytes[from] === key[0] && hasBytes(bytes, from, key)) return number;
  }
  return -1;
}

const IS_TELLING = Uint8Array.from(KEYS, (key) => Number(TELLING_KEYS.has(key)));
const HAS_UNIT = Uint8Array.from(KEYS, (key) => Number(!WITHOUT_UNIT.has(key)));
export const VM_FLAGS_KEY = KEYS.indexOf('VmFlags');
const NAME_KEY = KEYS.indexOf('Name');

/** A line under a head, in its bytes. */
export interface KeyBytes {
  /** Number of the key in KEYS. */
  key: number;
  /** In KB, or the plain number. Of VmFlags nothing. */
  kb: number;
  /** Where the value begins. */
  from: number;
  /** The line feed. */
  end: number;
}

const COLON = 0x3a;
const DASH = 0x2d;
const UPPER_K = 0x42;
const LOWER_K = 0x6b;
const MOST_DIGITS = 12;
const LONGEST_KEY = 20;

// Rss:                2644 kB
// THPeligible:           0
// VmFlags: rd wr mr mw me ac sd
/** Reads a line with one of the kernel's keys into `into`; false for any other, and for one that is not printed just so. */
export function readKeyBytes(bytes: Uint8Array, from: number, to: number, into: KeyBytes): boolean {
  let at = from;
  while (at < to && bytes[at] !== COLON && at - from < LONGEST_KEY) at++;
  if (bytes[at] !== COLON) return false;
  const key = findKey(bytes, from, at);
  if (key < 0 || key === NAME_KEY || bytes[at + 1] !== BLANK) return false;
  into.key = key;
  into.from = at + 2;
  if (key === VM_FLAGS_KEY) {
    into.end = flagsEnd(bytes, into.from, to);
    return into.end > 0;
  }
  const digits = skipBlanksOnly(bytes, into.from);
  const end = skipDigitBytes(bytes, digits);
  if (end === digits || end - digits > MOST_DIGITS) return false;
  into.kb = readDecimalBytes(bytes, digits, end);
  into.end = end;
  if (HAS_UNIT[key] === 1) {
    if (bytes[end] !== BLANK || bytes[end + 1] !== LOWER_K || bytes[end + 2] !== UPPER_K) return false;
    into.end = end + 3;
  }
  return into.end < to && bytes[into.end] === LF;
}

/** The line feed behind words of two letters or digits, each with one blank behind it; 0 where anything else is there. */
function flagsEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (isFlag(bytes[at] as number) && isFlag(bytes[at + 1] as number) && bytes[at + 2] === BLANK) at += 3;
  return at < to && bytes[at] === LF ? at : 0;
}

const isFlag = (code: number): boolean => (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39);

export const isTelling = (key: number): boolean => IS_TELLING[key] === 1;

/** The head of a block, in its bytes. */
export interface HeadBytes {
  start: number;
  startEnd: number;
  last: number;
  lastEnd: number;
  mode: number;
  nameFrom: number;
  nameTo: number;
  end: number;
}

export const emptyHead = (): HeadBytes => ({ start: 0, startEnd: 0, last: 0, lastEnd: 0, mode: 0, nameFrom: 0, nameTo: 0, end: 0 });

/** "[rollup]", and whatever begins so. */
export const mayBeRollup = (bytes: Uint8Array, { nameFrom }: HeadBytes): boolean =>
  bytes[nameFrom] === 0x5b && bytes[nameFrom + 1] === 0x72;

const MODE = Uint8Array.from('rwxp', (letter) => letter.charCodeAt(0));
const SHARED = 0x73;
const MODE_LENGTH = 4;

// 7f65874c0000-7f65874c1000 r--p 00002000 00:1b 1010411                    /usr/lib/x86_64-linux-gnu/zsh/5.9/zsh/terminfo.so
/** Finds the parts of a line of maps that begins at `from`; false for any other line. */
export function findHeadBytes(bytes: Uint8Array, from: number, to: number, head: HeadBytes): boolean {
  head.start = from;
  head.startEnd = hexEnd(bytes, from, 16);
  head.last = head.startEnd + 1;
  head.lastEnd = hexEnd(bytes, head.last, 16);
  head.mode = head.lastEnd + 1;
  if (head.startEnd === from || bytes[head.startEnd] !== DASH || head.lastEnd === head.last || bytes[head.lastEnd] !== BLANK) return false;
  for (let i = 0; i < MODE_LENGTH; i++) {
    const mark = bytes[head.mode + i];
    if (mark !== MODE[i] && (i < 3 ? mark !== DASH : mark !== SHARED)) return false;
  }
  const offset = head.mode + MODE_LENGTH + 1;
  const offsetEnd = hexEnd(bytes, offset, 16);
  const major = offsetEnd + 1;
  const majorEnd = hexEnd(bytes, major, 8);
  const minor = majorEnd + 1;
  const minorEnd = hexEnd(bytes, minor, 8);
  const inode = minorEnd + 1;
  const inodeEnd = skipDigitBytes(bytes, inode);
  if (bytes[offset - 1] !== BLANK || offsetEnd === offset || bytes[offsetEnd] !== BLANK || majorEnd === major) return false;
  if (bytes[majorEnd] !== COLON || minorEnd === minor || bytes[minorEnd] !== BLANK) return false;
  if (inodeEnd === inode || inodeEnd - inode > 20 || (bytes[inodeEnd] !== BLANK && bytes[inodeEnd] !== LF)) return false;
  const end = findPlainEnd(bytes, inodeEnd, to);
  if (end < 0) return false;
  head.end = end;
  let last = end;
  while (last > inodeEnd && (bytes[last - 1] as number) <= BLANK) last--;
  head.nameTo = last;
  head.nameFrom = Math.min(skipBlankBytes(bytes, inodeEnd), last);
  return true;
}

/** Behind at most so many hexadecimal digits. */
function hexEnd(bytes: Uint8Array, from: number, most: number): number {
  let at = from;
  while (at - from < most && (HEX_VALUE[bytes[at] as number] as number) < 16) at++;
  return at;
}

/** r 4, w 2, x 1, shared 8. */
export const accessOf = (bytes: Uint8Array, mode: number): number =>
  (bytes[mode] === DASH ? 0 : 4) +
  (bytes[mode + 1] === DASH ? 0 : 2) +
  (bytes[mode + 2] === DASH ? 0 : 1) +
  (bytes[mode + 3] === SHARED ? 8 : 0);
