const FIRST_SLOTS = 1024;
const FIRST_BYTES = 16 * 1024;

/**
 * Texts that come again and again, known by their bytes (UTF-8): each is kept once, end to end with the others, and becomes a string
 * when somebody asks. A name is called by its number, in the order in which the names came.
 */
export class ByteNames {
  /** Number + 1 of the name whose bytes mix to that slot, or next to it; 0: none. */
  private slots = new Int32Array(FIRST_SLOTS);
  private bytes = new Uint8Array(FIRST_BYTES);
  /** Where each begins, and where the last one ends. */
  private offsets = new Uint32Array(FIRST_SLOTS);
  /** What the bytes of each mix to. */
  private mixed = new Int32Array(FIRST_SLOTS);
  length = 0;
  /** All of it is ASCII: as many characters as bytes. */
  private ascii = true;

  /** The number of the name that these bytes are; a new one where they have not come yet. */
  find(bytes: Uint8Array, from: number, to: number): number {
    const mixed = mix(bytes, from, to);
    const slot = this.slotOf(bytes, from, to, mixed);
    const known = this.slots[slot] as number;
    return known === 0 ? this.add(bytes, from, to, slot, mixed) : known - 1;
  }

  /** The same for a name that is a string. */
  findText(text: string): number {
    const bytes = encoder.encode(text);
    if (bytes.length !== text.length) this.ascii = false;
    return this.find(bytes, 0, bytes.length);
  }

  /** The same for names that are all known: -1 for any other. */
  look(bytes: Uint8Array, from: number, to: number): number {
    return (this.slots[this.slotOf(bytes, from, to, mix(bytes, from, to))] as number) - 1;
  }

  /** The slot of the name, or the empty one where it would be put. */
  private slotOf(bytes: Uint8Array, from: number, to: number, mixed: number): number {
    const { slots } = this;
    const mask = slots.length - 1;
    for (let slot = mixed & mask; ; slot = (slot + 1) & mask) {
      const known = slots[slot] as number;
      if (known === 0 || (this.mixed[known - 1] === mixed && this.is(known - 1, bytes, from, to))) return slot;
    }
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
    const own = this.bytes;
    for (let at = from, i = begin; at < to; at++, i++) if (own[i] !== bytes[at]) return false;
    return true;
  }

  private add(bytes: Uint8Array, from: number, to: number, slot: number, mixed: number): number {
    const name = this.length++;
    const begin = this.offsets[name] as number;
    const end = begin + to - from;
    if (end > this.bytes.length) {
      const more = new Uint8Array(Math.max(end, 2 * this.bytes.length));
      more.set(this.bytes.subarray(0, begin));
      this.bytes = more;
    }
    const own = this.bytes;
    for (let at = from, i = begin; at < to; at++, i++) own[i] = bytes[at] as number;
    if (name + 2 > this.offsets.length) {
      const offsets = new Uint32Array(2 * this.offsets.length);
      offsets.set(this.offsets);
      this.offsets = offsets;
      const allMixed = new Int32Array(2 * this.mixed.length);
      allMixed.set(this.mixed);
      this.mixed = allMixed;
    }
    this.offsets[name + 1] = end;
    this.mixed[name] = mixed;
    this.slots[slot] = name + 1;
    if (2 * this.length > this.slots.length) this.spread();
    return name;
  }

  /** Four times as many slots. */
  private spread(): void {
    const slots = new Int32Array(4 * this.slots.length);
    const mask = slots.length - 1;
    for (let name = 0; name < this.length; name++) {
      let slot = (this.mixed[name] as number) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = name + 1;
    }
    this.slots = slots;
  }
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
  let mixed = to - from;
  let at = from;
  for (; at + 4 <= to; at += 4) {
    const four =
      (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16) | ((bytes[at + 3] as number) << 24);
    mixed = Math.imul((mixed ^ four) + (mixed >>> 13), 0x9e3779b1);
  }
  for (; at < to; at++) mixed = Math.imul(mixed ^ (bytes[at] as number), 0x01000193);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}
