import { join, type LineStart } from './decode';
import { SNIFF_BYTES, type Sniffed, sniffEncoding } from './sniff-encoding';

/** Where lines of a document begin, a mark every thousand lines or quarter MiB, so that a reader can begin near any line. */
export interface LineIndex {
  encoding: Sniffed['encoding'];
  /** Marked lines, ascending from 1. */
  lines: Uint32Array;
  /** Of the first byte of each. */
  offsets: Float64Array;
  /** As the decoder of the whole document told (`Decoded`). */
  utf8After: number | null;
}

const EVERY_LINES = 1_000;
const EVERY_BYTES = 256 * 1024;

const LF = 0x0a;
const CR = 0x0d;

/** Takes the same bytes as a line decoder, in chunks of any size; counts the same lines, and decodes none. */
export function createLineIndexer(): { push(chunk: Uint8Array): void; finish(utf8After: number | null): LineIndex } {
  let head: Uint8Array = new Uint8Array(0);
  let scan: Scan | null = null;
  const open = (): Scan => {
    const { encoding, bom } = sniffEncoding(head);
    const opened = encoding === 'utf-8' ? scanBytes(bom) : scanUnits(encoding, bom);
    opened.push(head.subarray(bom));
    return opened;
  };
  return {
    push(chunk) {
      let rest = chunk;
      if (!scan) {
        const wanted = SNIFF_BYTES - head.length;
        head = join(head, chunk.subarray(0, wanted));
        if (head.length < SNIFF_BYTES) return;
        scan = open();
        rest = chunk.subarray(wanted);
      }
      scan.push(rest);
    },
    finish(utf8After) {
      scan ??= open();
      const { encoding, marks } = scan;
      return { encoding, lines: Uint32Array.from(marks.lines), offsets: Float64Array.from(marks.offsets), utf8After };
    },
  };
}

/** The mark at or before a line; lines count from 1. */
export function findLineStart(index: LineIndex, line: number): LineStart {
  let low = 0;
  let high = index.lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((index.lines[middle] ?? 0) <= line) low = middle;
    else high = middle - 1;
  }
  const marked = index.lines[low] ?? 1;
  const { encoding, utf8After } = index;
  return { line: marked, offset: index.offsets[low] ?? 0, encoding, seenUtf8: utf8After !== null && marked - 1 > utf8After };
}

interface Scan {
  encoding: Sniffed['encoding'];
  marks: Marks;
  push(chunk: Uint8Array): void;
}

class Marks {
  readonly lines = [1];
  readonly offsets: number[];
  /** The next mark is the first line from one of these on. */
  nextLine = 1 + EVERY_LINES;
  nextOffset: number;

  constructor(first: number) {
    this.offsets = [first];
    this.nextOffset = first + EVERY_BYTES;
  }

  begin(line: number, offset: number): void {
    if (line < this.nextLine && offset < this.nextOffset) return;
    this.lines.push(line);
    this.offsets.push(offset);
    this.nextLine = line + EVERY_LINES;
    this.nextOffset = offset + EVERY_BYTES;
  }
}

function scanBytes(bom: number): Scan {
  const marks = new Marks(bom);
  let base = bom;
  let lines = 1;
  let afterCr = false; // the last chunk ended in CR: this one may hold its LF
  return {
    encoding: 'utf-8',
    marks,
    push(chunk) {
      const { length } = chunk;
      if (length === 0) return;
      // Every byte of every document passes here: what the loop needs is at hand in locals.
      let line = lines;
      let at = 0;
      if (afterCr) {
        afterCr = false;
        if (chunk[0] === LF) at = 1;
        marks.begin(line, base + at);
      }
      let { nextLine, nextOffset } = marks;
      const words = wordsOf(chunk);
      while (at < length) {
        at = skipAboveCr(chunk, words, at);
        if (at === length) break;
        const byte = chunk[at++];
        if (byte !== LF && byte !== CR) continue;
        line++;
        if (byte === CR && at === length) {
          afterCr = true;
          break;
        }
        if (byte === CR && chunk[at] === LF) at++;
        if (line < nextLine && base + at < nextOffset) continue;
        marks.begin(line, base + at);
        ({ nextLine, nextOffset } = marks);
      }
      lines = line;
      base += length;
    },
  };
}

interface Words {
  values: Uint32Array;
  /** Where the first of them begins in the chunk. */
  from: number;
}

/** The chunk as words of four bytes, from the first address on that is a word's. */
function wordsOf({ buffer, byteOffset, length }: Uint8Array): Words {
  const from = -byteOffset & 3;
  if (from >= length) return { values: new Uint32Array(0), from: length };
  return { values: new Uint32Array(buffer, byteOffset + from, (length - from) >> 2), from };
}

/** The first byte from `at` on that is a CR or lower (LF, tab), or the length. Four at a time: most words of a line hold none. */
function skipAboveCr(chunk: Uint8Array, { values, from }: Words, begin: number): number {
  const { length } = chunk;
  let at = begin;
  while (at < length && ((at - from) & 3) !== 0) {
    if ((chunk[at] as number) <= CR) return at;
    at++;
  }
  let word = (at - from) >> 2;
  if (word >= 0) {
    const words = values.length;
    // A byte below 0x0e borrows from its own upper bit; one of 0x80 and above had that bit before.
    while (word < words && (((values[word] as number) - 0x0e0e0e0e) & ~(values[word] as number) & 0x80808080) === 0) word++;
    at = Math.max(at, from + 4 * word);
  }
  while (at < length && (chunk[at] as number) > CR) at++;
  return at;
}

function scanUnits(encoding: 'utf-16le' | 'utf-16be', bom: number): Scan {
  const marks = new Marks(bom);
  const high = encoding === 'utf-16le' ? 1 : 0;
  let offset = bom; // of the first byte not yet looked at
  let odd: number | null = null; // the first half of a unit that a chunk border cuts
  let line = 1;
  let afterCr = false;
  const take = (first: number, second: number) => {
    const upper = high === 1 ? second : first;
    const lower = high === 1 ? first : second;
    const unit = upper === 0 ? lower : -1;
    if (afterCr) {
      afterCr = false;
      if (unit === LF) {
        marks.begin(line, offset + 2);
        return;
      }
      marks.begin(line, offset);
    }
    if (unit !== LF && unit !== CR) return;
    line++;
    if (unit === CR) afterCr = true;
    else marks.begin(line, offset + 2);
  };
  return {
    encoding,
    marks,
    push(chunk) {
      let at = 0;
      if (odd !== null && chunk.length > 0) {
        take(odd, chunk[0] ?? 0);
        offset += 2;
        odd = null;
        at = 1;
      }
      for (; at + 1 < chunk.length; at += 2) {
        take(chunk[at] ?? 0, chunk[at + 1] ?? 0);
        offset += 2;
      }
      if (at < chunk.length) odd = chunk[at] ?? 0;
    },
  };
}
