import type { LineMarks } from './line-index';

/** Who is told where lines begin, and the place in the document of the first byte that comes. */
export interface Told {
  marks: LineMarks;
  offset: number;
}

/** What one family of encodings needs: bytes in, lines out. */
export interface LineSplitter {
  push(chunk: Uint8Array): void;
  /** So many whole lines of ASCII are left out here: what comes next begins a line, as what came last ended one. */
  passOver(lines: number): void;
  finish(): { encoding: string; binary: boolean; cutLines: number; utf8After: number | null };
}

/** No tool prints such a line; without a bound, one file without line ends would have to be held in memory as a whole. */
export const MAX_LINE_BYTES = 4 * 1024 * 1024;
