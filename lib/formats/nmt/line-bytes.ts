import {
  BLANK,
  findPlainEnd,
  HEX_VALUE,
  hasBytes,
  LF,
  readDecimalBytes,
  readHexWord,
  skipBlankBytes,
  skipDigitBytes,
} from '@/lib/base/scan-bytes';
import type { Span } from '@/lib/model/nmt-table';

// The lines of a detail report as they come by the ten thousand, read from their bytes; every other line is read as text.

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const OPEN = bytesOf('[0x');
const DASH = bytesOf(' - 0x');
const RESERVED = bytesOf('reserved ');
const AND_COMMITTED = bytesOf('and committed ');
const COMMITTED = bytesOf('committed ');
const KILO_FOR = bytesOf('KB for ');
const KILO_FROM = bytesOf('KB from');
const FROM = bytesOf(' from');
const MALLOC = bytesOf('(malloc=');
const KILO_TYPE = bytesOf('KB type=');
const COUNT = bytesOf(' #');
const CLOSE = 0x5d;
const PARENTHESIS = 0x28;
const CLOSED_PARENTHESIS = 0x29;
const MOST_DIGITS = 12;
const MOST_SITE_DIGITS = 9;
/** A name of a category has at most 26 columns; what is longer is looked at as text. */
const LONGEST_NAME = 30;

export interface FrameBytes {
  symbol: number;
  symbolEnd: number;
  /** A blank stands before the symbol: up to 21. */
  spaced: boolean;
  end: number;
}

// [0x00007fe98c9599d2] PerfMemory::create_memory_region(unsigned long)+0xac2
/** Finds the symbol of a stack frame; `at` is behind the blanks that the line begins with. False where there is none, or an amount. */
export function findFrameBytes(bytes: Uint8Array, at: number, to: number, frame: FrameBytes): boolean {
  if (!hasBytes(bytes, at, OPEN)) return false;
  const digits = at + OPEN.length;
  const close = hexEnd(bytes, digits);
  if (close === digits || bytes[close] !== CLOSE) return false;
  const symbol = skipBlankBytes(bytes, close + 1);
  if (bytes[symbol] === PARENTHESIS || bytes[symbol] === LF) return false;
  const end = findPlainEnd(bytes, symbol, to);
  if (end < 0) return false;
  let last = end;
  while ((bytes[last - 1] as number) <= BLANK) last--;
  frame.symbol = symbol;
  frame.symbolEnd = last;
  frame.spaced = symbol > close + 1;
  frame.end = end;
  return true;
}

export interface RangeBytes extends Span {
  state: 'reserved' | 'reserved and committed' | 'committed';
  bytes: number;
  /** The category; of a committed part there is none: both are 0. */
  name: number;
  nameEnd: number;
  end: number;
}

// [0x00007fe98dff4000 - 0x00007fe98dffc000] reserved and committed 32KB for Internal from
// 	[0x00007ef48228d000 - 0x00007ef4823cd000] committed 1280KB from
/** Reads a range in KB that ends in "from"; `at` is behind the blanks that the line begins with. False for any other line. */
export function readRangeBytes(bytes: Uint8Array, at: number, to: number, range: RangeBytes): boolean {
  if (!hasBytes(bytes, at, OPEN)) return false;
  const start = at + OPEN.length;
  const startEnd = hexEnd(bytes, start);
  const last = startEnd + DASH.length;
  if (startEnd - start !== 16 || !hasBytes(bytes, startEnd, DASH)) return false;
  const lastEnd = hexEnd(bytes, last);
  if (lastEnd - last !== 16 || bytes[lastEnd] !== CLOSE || bytes[lastEnd + 1] !== BLANK) return false;
  range.startHigh = readHexWord(bytes, start, start + 8);
  range.startLow = readHexWord(bytes, start + 8, startEnd);
  range.endHigh = readHexWord(bytes, last, last + 8);
  range.endLow = readHexWord(bytes, last + 8, lastEnd);

  let next = lastEnd + 2;
  if (hasBytes(bytes, next, RESERVED)) {
    next += RESERVED.length;
    range.state = 'reserved';
    if (hasBytes(bytes, next, AND_COMMITTED)) {
      next += AND_COMMITTED.length;
      range.state = 'reserved and committed';
    }
  } else if (hasBytes(bytes, next, COMMITTED)) {
    next += COMMITTED.length;
    range.state = 'committed';
  } else return false;
  const digitsEnd = skipDigitBytes(bytes, next);
  if (digitsEnd === next || digitsEnd - next > MOST_DIGITS) return false;
  range.bytes = readDecimalBytes(bytes, next, digitsEnd) * 1024;
  return range.state === 'committed' ? endsPart(bytes, digitsEnd, to, range) : endsRange(bytes, digitsEnd, to, range);
}

function endsPart(bytes: Uint8Array, at: number, to: number, range: RangeBytes): boolean {
  range.end = at + KILO_FROM.length;
  range.name = 0;
  range.nameEnd = 0;
  return hasBytes(bytes, at, KILO_FROM) && range.end < to && bytes[range.end] === LF;
}

function endsRange(bytes: Uint8Array, at: number, to: number, range: RangeBytes): boolean {
  if (!hasBytes(bytes, at, KILO_FOR)) return false;
  range.name = at + KILO_FOR.length;
  range.nameEnd = nameEnd(bytes, range.name);
  range.end = range.nameEnd + FROM.length;
  return range.nameEnd > range.name && hasBytes(bytes, range.nameEnd, FROM) && range.end < to && bytes[range.end] === LF;
}

export interface SiteBytes {
  bytes: number;
  count: number;
  name: number;
  nameEnd: number;
  end: number;
}

//                             (malloc=93KB type=Class #1024)
/** Reads the amount of a call site up to 23; `at` is behind the blanks that the line begins with. False for any other line. */
export function readSiteBytes(bytes: Uint8Array, at: number, to: number, site: SiteBytes): boolean {
  if (!hasBytes(bytes, at, MALLOC)) return false;
  const digits = at + MALLOC.length;
  const digitsEnd = skipDigitBytes(bytes, digits);
  if (digitsEnd === digits || digitsEnd - digits > MOST_SITE_DIGITS || !hasBytes(bytes, digitsEnd, KILO_TYPE)) return false;
  site.name = digitsEnd + KILO_TYPE.length;
  site.nameEnd = nameEnd(bytes, site.name);
  if (site.nameEnd === site.name || !hasBytes(bytes, site.nameEnd, COUNT)) return false;
  const count = site.nameEnd + COUNT.length;
  const countEnd = skipDigitBytes(bytes, count);
  site.end = countEnd + 1;
  if (countEnd === count || countEnd - count > MOST_SITE_DIGITS || bytes[countEnd] !== CLOSED_PARENTHESIS) return false;
  if (site.end >= to || bytes[site.end] !== LF) return false;
  site.bytes = readDecimalBytes(bytes, digits, digitsEnd) * 1024;
  site.count = readDecimalBytes(bytes, count, countEnd);
  return true;
}

/** Behind the words of a name, as categories are called: letters, one blank between two words, and never the word "from". */
function nameEnd(bytes: Uint8Array, from: number): number {
  let at = from;
  while (
    at - from < LONGEST_NAME &&
    (isLetter(bytes[at] as number) || (bytes[at] === BLANK && at > from && isLetter(bytes[at + 1] as number)))
  ) {
    if (bytes[at] === BLANK && hasBytes(bytes, at, FROM)) return at;
    at++;
  }
  return at;
}

const isLetter = (code: number): boolean => (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;

/** Behind at most 16 digits. */
function hexEnd(bytes: Uint8Array, from: number): number {
  // All of them, nearly always: then there is nothing to decide on the way.
  if (from + 16 < bytes.length) {
    let values = 0;
    for (let i = 0; i < 16; i++) values |= HEX_VALUE[bytes[from + i] as number] as number;
    if (values < 16) return from + 16;
  }
  let at = from;
  while (at - from < 16 && (HEX_VALUE[bytes[at] as number] as number) < 16) at++;
  return at;
}

export const emptyFrame = (): FrameBytes => ({ symbol: 0, symbolEnd: 0, spaced: false, end: 0 });
export const emptySite = (): SiteBytes => ({ bytes: 0, count: 0, name: 0, nameEnd: 0, end: 0 });
export const emptyRange = (): RangeBytes => ({
  startHigh: 0,
  startLow: 0,
  endHigh: 0,
  endLow: 0,
  state: 'reserved',
  bytes: 0,
  name: 0,
  nameEnd: 0,
  end: 0,
});

/** Of the line that was looked at last; nobody reads them later. */
const frame = emptyFrame();
const site = emptySite();
const range = emptyRange();

/** What a detail report has by the ten thousand: a frame (weak), a range or the amount of a call site (strong). */
export function skimDetailLine(bytes: Uint8Array, from: number, to: number): number {
  const at = skipBlankBytes(bytes, from);
  if (findFrameBytes(bytes, at, to, frame)) return -frame.end;
  if (readSiteBytes(bytes, at, to, site)) return site.end;
  return readRangeBytes(bytes, at, to, range) ? range.end : 0;
}
