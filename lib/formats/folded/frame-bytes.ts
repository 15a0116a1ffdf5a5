import { textOf } from '@/lib/base/byte-lines';
import { wordsOf } from '@/lib/base/byte-words';

/** The printed frames of one recording, recognised by their bytes: each becomes text once. `Known` is what is kept of each. */
export class FrameBytes<Known> {
  readonly #known: Known[] = [];
  #copy = new Uint8Array(1 << 12);
  #view = new DataView(this.#copy.buffer);
  #copied = 0;
  #offsets = new Int32Array(128);
  #lengths = new Int32Array(128);
  #hashes = new Int32Array(128);
  /** Frame + 1 per slot, 0 is empty; a power of two. */
  #slots = new Int32Array(512);
  readonly #learn: (printed: string) => Known;

  constructor(learn: (printed: string) => Known) {
    this.#learn = learn;
  }

  /** The frame that stands from..to; `hash` is that of its bytes (`hashByte`). */
  find(bytes: Uint8Array, from: number, to: number, hash: number): Known {
    const length = to - from;
    const mask = this.#slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const frame = (this.#slots[slot] ?? 0) - 1;
      const known = this.#known[frame];
      if (known === undefined) break;
      if (this.#hashes[frame] === hash && this.#lengths[frame] === length && this.#isAt(bytes, from, frame)) return known;
      slot = (slot + 1) & mask;
    }
    const known = this.#learn(textOf(bytes, from, to));
    const frame = this.#known.push(known) - 1;
    this.#keep(frame, bytes, from, to, hash);
    this.#slots[slot] = frame + 1;
    if (this.#known.length * 2 > this.#slots.length) this.#rehash();
    return known;
  }

  #isAt(bytes: Uint8Array, from: number, frame: number): boolean {
    const copy = this.#copy;
    const offset = this.#offsets[frame] ?? 0;
    const length = this.#lengths[frame] ?? 0;
    const words = wordsOf(bytes);
    let i = 0;
    for (; i + 4 <= length; i += 4) if (words.getInt32(from + i, true) !== this.#view.getInt32(offset + i, true)) return false;
    for (; i < length; i++) if (bytes[from + i] !== copy[offset + i]) return false;
    return true;
  }

  #keep(frame: number, bytes: Uint8Array, from: number, to: number, hash: number): void {
    if (frame === this.#offsets.length) {
      const widen = (narrow: Int32Array) => {
        const wide = new Int32Array(narrow.length * 2);
        wide.set(narrow);
        return wide;
      };
      this.#offsets = widen(this.#offsets);
      this.#lengths = widen(this.#lengths);
      this.#hashes = widen(this.#hashes);
    }
    if (this.#copied + to - from > this.#copy.length) {
      const copy = new Uint8Array((this.#copied + to - from) * 2);
      copy.set(this.#copy);
      this.#copy = copy;
      this.#view = new DataView(copy.buffer);
    }
    this.#copy.set(bytes.subarray(from, to), this.#copied);
    this.#offsets[frame] = this.#copied;
    this.#lengths[frame] = to - from;
    this.#hashes[frame] = hash;
    this.#copied += to - from;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let frame = 0; frame < this.#known.length; frame++) {
      const hash = this.#hashes[frame] ?? 0;
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = frame + 1;
    }
    this.#slots = slots;
  }
}

/** One more byte of a frame; the hash of none is 0. */
export const hashByte = (hash: number, byte: number): number => Math.imul(hash ^ byte, 0x01000193);

/** Four more bytes of a frame. The same bytes must be taken in the same pieces, whatever stands before and behind them. */
export const hashWord = (hash: number, word: number): number => Math.imul((hash ^ word) + (hash >>> 13), 0x9e3779b1);
