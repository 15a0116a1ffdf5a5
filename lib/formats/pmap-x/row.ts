import { type Address, parseAddress } from '@/lib/base/address';
import { EXACT_DIGITS, readDecimal, readHex, skipBlanks, skipDigits, skipHex } from '@/lib/base/scan';
import { readUndashed } from '@/lib/base/typeset-dashes';

/**
 * A row as printed, in KB. What the three or four numbers mean depends on who prints them:
 *   dirty   KB RSS DIRTY         mode of 5   procps 3.2.8 to 4.x (src/pmap.c)
 *   locked  KB RSS ANON LOCKED   mode of 5   procps to 3.2.7, which prints "-" for the last three
 *   swap    KB PSS DIRTY SWAP    mode of 4   BusyBox (procps/pmap.c); mode of 5: toybox, Android (toys/other/pmap.c)
 */
export interface PmapRow {
  layout: 'dirty' | 'locked' | 'swap';
  start: Address;
  sizeKb: number;
  /** RSS, or PSS in the layout "swap"; null where "-" is printed. */
  residentKb: number | null;
  third: number | null;
  fourth: number | null;
  /** As printed: "rw---", or "rw-p" of BusyBox. */
  mode: string;
  /** As printed, trimmed: "[ anon ]", "libjvm.so", "x y.bin (deleted)"; null where the line ends after the mode. */
  name: string | null;
}

// 00007fd673000000 75644928 61078708 61078708 rw---   [ anon ]        procps
// 00110000    1272       -       -       - r-x--  libc-2.10.1.so      procps to 3.2.7, 32 bit
// 000055c4251e2000 1048576 1048576 1048576       0  rw-p  [heap]      BusyBox
// address          KB      RSS     dirty   (swap)  mode  name
const ROW =
  /^\s*([0-9a-fA-F]{8,16})\s+(\d{1,16})\s+(\d{1,16}|-)\s+(\d{1,16}|-)\s+(?:(\d{1,16}|-)\s+)?([r-][w-][x-](?:[s-][R-]|[ps]))(?:\s+(.*))?$/s;

// The first of these alone, as procps prints it today: nearly all rows of all listings.
const PROCPS_ROW = /^\s*[0-9a-fA-F]{8,16}\s+\d{1,16}\s+\d{1,16}\s+\d{1,16}\s+[r-][w-][x-][s-][R-](?:\s|$)/;

/** Which layout a match of ROW has; null where it only looks like a row. */
function layoutOf(match: RegExpExecArray): PmapRow['layout'] | null {
  const modeLength = match[6]?.length;
  if (match[5] === undefined) return modeLength === 5 ? 'dirty' : null;
  // Solaris prints four numbers and a mode of 5 as well, and its addresses in upper case: 0002C000  16  16  16  - rwx--  [ heap ]
  if (/[A-F]/.test(match[1] ?? '')) return null;
  const dashes = match[3] === '-' || match[4] === '-' || match[5] === '-';
  if (modeLength === 4) return dashes ? null : 'swap';
  return dashes ? 'locked' : 'swap';
}

/** Rejects nearly every foreign line by its first character: all formats are asked about all lines. */
function startsWithHex(text: string): boolean {
  let at = 0;
  while (at < text.length && (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9)) at++;
  const code = text.charCodeAt(at) | 32;
  return (code >= 48 && code <= 57) || (code >= 97 && code <= 102);
}

/** "strong": only pmap -x prints this row. "doubtful": a Solaris row may look the same (its address happens to hold no letter). null: no row. */
export function judgeRow(text: string): 'strong' | 'doubtful' | null {
  return judgeAsPrinted(text) ?? (startsWithHex(text) ? readUndashed(text, judgeAsPrinted) : null);
}

function judgeAsPrinted(text: string): 'strong' | 'doubtful' | null {
  if (PROCPS_ROW.test(text)) return 'strong';
  const match = startsWithHex(text) ? ROW.exec(text) : null;
  const layout = match && layoutOf(match);
  if (!match || !layout) return null;
  const fiveAndFour = layout !== 'dirty' && match[6]?.length === 5;
  return fiveAndFour && !/[a-f]/.test(match[1] ?? '') ? 'doubtful' : 'strong';
}

const number = (text: string | undefined) => (text === undefined || text === '-' ? null : Number(text));

/** One printed row, also one whose dashes a blog made long ("rw—"); null where the line is none, or ends before its mode. */
export function readRow(text: string): PmapRow | null {
  return scanRow(text) ?? matchRow(text) ?? (startsWithHex(text) ? readUndashed(text, matchRow) : null);
}

/** What procps prints today; null for any other row, and for no row. */
function scanRow(text: string): PmapRow | null {
  const start = skipBlanks(text, 0);
  const startEnd = skipHex(text, start);
  const size = skipBlanks(text, startEnd);
  const sizeEnd = skipDigits(text, size);
  const resident = skipBlanks(text, sizeEnd);
  const residentEnd = skipDigits(text, resident);
  const dirty = skipBlanks(text, residentEnd);
  const dirtyEnd = skipDigits(text, dirty);
  const mode = skipBlanks(text, dirtyEnd);
  const modeEnd = mode + MODE_LENGTH;
  if (startEnd - start < 8 || startEnd - start > 16 || mode === dirtyEnd || !isMode(text, mode)) return null;
  if (!isNumber(startEnd, size, sizeEnd) || !isNumber(sizeEnd, resident, residentEnd) || !isNumber(residentEnd, dirty, dirtyEnd))
    return null;
  if (modeEnd < text.length && skipBlanks(text, modeEnd) === modeEnd) return null;
  return {
    layout: 'dirty',
    start: readHex(text, start, startEnd),
    sizeKb: readDecimal(text, size, sizeEnd),
    residentKb: readDecimal(text, resident, residentEnd),
    third: readDecimal(text, dirty, dirtyEnd),
    fourth: null,
    mode: text.slice(mode, modeEnd),
    name: text.slice(modeEnd).trim() || null,
  };
}

const MODE_LENGTH = 5;

/** Digits behind at least one blank. */
const isNumber = (before: number, from: number, to: number): boolean => from > before && to > from && to - from <= EXACT_DIGITS;

/** "rw---", "r--s-", "-----" */
function isMode(text: string, at: number): boolean {
  for (let i = 0; i < MODE_LENGTH; i++) {
    const mark = text[at + i];
    if (mark !== '-' && mark !== 'rwxsR'[i]) return false;
  }
  return at + MODE_LENGTH <= text.length;
}

function matchRow(text: string): PmapRow | null {
  const match = startsWithHex(text) ? ROW.exec(text) : null;
  const layout = match && layoutOf(match);
  if (!match || !layout) return null;
  return {
    layout,
    start: parseAddress(match[1] ?? ''),
    sizeKb: Number(match[2]),
    residentKb: number(match[3]),
    third: number(match[4]),
    fourth: number(match[5]),
    mode: match[6] ?? '',
    name: match[7]?.trim() || null,
  };
}

// A second row inside the name of the first: a paste that lost its line ends.
// …r-x-- a.out0000000000600000       4       4       4 rw--- a.out
const GLUED = /[0-9a-f]{16}\s+\d{1,16}\s+(?:\d{1,16}|-)\s+(?:\d{1,16}|-)\s+(?:(?:\d{1,16}|-)\s+)?[r-][w-][x-](?:[s-][R-]|[ps])(?=\s)/;
const ALL_GLUED = new RegExp(GLUED, 'g');

/** Whether a name holds a second row. */
export const isGlued = (name: string): boolean => name.length >= 30 && GLUED.test(name);

/** The rows of a line that lost its line ends, as texts; one text for an ordinary row (`first` is what it reads as). */
export function splitGluedRows(text: string, first: PmapRow): string[] {
  // The shortest row, "0000000000600000 4 4 4 rw--- a", has 30 characters: a shorter name holds none.
  if (first.name === null || !isGlued(first.name)) return [text];
  const indent = text.length - text.trimStart().length;
  const starts = Array.from(text.matchAll(ALL_GLUED), (match) => match.index).filter((start) => start > indent);
  return [0, ...starts].map((start, i) => text.slice(start, starts[i]));
}

/** "[ an", "[ stack": the bracket is still open. */
export const isCutName = (name: string): boolean => name.startsWith('[') && !name.endsWith(']') && !name.endsWith('] (deleted)');

const ACCESS = ['---', '--x', '-w-', '-wx', 'r--', 'r-x', 'rw-', 'rwx'] as const;
const PRIVATE = ACCESS.map((access) => `${access}p`);
const SHARED = ACCESS.map((access) => `${access}s`);
/** By access: r 4, w 2, x 1, shared 8. */
export const MODES: readonly string[] = [...PRIVATE, ...SHARED];

/** As /proc/PID/maps writes it: "rw---" → "rw-p", "r--s-" → "r--s"; "rw-p" stays. The fifth letter (R, no swap reserved) is dropped. */
export function normaliseMode(mode: string): string {
  const access = (mode[0] === 'r' ? 4 : 0) + (mode[1] === 'w' ? 2 : 0) + (mode[2] === 'x' ? 1 : 0);
  return (mode[3] === 's' ? SHARED : PRIVATE)[access] ?? mode;
}

/** "[ stack ]" in the languages of procps (po/*.po); of the others, "[ anon ]" alone is translated. */
const STACK = /^(?:stack|pile|pila|pilha|stos|stivă|стек|ngăn xếp|stapel)$/i;

/** "[ anon ]" → "", "[ stack ]" → "[stack]", "[ shmid=0x8002 ]" → "[shmid=0x8002]", also translated; file names stay as they are. */
export function normaliseName(name: string, layout: PmapRow['layout']): string {
  if (name === '[ anon ]') return '';
  if (name.startsWith('[') && name.endsWith(']')) {
    const inner = name.slice(1, -1).trim();
    // procps alone writes blanks inside its brackets, and only these three names: "[ анон ]", "[ vô danh ]", "[ anôn ]" are the first.
    if (name.startsWith('[ ') && name.endsWith(' ]') && !inner.startsWith('shmid='))
      return STACK.test(inner.normalize('NFC')) ? '[stack]' : '';
    return inner === 'anon' ? '' : `[${inner}]`;
  }
  // toybox prints what follows the last "/", also of "[anon:dalvik-/system/framework/boot.art]": "boot.art]".
  return layout === 'swap' && name.endsWith(']') && !name.includes('[') ? `[anon:${name}` : name;
}
