import { textOf } from '@/lib/base/byte-lines';
import { findPlainEnd, LF, TAB } from '@/lib/base/scan-bytes';
import { FrameShape } from './frame-bytes';
import { type FrameLine, readFrame, readLine } from './line';

/** Columns of a line in `#lines`. They lie together: one line costs one line of the processor's cache. */
const OFFSET = 0;
const LENGTH = 1;
const SYMBOL = 2;
const NEXT = 3;
const COLUMNS = 4;

const CACHE_BITS = 16;
/** Shorter lines cannot be compared eight bytes at a time, longer ones hold no symbol. */
const SHORTEST = 20;
const LONGEST = 4096;
/** Bytes of distinct lines that are remembered before the memory begins anew; each has an address of its own, so there is no end to them. */
const ROOM = 48 * 1024 * 1024;
/** Symbols, and odd lines, that are learnt; more are read line by line. */
const MOST_SYMBOLS = 1_000_000;

/** What a line shows that is not its address: one for all lines of the same symbol and DSO, or, for odd lines, one for each. */
export interface FrameSymbol {
  /** As `readLine` gave it, of the first line that showed it. */
  frame: FrameLine;
  /** Ordinary: one symbol, a DSO, not inlined; so that the line alone tells the frame. */
  plain: boolean;
}

/**
 * The distinct frame lines of a recording, recognised by their bytes: without a string, without a search for the line's end. A copy of
 * each line with its line end is kept; where the bytes are those of a copy, the next line begins behind them. Candidates are, in turn:
 * the line that followed the line before the last time it was seen, the line last seen with such an address, any with such a hash.
 *
 * Bytes are compared eight at a time, as doubles. The copies are ASCII, so none of them is NaN or -0: equal doubles are equal bytes.
 */
export class FrameLines {
  readonly symbols: FrameSymbol[] = [];
  #copy = new Uint8Array(1 << 20);
  #copyView = new DataView(this.#copy.buffer);
  #copied = 0;
  /** Line 0 is none: what stands before the first frame of a stack. */
  #lines = new Int32Array(4096 * COLUMNS);
  #hashes = new Int32Array(4096);
  #count = 1;
  readonly #byAddress = new Int32Array(1 << CACHE_BITS);
  /** Line per slot, 0 is empty; a power of two. */
  #slots = new Int32Array(1 << 14);
  readonly #frames = new Map<number, FrameLine>();
  readonly #shape = new FrameShape();
  /** Hash of a symbol's bytes → its newest entry; `#olderSymbol` chains to the one before. */
  readonly #symbolsByHash = new Map<number, number>();
  readonly #symbolKeys: { bytes: Uint8Array; flags: number; symbol: number; older: number }[] = [];
  /** Where `read` stopped. */
  end = 0;
  last = 0;

  get isFull(): boolean {
    return this.#copied > ROOM;
  }

  /** Forgets all lines; symbols keep their indices. Only between two stacks. */
  forgetLines(): void {
    this.#copied = 0;
    this.#count = 1;
    this.#lines[NEXT] = 0;
    this.#byAddress.fill(0);
    this.#slots.fill(0);
    this.#frames.clear();
  }

  /**
   * Reads frame lines from `from` on, as long as they are known or can be learnt, and writes their lines and symbols to the buffers from
   * `depth` on, at most to `room`. Stops at the first byte of a line that is no frame (`end`). Gives the new depth.
   */
  read(
    bytes: Uint8Array,
    view: DataView,
    from: number,
    to: number,
    lineIds: Int32Array,
    symbolIds: Int32Array,
    depth: number,
    room: number,
  ): number {
    let lines = this.#lines;
    let copyView = this.#copyView;
    const byAddress = this.#byAddress;
    let previous = this.last;
    let at = from;
    let count = depth;
    while (at < to && count < room) {
      const first = bytes[at];
      if (first !== TAB && first !== 0x20) break;
      let line = lines[previous * COLUMNS + NEXT] ?? 0;
      if (line === 0 || !isSame(view, at, to, copyView, lines, line)) {
        let key = 0;
        line = 0;
        if (at + SHORTEST <= to) {
          key = Math.imul(view.getInt32(at + 9, true), 0x9e3779b1) ^ Math.imul(view.getInt32(at + 13, true), 0x85ebca6b);
          key = (key ^ (key >>> 15)) >>> (32 - CACHE_BITS);
          line = byAddress[key] ?? 0;
          if (line !== 0 && !isSame(view, at, to, copyView, lines, line)) line = 0;
        }
        if (line === 0) {
          line = this.#find(bytes, view, at, to);
          if (line === 0) break;
          byAddress[key] = line;
          lines = this.#lines;
          copyView = this.#copyView;
        }
        lines[previous * COLUMNS + NEXT] = line;
      }
      const row = line * COLUMNS;
      lineIds[count] = line;
      symbolIds[count] = lines[row + SYMBOL] ?? 0;
      count++;
      at += lines[row + LENGTH] ?? 0;
      previous = line;
    }
    this.last = previous;
    this.end = at;
    return count;
  }

  /** The line at `at` among those that are known, or learnt now; 0 where it is no frame that this can know. */
  #find(bytes: Uint8Array, view: DataView, at: number, to: number): number {
    let hash = 0;
    let end = at;
    // Four bytes at a time, until one of them is a line end.
    for (; end + 4 <= to; end += 4) {
      const word = view.getInt32(end, true);
      const gap = word ^ 0x0a0a0a0a;
      if (((gap - 0x01010101) & ~gap & 0x80808080) !== 0) break;
      hash = Math.imul(hash ^ word, 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    while (end < to && bytes[end] !== LF) hash = Math.imul(hash ^ (bytes[end++] ?? 0), 0x01000193);
    const length = end + 1 - at;
    if (end >= to || length < SHORTEST || length > LONGEST) return 0;
    hash ^= hash >>> 13;
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const line = this.#slots[slot] ?? 0;
      if (line === 0) break;
      if (this.#hashes[line] === hash && isSame(view, at, to, this.#copyView, this.#lines, line)) return line;
      slot = (slot + 1) & mask;
    }
    const symbol = this.#readSymbol(bytes, at, end);
    if (symbol < 0) return 0;
    const line = this.#keep(bytes, at, length, symbol, hash);
    this.#slots[slot] = line;
    if (this.#count * 2 > this.#slots.length) this.#rehash();
    return line;
  }

  #keep(bytes: Uint8Array, at: number, length: number, symbol: number, hash: number): number {
    const line = this.#count++;
    if (this.#copied + length > this.#copy.length) {
      const copy = new Uint8Array(this.#copy.length * 2);
      copy.set(this.#copy.subarray(0, this.#copied));
      this.#copy = copy;
      this.#copyView = new DataView(copy.buffer);
    }
    if (line === this.#hashes.length) {
      const lines = new Int32Array(this.#lines.length * 2);
      lines.set(this.#lines);
      this.#lines = lines;
      const hashes = new Int32Array(this.#hashes.length * 2);
      hashes.set(this.#hashes);
      this.#hashes = hashes;
    }
    this.#copy.set(bytes.subarray(at, at + length), this.#copied);
    const row = line * COLUMNS;
    this.#lines[row + OFFSET] = this.#copied;
    this.#lines[row + LENGTH] = length;
    this.#lines[row + SYMBOL] = symbol;
    this.#lines[row + NEXT] = 0;
    this.#hashes[line] = hash;
    this.#copied += length;
    return line;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let line = 1; line < this.#count; line++) {
      let slot = (this.#hashes[line] ?? 0) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = line;
    }
    this.#slots = slots;
  }

  /** Index of the symbol that a new line shows; -1 where it is no frame, or where something might have to be taken off it first. */
  #readSymbol(bytes: Uint8Array, from: number, end: number): number {
    if (this.symbols.length >= MOST_SYMBOLS) return -1;
    if (findPlainEnd(bytes, from, end + 1) !== end) return -1;
    const shape = this.#shape;
    if (!shape.read(bytes, from, end)) return this.#add(textOf(bytes, from, end), null);
    const flags = (shape.inKernel ? 1 : 0) | (shape.hasOffset ? 2 : 0);
    let hash = flags;
    for (let at = shape.symbol; at < shape.symbolEnd; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
    for (let at = shape.dso; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
    const newest = this.#symbolsByHash.get(hash) ?? -1;
    for (let at = newest; at >= 0; at = this.#symbolKeys[at]?.older ?? -1) {
      const key = this.#symbolKeys[at];
      if (key && key.flags === flags && shows(key.bytes, bytes, shape)) {
        return key.symbol >= 0 ? key.symbol : this.#add(textOf(bytes, from, end), null);
      }
    }
    const key = new Uint8Array(shape.symbolEnd - shape.symbol + end - shape.dso);
    key.set(bytes.subarray(shape.symbol, shape.symbolEnd));
    key.set(bytes.subarray(shape.dso, end), shape.symbolEnd - shape.symbol);
    const text = textOf(bytes, from, end);
    const shown = text.slice(shape.symbol - from, shape.symbolEnd - from) + text.slice(shape.dso - from);
    const symbol = this.#add(text, shown);
    const isPlain = symbol >= 0 && this.symbols[symbol]?.plain === true;
    this.#symbolsByHash.set(hash, this.#symbolKeys.length);
    // Where `readLine` sees another frame in it, every line of this shape is read by itself.
    this.#symbolKeys.push({ bytes: key, flags, symbol: isPlain ? symbol : -1, older: newest });
    return symbol;
  }

  /** `shown`: symbol and " (dso)" as cut from the bytes, where they were. Such a line ends in ")": only a time could make an event line of it. */
  #add(text: string, shown: string | null): number {
    const isCut = shown !== null && !CLOCK.test(text);
    const line = isCut ? readFrame(text) : readLine(text);
    if (line?.kind !== 'frame') return -1;
    const plain = isCut && line.dso !== null && !line.inlined && `${line.symbol} (${line.dso})` === shown;
    return this.symbols.push({ frame: line, plain }) - 1;
  }

  /** The frame of a line, address and all. */
  frameOf(line: number): FrameLine {
    const known = this.#frames.get(line);
    if (known) return known;
    const offset = this.#lines[line * COLUMNS + OFFSET] ?? 0;
    const length = this.#lines[line * COLUMNS + LENGTH] ?? 0;
    const frame = readLine(textOf(this.#copy, offset, offset + length - 1));
    if (frame.kind !== 'frame') throw new Error('A line that was a frame is none any more.');
    this.#frames.set(line, frame);
    return frame;
  }
}

/** What could make an event line of it: a time. */
const CLOCK = /\d\.\d{3,9}:/;

function shows(key: Uint8Array, bytes: Uint8Array, { symbol, symbolEnd, dso, end }: FrameShape): boolean {
  const first = symbolEnd - symbol;
  if (key.length !== first + end - dso) return false;
  for (let i = 0; i < first; i++) if (key[i] !== bytes[symbol + i]) return false;
  for (let i = first; i < key.length; i++) if (key[i] !== bytes[dso + i - first]) return false;
  return true;
}

/** Whether a line's copy stands at `at`. The addresses come first: there lines differ. */
function isSame(view: DataView, at: number, to: number, copyView: DataView, lines: Int32Array, line: number): boolean {
  const row = line * COLUMNS;
  const offset = lines[row + OFFSET] ?? 0;
  const length = lines[row + LENGTH] ?? 0;
  if (at + length > to) return false;
  const tail = length - 8;
  for (let i = 8; i < tail; i += 8) if (view.getFloat64(at + i, true) !== copyView.getFloat64(offset + i, true)) return false;
  return (
    view.getFloat64(at + tail, true) === copyView.getFloat64(offset + tail, true) &&
    view.getFloat64(at, true) === copyView.getFloat64(offset, true)
  );
}
