/** Tells how much of a text fits, from the widths of its characters: a flame graph has a thousand labels a frame, and to measure each cut anew costs more than to draw it. */
export class TextFit {
  /** By UTF-16 unit; 0: not measured yet. Kerning is left aside: it makes texts a little narrower, seldom wider. */
  readonly #widths = new Float32Array(0x10000);
  readonly #ellipsis: number;

  /** `measure` gives the width of a text in one font. */
  constructor(private readonly measure: (text: string) => number) {
    this.#ellipsis = measure('…');
  }

  /** The text, or its beginning with an ellipsis; "" where not even three characters fit. Looks no further than the room goes. */
  fit(text: string, room: number): string {
    let used = 0;
    /** Characters that fit beside an ellipsis. */
    let kept = 0;
    for (let i = 0; i < text.length; i++) {
      used += this.#widthAt(text, i);
      if (used > room) return kept < 3 ? '' : `${text.slice(0, kept)}…`;
      if (used + this.#ellipsis <= room) kept = i + 1;
    }
    return text;
  }

  /** Whether all of it fits. */
  fits(text: string, room: number): boolean {
    let used = 0;
    for (let i = 0; i < text.length; i++) {
      used += this.#widthAt(text, i);
      if (used > room) return false;
    }
    return true;
  }

  #widthAt(text: string, index: number): number {
    const unit = text.charCodeAt(index);
    const known = this.#widths[unit] ?? 0;
    if (known > 0) return known;
    // Halves of a surrogate pair: each as wide as half of what a browser shows for a lone one; names seldom hold them.
    const width = Math.max(0.01, this.measure(text.charAt(index)));
    this.#widths[unit] = width;
    return width;
  }
}
