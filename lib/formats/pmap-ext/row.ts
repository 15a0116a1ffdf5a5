import { type Address, parseAddress } from '@/lib/base/address';
import { readUndashed } from '@/lib/base/typeset-dashes';
import type { Columns } from './columns';

/** A row as far as it can be told apart without its column heads. */
export interface ExtRow {
  start: Address;
  /** "rw-p" as in maps; null where the column was not chosen. */
  mode: string | null;
  numbers: number[];
  /** The run of two-letter words behind the numbers: VmFlags, or (in -X) the beginning of a name. */
  flags: string[];
  /** What follows: the name. */
  tail: string;
}

// 7fffb612a000 rw-p 00000000  00:00       0     132      32      32 …           -X: the address is not padded
// address      mode offset    device  inode     numbers
const WHOLE = /^\s*([0-9a-f]{1,16})\s+([r-][w-][x-][ps])\s+[0-9a-f]{8,16}\s+[0-9a-f]{2,8}:[0-9a-f]{2,8}\s+\d{1,20}(?=\s|$)/;
const LEADING: Record<Columns['leading'][number], RegExp> = {
  Address: /\s*([0-9a-f]{1,16})(?=\s|$)/y,
  Perm: /\s+([r-][w-][x-][ps])(?=\s|$)/y,
  Offset: /\s+([0-9a-f]{8,16})(?=\s|$)/y,
  Device: /\s+([0-9a-f]{2,8}:[0-9a-f]{2,8})(?=\s|$)/y,
  Inode: /\s+(\d{1,20})(?=\s|$)/y,
};
const NUMBER = /\s+(\d{1,16})(?=\s|$)/y;
// "??" stands for a flag that the kernel has no letters for.
const FLAG = /\s+([a-z]{2}|\?\?)(?=\s|$)/y;
const MOST_NUMBERS = 60;
const MOST_FLAGS = 40;

/** Words matched one after the other from `at` on, at most `most`; and where they end. */
function takeWords(text: string, pattern: RegExp, at: number, most: number): { words: string[]; end: number } {
  const words: string[] = [];
  let end = at;
  while (words.length < most) {
    pattern.lastIndex = end;
    const match = pattern.exec(text);
    if (!match) break;
    words.push(match[1] ?? '');
    end = pattern.lastIndex;
  }
  return { words, end };
}

function readBehind(text: string, at: number, mostNumbers: number, mostFlags: number): Pick<ExtRow, 'numbers' | 'flags' | 'tail'> {
  const numbers = takeWords(text, NUMBER, at, mostNumbers);
  const flags = takeWords(text, FLAG, numbers.end, mostFlags);
  return { numbers: numbers.words.map(Number), flags: flags.words, tail: text.slice(flags.end).trim() };
}

/** A row with all five leading columns, as -X and -XX print it; null for any other line, and for one with fewer than three numbers. */
export function readWholeRow(text: string): ExtRow | null {
  return matchWholeRow(text) ?? (HEX.test(text) ? readUndashed(text, matchWholeRow) : null);
}

// Where dashes in a row became long ones: "r–p", "—p".
const HEX = /^\s*[0-9a-f]{1,16}\s/;

function matchWholeRow(text: string): ExtRow | null {
  const match = WHOLE.exec(text);
  if (!match) return null;
  const row = { start: parseAddress(match[1] ?? ''), mode: match[2] ?? '', ...readBehind(text, match[0].length, MOST_NUMBERS, MOST_FLAGS) };
  return row.numbers.length < 3 ? null : row;
}

/** A row of chosen columns; null where one of them is missing. */
export function readChosenRow(text: string, columns: Columns): ExtRow | null {
  let at = 0;
  let start: Address | null = null;
  let mode: string | null = null;
  for (const name of columns.leading) {
    const pattern = LEADING[name];
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) return null;
    if (name === 'Address') start = parseAddress(match[1] ?? '');
    if (name === 'Perm') mode = match[1] ?? '';
    at = pattern.lastIndex;
  }
  const behind = readBehind(text, at, columns.keys.length, columns.vmFlags ? MOST_FLAGS : 0);
  return start === null || behind.numbers.length < columns.keys.length ? null : { start, mode, ...behind };
}

/** Whether the words behind the numbers are VmFlags for certain: two of them, or one before a name of the kernel ("ex [vsyscall]"). */
export const showsFlags = (row: ExtRow): boolean => row.flags.length >= 2 || (row.flags.length === 1 && row.tail.startsWith('['));

// A row of chosen columns by itself: an address, perhaps a mode, some numbers. Says nothing without its heads.
const LOOSE = /^\s*[0-9a-f]{5,16}\s+(?:[r-][w-][x-][ps]\s+)?(?:[0-9a-f]{8,16}\s+)?(?:[0-9a-f]{2,8}:[0-9a-f]{2,8}\s+)?\d{1,20}(?:\s|$)/;
export const mayBeChosenRow = (text: string): boolean => LOOSE.test(text);

// 7fffb612a000 rw-p 00000000  00:00       0     132        the rest is missing
const CUT = /^\s*[0-9a-f]{5,16}\s+[rwxps-]{1,4}(?:\s+[0-9a-f]{1,16}(?:\s+[0-9a-f]{1,8}(?::[0-9a-f]{0,8}(?:\s+\d{1,20}){0,3})?)?)?\s*$/;
export const isCutRow = (text: string): boolean => text.length <= 200 && CUT.test(text);
