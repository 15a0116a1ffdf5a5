import type { LineStart } from './decode';
import type { Sniffed } from './sniff-encoding';

/** Where lines of a document begin, a mark for some thousand lines or a quarter MiB, so that a reader can begin near any line. */
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

/** Marks lines while their document is decoded. Where chunks end may move a mark; what is read from it is the same. */
export class LineMarks {
  private encoding: Sniffed['encoding'] = 'utf-8';
  private readonly lines = [1];
  private readonly offsets = [0];
  /** The next mark is the first line told from one of these on. */
  private nextLine = 1 + EVERY_LINES;
  private nextOffset = EVERY_BYTES;

  /** The first line begins behind the byte order mark. */
  open({ encoding, bom }: Sniffed): void {
    this.encoding = encoding;
    this.offsets[0] = bom;
  }

  /** A line begins at a byte of the document (that is no LF of a CRLF). To be told of as often as is cheap. */
  begin(line: number, offset: number): void {
    if (line < this.nextLine && offset < this.nextOffset) return;
    this.lines.push(line);
    this.offsets.push(offset);
    this.nextLine = line + EVERY_LINES;
    this.nextOffset = offset + EVERY_BYTES;
  }

  finish(utf8After: number | null): LineIndex {
    return { encoding: this.encoding, lines: Uint32Array.from(this.lines), offsets: Float64Array.from(this.offsets), utf8After };
  }
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
