/**
 * Whole lines of a document as they came, each with its line end. Whoever takes lines moves `at` and `line` behind them; what he does
 * not take is decoded, and read as text. Nobody keeps `bytes`: they are the caller's.
 */
export interface ByteLines {
  readonly bytes: Uint8Array;
  /** Where the line at hand begins. */
  at: number;
  /** Behind the line end of the last whole line. */
  readonly to: number;
  /** Number of the line at `at` in its document, from 1. */
  line: number;
  /** The last line that may be taken. */
  lastLine: number;
}

/**
 * What lines were that somebody took, for who cuts the document by them: the line feed of each, times four, plus what it is (`BLANK_LINE`,
 * `WEAK_LINE`, `STRONG_LINE`: `LineClass` in formats/define). There is room for as many lines as were offered bytes (64 KiB at most).
 */
export interface LinesTold {
  ends: Int32Array;
  count: number;
}

export const BLANK_LINE = 0;
export const WEAK_LINE = 1;
export const STRONG_LINE = 2;

/**
 * Takes what he can of the lines. False where it would be no use to ask again before the next chunk: he waits for something that has
 * not come yet.
 */
export type LineTaker = (lines: ByteLines) => boolean;

const decoder = new TextDecoder();

/** A few characters of ASCII as text. Not for every line: a call takes longer than reading the line does. */
export const textOf = (bytes: Uint8Array, from: number, to: number): string => decoder.decode(bytes.subarray(from, to));
