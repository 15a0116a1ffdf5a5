const FIRST_BYTES = 64 * 1024;

/** Lines kept as bytes, end to end: most of them nobody ever wants as text. */
export class KeptLines {
  private bytes = new Uint8Array(FIRST_BYTES);
  /** Where each ends. */
  private ends: number[] = [];

  get length(): number {
    return this.ends.length;
  }

  /** A copy of a line in UTF-8. */
  add(line: Uint8Array): void {
    const from = this.ends.at(-1) ?? 0;
    const end = from + line.length;
    if (end > this.bytes.length) {
      const longer = new Uint8Array(Math.max(end, 2 * this.bytes.length));
      longer.set(this.bytes);
      this.bytes = longer;
    }
    this.bytes.set(line, from);
    this.ends.push(end);
  }

  /** Leaves the first line, the third, and so on. */
  halve(): void {
    const { bytes, ends } = this;
    const left: number[] = [];
    let to = 0;
    for (let i = 0; i < ends.length; i += 2) {
      const from = ends[i - 1] ?? 0;
      const end = ends[i] as number;
      bytes.copyWithin(to, from, end);
      to += end - from;
      left.push(to);
    }
    this.ends = left;
  }

  texts(): string[] {
    return this.ends.map((end, i) => decoder.decode(this.bytes.subarray(this.ends[i - 1] ?? 0, end)));
  }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
