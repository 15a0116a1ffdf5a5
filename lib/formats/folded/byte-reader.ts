import type { ByteLines } from '@/lib/base/byte-lines';
import { wordsOf } from '@/lib/base/byte-words';
import { BLANK, findPlainEnd, readDecimalBytes, TAB } from '@/lib/base/scan-bytes';
import { FrameBytes, hashByte, hashWord } from './frame-bytes';

const SEMICOLON = 0x3b;
const HYPHEN = 0x2d;
/** Deeper stacks are read as text. */
const MOST_FRAMES = 4096;
/** More digits are not exact as a number. */
const MOST_DIGITS = 15;

/** Whether one of four bytes is a semicolon. */
function hasSemicolon(word: number): boolean {
  const semicolons = word ^ 0x3b3b3b3b;
  return ((semicolons - 0x01010101) & ~semicolons & 0x80808080) !== 0;
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;
const isBlank = (byte: number | undefined): boolean => byte === BLANK || byte === TAB;

/** What a frame of folded stacks is, as far as the frames below it have to know. */
export interface KnownFrame {
  /** Index of the frame in the profile. */
  id: number;
  /** Of the same code in the kernel, for where it stands below an entry into it; -1 as long as it has not. */
  kernelId: number;
  /** From here leafward, native code is the kernel's. */
  entersKernel: boolean;
}

/** What becomes of the stacks that are read from bytes. */
export interface StackSink {
  learn(printed: string, isLeaf: boolean): KnownFrame;
  /** Index of a frame where it stands in the kernel. */
  inKernel(frame: KnownFrame): number;
  /** Frames of the profile, leaf first, from 0 to `depth`. Only to be looked at. */
  add(frames: Int32Array, depth: number, weight: number, line: number): void;
}

/** Reads folded stacks from their bytes where a line is ordinary: ASCII, frames parted by semicolons, one blank, a whole number. */
export class FoldedBytes {
  readonly #inner: FrameBytes<KnownFrame>;
  readonly #leaves: FrameBytes<KnownFrame>;
  readonly #sink: StackSink;
  /** Where the semicolons of the line stand, and the hashes of what is before each. */
  readonly #ends = new Int32Array(MOST_FRAMES);
  readonly #hashes = new Int32Array(MOST_FRAMES);
  readonly #frames = new Int32Array(MOST_FRAMES);

  constructor(sink: StackSink) {
    this.#sink = sink;
    this.#inner = new FrameBytes((printed) => sink.learn(printed, false));
    this.#leaves = new FrameBytes((printed) => sink.learn(printed, true));
  }

  /** Takes lines up to one that has to be read as text. */
  take(lines: ByteLines): void {
    const { bytes, to, lastLine } = lines;
    while (lines.at < to && lines.line <= lastLine) {
      const end = this.#takeLine(bytes, lines.at, to, lines.line);
      if (end < 0) return;
      lines.at = end + 1;
      lines.line++;
    }
  }

  /** The line feed behind the line at `from`; -1, and nothing done, where it has to be read as text. */
  #takeLine(bytes: Uint8Array, from: number, to: number, line: number): number {
    const first = bytes[from];
    // A comment, an indentation; and "-;" parts the stacks of bcc.
    if (first === 0x23 || first === 0x2f || isBlank(first) || first === SEMICOLON) return -1;
    const end = findPlainEnd(bytes, from, to);
    if (end < 0) return -1;
    let at = end;
    while (at > from && isDigit(bytes[at - 1])) at--;
    const digits = end - at;
    const stackEnd = at - 1;
    if (digits === 0 || digits > MOST_DIGITS || bytes[stackEnd] !== BLANK || stackEnd <= from || isBlank(bytes[stackEnd - 1])) return -1;
    if (isDigit(bytes[stackEnd - 1]) && endsInWord(bytes, from, stackEnd)) return -1;
    const count = this.#cut(bytes, from, stackEnd);
    if (count < 0) return -1;
    this.#sink.add(this.#frames, this.#link(bytes, from, count), readDecimalBytes(bytes, at, end), line);
    return end;
  }

  /** Finds the frames of a stack: how many, or -1. */
  #cut(bytes: Uint8Array, from: number, end: number): number {
    const ends = this.#ends;
    const hashes = this.#hashes;
    const words = wordsOf(bytes);
    let count = 0;
    let hash = 0;
    let start = from;
    for (let at = from; at < end; at++) {
      // Four bytes of the frame at a time, up to those that have a semicolon among them.
      for (; at + 4 <= end; at += 4) {
        const four = words.getInt32(at, true);
        if (hasSemicolon(four)) break;
        hash = hashWord(hash, four);
      }
      if (at === end) break;
      const byte = bytes[at] as number;
      if (byte !== SEMICOLON || (at + 1 < end && isBlank(bytes[at + 1]))) {
        hash = hashByte(hash, byte);
        continue;
      }
      if (count >= MOST_FRAMES - 1 || (bytes[start] === HYPHEN && at - start <= 2)) return -1;
      ends[count] = at;
      hashes[count++] = hash;
      hash = 0;
      start = at + 1;
    }
    if (bytes[start] === HYPHEN && end - start <= 2) return -1;
    ends[count] = end;
    hashes[count++] = hash;
    return count;
  }

  /** Puts the frames of the line into the buffer, leaf first. */
  #link(bytes: Uint8Array, from: number, count: number): number {
    let start = from;
    let inKernel = false;
    for (let i = 0; i < count; i++) {
      const end = this.#ends[i] ?? 0;
      const table = i === count - 1 ? this.#leaves : this.#inner;
      const frame = table.find(bytes, start, end, this.#hashes[i] ?? 0);
      inKernel ||= frame.entersKernel;
      this.#frames[count - 1 - i] = inKernel ? this.#sink.inKernel(frame) : frame.id;
      start = end + 1;
    }
    return count;
  }
}

/** "…;foo 3" in "…;foo 3 4": what stands behind the last semicolon has a blank in it, so that two numbers may end the line. */
function endsInWord(bytes: Uint8Array, from: number, end: number): boolean {
  for (let at = end - 1; at >= from && bytes[at] !== SEMICOLON; at--) if (isBlank(bytes[at])) return true;
  return false;
}
