import { type Address, parseAddress } from '@/lib/base/address';
import { readUndashed } from '@/lib/base/typeset-dashes';

/** Which listing a row is of: `pmap PID` or `pmap -d PID`. Both print sizes, and nothing of residency. */
export type SizeLayout = 'plain' | 'device';

export interface SizeRow {
  start: Address;
  sizeKb: number;
  /** As printed: "rw---" of procps, "rw-p" of BusyBox. */
  mode: string;
  /** As printed, trimmed; null where the line ends before it. */
  name: string | null;
}

// 00007fa910000000  65520K rw---   [ anon ]          procps (src/pmap.c); 8 digits on 32 bit
// 000055c4251e2000 1048576K rw-p  [heap]             BusyBox (procps/pmap.c)
// address          size     mode   name
const PLAIN = /^\s*([0-9a-f]{8,16})\s+(\d{1,16})K\s+([r-][w-][x-](?:[s-][R-]|[ps]))(?:\s+(.*))?$/s;

// 00000000ffe00000     468 rw--- 0000000000c77000 0fe:00000 classes.jsa      procps
// address               KB mode  offset           device    name
const DEVICE = /^\s*([0-9a-f]{8,16})\s+(\d{1,16})\s+([r-][w-][x-][s-][R-])\s+[0-9a-f]{8,16}\s+[0-9a-f]{2,8}:[0-9a-f]{2,8}(?:\s+(.*))?$/s;

const ROWS: Record<SizeLayout, RegExp> = { plain: PLAIN, device: DEVICE };

/** One printed row, also one whose dashes a blog made long ("rw—"); null where the line is none, or ends before the mode (-d: before the device). */
export function readSizeRow(text: string, layout: SizeLayout): SizeRow | null {
  return matchSizeRow(text, layout) ?? (HEX.test(text) ? readUndashed(text, (undone) => matchSizeRow(undone, layout)) : null);
}

const HEX = /^\s*[0-9a-f]{8}/;

function matchSizeRow(text: string, layout: SizeLayout): SizeRow | null {
  const match = ROWS[layout].exec(text);
  if (!match) return null;
  const [, start = '', size = '', mode = '', name] = match;
  return { start: parseAddress(start), sizeKb: Number(size), mode, name: name?.trim() || null };
}

// Rows that lost their line ends: …rw--- a.out0000000000600000      4K rw--- a.out
const GLUED: Record<SizeLayout, RegExp> = {
  plain: /[0-9a-f]{16}\s+\d{1,16}K\s+[r-][w-][x-](?:[s-][R-]|[ps])(?=\s)/g,
  device: /[0-9a-f]{16}\s+\d{1,16}\s+[r-][w-][x-][s-][R-]\s+[0-9a-f]{16}\s+[0-9a-f]{2,8}:[0-9a-f]{2,8}(?=\s)/g,
};

/** The rows of a line that lost its line ends, as texts; one text for an ordinary row. */
export function splitGluedSizeRows(text: string, row: SizeRow, layout: SizeLayout): string[] {
  // The shortest row, "0000000000600000 4K rw--- a", has 27 characters: a shorter name holds none.
  if (row.name === null || row.name.length < 27) return [text];
  const indent = text.length - text.trimStart().length;
  const starts = Array.from(text.matchAll(GLUED[layout]), (match) => match.index).filter((start) => start > indent);
  return [0, ...starts].map((start, i) => text.slice(start, starts[i]));
}

// A row that ends too early ("00007fd673000000 75644928K rw"), or began before the paste ("144K rw---   [ anon ]").
const CUT: Record<SizeLayout, readonly RegExp[]> = {
  plain: [/^\s*[0-9a-f]{8,16}\s+\d{1,16}K?(?:\s+[rwxspR-]{1,4})?\s*$/, /^\s*\d{1,16}K\s+[r-][w-][x-](?:[s-][R-]|[ps])\s+\S/],
  device: [
    /^\s*[0-9a-f]{8,16}\s+\d{1,16}(?:\s+[rwxsR-]{1,5}(?:\s+[0-9a-f]{1,16}(?:\s+[0-9a-f]{1,8}:?[0-9a-f]{0,8})?)?)?\s*$/,
    /^\s*(?:\d{1,16}\s+)?(?:[r-][w-][x-][s-][R-]\s+)?[0-9a-f]{16}\s+[0-9a-f]{2,8}:[0-9a-f]{5,8}\s+\S/,
  ],
};

export const isCutSizeRow = (text: string, layout: SizeLayout): boolean =>
  text.length <= 8192 && CUT[layout].some((pattern) => pattern.test(text));

// 0002C000      16K rwx--    [ heap ]       Solaris, which prints its addresses in upper case
const SOLARIS = /^\s*(?=\d{0,15}[A-F])[0-9A-F]{8,16}\s+\d{1,16}K\s+(?:[r-][w-][x-]|read|write|exec)/;

export const isSolarisRow = (text: string): boolean => SOLARIS.test(text);
