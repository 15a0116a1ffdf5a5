import { wordsOf } from './byte-words';

const FIRST_SLOTS = 256;
const MOST_SLOTS = 16 * 1024;
const FIRST_BYTES = 16 * 1024;

/**
 * Texts that come again and again, known by their bytes (UTF-8): each is kept once, end to end with the others, and becomes a string
 * when somebody asks. A name is called by its number, in the order in which the names came. So many are remembered as fit into the
 * processor's cache: a name that has been forgotten is kept once more when it comes again.
 */
export class ByteNames {
  /** What the bytes of the name remembered in a slot mix to, and its number + 1; 0: none. */
  private mixed = new Int32Array(FIRST_SLOTS);
  private slots = new Int32Array(FIRST_SLOTS);
  private bytes = new Uint8Array(FIRST_BYTES);
  private view = new DataView(this.bytes.buffer);
  /** Where each begins, and where the last one ends. */
  private offsets = new Uint32Array(FIRST_SLOTS);
  length = 0;
  /** All of it is ASCII: as many characters as bytes. */
  private ascii = true;

  /** The number of the name that these bytes are; a new one where they have not come yet, or were forgotten. */
  find(bytes: Uint8Array, from: number, to: number): number {
    const mixed = mix(bytes, from, to);
    const slot = mixed & (this.slots.length - 1);
    const known = (this.slots[slot] as number) - 1;
    if (known >= 0 && this.mixed[slot] === mixed && this.is(known, bytes, from, to)) return known;
    return this.add(bytes, from, to, mixed);
  }

  /** The same for a name that is a string. */
  findText(text: string): number {
    const bytes = encoder.encode(text);
    return this.find(bytes, 0, bytes.length);
  }

  text(name: number): string {
    return decoder.decode(this.bytes.subarray(this.offsets[name] as number, this.offsets[name + 1] as number));
  }

  /** All of them end to end, and where each begins and the last one ends. Copies. */
  toColumns(): NameColumns {
    const { offsets, length } = this;
    return { bytes: this.bytes.slice(0, offsets[length] as number), offsets: offsets.slice(0, length + 1), ascii: this.ascii };
  }

  private is(name: number, bytes: Uint8Array, from: number, to: number): boolean {
    const begin = this.offsets[name] as number;
    if ((this.offsets[name + 1] as number) - begin !== to - from) return false;
    const { view, bytes: own } = this;
    const words = wordsOf(bytes);
    let at = from;
    let i = begin;
    for (; at + 4 <= to; at += 4, i += 4) if (view.getInt32(i, true) !== words.getInt32(at, true)) return false;
    for (; at < to; at++, i++) if (own[i] !== bytes[at]) return false;
    return true;
  }

  private add(bytes: Uint8Array, from: number, to: number, mixed: number): number {
    const name = this.length++;
    const begin = this.offsets[name] as number;
    const end = begin + to - from;
    if (end > this.bytes.length) {
      this.bytes = longer(this.bytes, new Uint8Array(Math.max(end, 2 * this.bytes.length)));
      this.view = new DataView(this.bytes.buffer);
    }
    const { view, bytes: own } = this;
    const words = wordsOf(bytes);
    let all = 0;
    let at = from;
    let i = begin;
    for (; at + 4 <= to; at += 4, i += 4) {
      const four = words.getInt32(at, true);
      all |= four;
      view.setInt32(i, four, true);
    }
    for (; at < to; at++, i++) {
      all |= bytes[at] as number;
      own[i] = bytes[at] as number;
    }
    if ((all & 0x80808080) !== 0) this.ascii = false;
    if (name + 2 > this.offsets.length) this.offsets = longer(this.offsets, new Uint32Array(2 * this.offsets.length));
    this.offsets[name + 1] = end;
    if (2 * name >= this.slots.length && this.slots.length < MOST_SLOTS) this.spread();
    const slot = mixed & (this.slots.length - 1);
    this.slots[slot] = name + 1;
    this.mixed[slot] = mixed;
    return name;
  }

  /** Four times as many slots. */
  private spread(): void {
    const { slots, mixed } = this;
    this.slots = new Int32Array(4 * slots.length);
    this.mixed = new Int32Array(4 * slots.length);
    for (let slot = 0; slot < slots.length; slot++) {
      const moved = (mixed[slot] as number) & (this.slots.length - 1);
      this.slots[moved] = slots[slot] as number;
      this.mixed[moved] = mixed[slot] as number;
    }
  }
}

function longer<T extends Uint8Array | Uint32Array>(column: T, into: T): T {
  into.set(column);
  return into;
}

/** Names end to end, in UTF-8. */
export interface NameColumns {
  bytes: Uint8Array;
  /** Where each begins, and where the last one ends. */
  offsets: Uint32Array;
  ascii: boolean;
}

/** The names as strings, in their order. */
export function toNames({ bytes, offsets, ascii }: NameColumns): string[] {
  const length = Math.max(0, offsets.length - 1);
  if (!ascii) return Array.from({ length }, (_, i) => decoder.decode(bytes.subarray(offsets[i], offsets[i + 1])));
  const all = decoder.decode(bytes);
  return Array.from({ length }, (_, i) => all.slice(offsets[i], offsets[i + 1]));
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** Four bytes at a time; the upper bits folded in at the end, as only the lower ones choose the slot. */
function mix(bytes: Uint8Array, from: number, to: number): number {
  const words = wordsOf(bytes);
  let mixed = to - from;
  let at = from;
  for (; at + 4 <= to; at += 4) mixed = Math.imul((mixed ^ words.getInt32(at, true)) + (mixed >>> 13), 0x9e3779b1);
  for (; at < to; at++) mixed = Math.imul(mixed ^ (bytes[at] as number), 0x01000193);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}
