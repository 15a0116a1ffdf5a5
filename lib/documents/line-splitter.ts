/** What one family of encodings needs: bytes in, lines out. */
export interface LineSplitter {
  push(chunk: Uint8Array): void;
  finish(): { encoding: string; binary: boolean; cutLines: number; utf8After: number | null };
}

/** No tool prints such a line; without a bound, one file without line ends would have to be held in memory as a whole. */
export const MAX_LINE_BYTES = 4 * 1024 * 1024;
