// The part of protocol buffers' wire format that a pprof file takes: whole numbers, text and messages within messages.
// https://protobuf.dev/programming-guides/encoding/

const VARINT = 0;
const LENGTH = 2;

function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) size++;
  return size;
}

/** Bytes of one message, growing. */
export class MessageWriter {
  #bytes = new Uint8Array(64);
  #length = 0;

  /** What was written; stays valid until more is. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Ready for the next message: what was written is forgotten, its room is kept. */
  clear(): this {
    this.#length = 0;
    return this;
  }

  #room(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count));
    larger.set(this.bytes);
    this.#bytes = larger;
  }

  /** A whole number from 0 to 2^53, seven bits a byte, the lowest first. */
  #varint(value: number): void {
    this.#room(8);
    let rest = value;
    while (rest >= 128) {
      this.#bytes[this.#length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#length++] = rest;
  }

  /** A number of a field; 0 is what a missing field means, so it is left out. */
  number(field: number, value: number): this {
    if (value === 0) return this;
    this.#varint(field * 8 + VARINT);
    this.#varint(value);
    return this;
  }

  /** Numbers of a repeated field, packed: zeros count. */
  numbers(field: number, values: readonly number[]): this {
    if (values.length === 0) return this;
    const size = values.reduce((sum, value) => sum + varintSize(value), 0);
    this.#varint(field * 8 + LENGTH);
    this.#varint(size);
    for (const value of values) this.#varint(value);
    return this;
  }

  message(field: number, bytes: Uint8Array): this {
    this.#varint(field * 8 + LENGTH);
    this.#varint(bytes.length);
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
    return this;
  }

  text(field: number, text: string): this {
    return this.message(field, new TextEncoder().encode(text));
  }
}
