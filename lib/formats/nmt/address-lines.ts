import { parseAddress } from '@/lib/base/address';
import { skipHex } from '@/lib/base/scan';
import { AMOUNT, parseAmount } from './amount';
import type { NmtLine, SiteValue } from './line';
import { ANY, NEW_FRAME, OLD_FRAME } from './release';
import { readSubLine } from './sub-lines';

// [0x00007fe98dff4000 - 0x00007fe98dffc000] reserved and committed 32KB for Internal from
// 	[0x00007ef48228d000 - 0x00007ef4823cd000] committed 1280KB from
// [0x0000000000000000 - 0x0000000010000000] allocated 262144KB for Java Heap from      (an offset in a file)
const RANGE = new RegExp(
  String.raw`^\[0x([0-9A-Fa-f]{1,16}) ?- ?0x([0-9A-Fa-f]{1,16})\] {0,4}(reserved and committed|reserved|committed|allocated) ${AMOUNT}`,
);
// The head of a range line; behind it come a name of at most 26 columns, " from", and perhaps an author's note.
const RANGE_HEAD = 160;
// " for Thread Stack from", " for Java Heap   <-- here"
const CATEGORY = /^ for ([A-Za-z][\w./&+-]{0,40}(?: [\w./&+-]{1,40}){0,6})/;

// [0x00007fe98c9599d2] PerfMemory::create_memory_region(unsigned long)+0xac2        to 23
// [0x00007fa756d109df]JavaMain+0x8f in libjli.so                                    24 and later
// [0x00007fa9009455ba]                                                              code without a symbol
const DIGITS = '[0x'.length;
const BOOTSTRAP = '[BOOTSTRAP]';

/** Reads a line that begins with "[": a range, or a stack frame; null where it is none of NMT's. */
export function readAddressLine(text: string): NmtLine | null {
  if (text.startsWith(BOOTSTRAP)) return { kind: 'frame', text: '', value: readValue(text.slice(BOOTSTRAP.length).trim()), releases: ANY };
  const end = skipHex(text, DIGITS);
  if (text[end] !== ']' || end === DIGITS || end > DIGITS + 16 || !/^\[0x/i.test(text)) return readRange(text);
  const rest = text.slice(end + 1);
  const symbol = rest.trim();
  const value = readValue(symbol);
  if (value || symbol === '') return { kind: 'frame', text: shortAddress(text.slice(DIGITS, end)), value, releases: ANY };
  return { kind: 'frame', text: symbol, value: null, releases: rest.startsWith(' ') || /^\s/.test(rest) ? OLD_FRAME : NEW_FRAME };
}

/** "00007fa9009455ba" → "0x7fa9009455ba". */
const shortAddress = (hex: string) => `0x${hex.toLowerCase().replace(/^0+(?=.)/, '')}`;

/** The amounts that old 8 prints behind a frame without a symbol: "[0x00007f0486546f74]                  (malloc=5KB #3)". */
function readValue(text: string): SiteValue | null {
  const line = text.startsWith('(') ? readSubLine(text.slice(0, RANGE_HEAD)) : null;
  return line?.kind === 'counted' || line?.kind === 'pair' ? line : null;
}

function readRange(text: string): NmtLine | null {
  const head = text.slice(0, RANGE_HEAD);
  const match = RANGE.exec(head);
  const amount = match && parseAmount(match[4], match[5]);
  if (!match || !amount) return null;
  const [all, start = '', end = '', state] = match;
  if (state !== 'reserved' && state !== 'reserved and committed' && state !== 'committed' && state !== 'allocated') return null;
  const rest = head.slice(all.length);
  const name = readName(CATEGORY.exec(rest)?.[1]);
  // A reserved range belongs to a category; without one the line is cut.
  if (name === null && (state === 'reserved' || state === 'reserved and committed')) return null;
  const from = /\sfrom\b/.test(rest);
  return { kind: 'range', state, start: parseAddress(start), end: parseAddress(end), amount, category: name, from };
}

/** "Internal from" → "Internal"; "Thread Stack" → "Thread Stack". */
function readName(words: string | undefined): string | null {
  const name = (` ${words ?? ''} `.split(' from ', 1)[0] ?? '').trim();
  return name === '' ? null : name;
}
