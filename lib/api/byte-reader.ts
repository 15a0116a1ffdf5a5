/** Reads a stream of bytes piece by piece. What the source throws, every method throws, now and later. One call at a time. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  /** Bytes that have come and were not taken yet. */
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  #ended = false;
  #failure: { error: unknown } | null = null;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The next `count` bytes, which stay to be read; fewer only where the stream ends before. */
  async peek(count: number): Promise<Uint8Array> {
    while (this.#heldBytes < count && (await this.#pull()));
    const all = this.#held.length === 1 && this.#held[0] ? this.#held[0] : Buffer.concat(this.#held);
    this.#held = all.length > 0 ? [all] : [];
    return all.subarray(0, count);
  }

  /** The next `count` bytes; fewer only where the stream ends before. */
  async take(count: number): Promise<Uint8Array> {
    const taken = await this.peek(count);
    this.#drop(taken.length);
    return taken;
  }

  /** The next `count` bytes as they come; all that is left without `count`. Bytes that nobody asks for stay. */
  async *stream(count = Number.POSITIVE_INFINITY): AsyncGenerator<Uint8Array> {
    let left = count;
    while (left > 0 && (this.#heldBytes > 0 || (await this.#pull()))) {
      const piece = (this.#held[0] ?? new Uint8Array()).subarray(0, Math.min(left, Number.MAX_SAFE_INTEGER));
      left -= piece.length;
      this.#drop(piece.length);
      yield piece;
    }
  }

  /** Tells the source that nothing more is wanted. */
  async close(): Promise<void> {
    this.#ended = true;
    this.#held = [];
    this.#heldBytes = 0;
    await this.#source.return?.();
  }

  async #pull(): Promise<boolean> {
    if (this.#failure) throw this.#failure.error;
    while (!this.#ended) {
      const next = await this.#source.next().catch((error: unknown) => {
        this.#failure = { error };
        throw error;
      });
      if (next.done) this.#ended = true;
      else if (next.value.length > 0) {
        this.#held.push(next.value);
        this.#heldBytes += next.value.length;
        return true;
      }
    }
    return false;
  }

  #drop(count: number): void {
    this.#heldBytes -= count;
    let left = count;
    for (let first = this.#held[0]; first && left > 0; first = this.#held[0]) {
      if (first.length > left) this.#held[0] = first.subarray(left);
      else this.#held.shift();
      left -= Math.min(left, first.length);
    }
  }
}
