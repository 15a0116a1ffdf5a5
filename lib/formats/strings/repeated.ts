import type { DumpContent } from '@/lib/model/process-facts';

/** Lines that differ are counted up to so many; beyond, those met least are forgotten (a line that is forgotten counts anew). */
const MOST_KEPT = 20_000;
const MOST_SHOWN = 20;

/** Counts masked lines in bounded memory. */
export class RepeatedLines {
  #counts = new Map<string, { count: number; firstLine: number }>();

  add(text: string, line: number, count: number): void {
    const known = this.#counts.get(text);
    if (known) known.count += count;
    else {
      if (this.#counts.size >= MOST_KEPT) this.#forget();
      this.#counts.set(text.split('').join(''), { count, firstLine: line });
    }
  }

  /** Those met twice at least, most often first. */
  list(): DumpContent['repeated'] {
    return [...this.#counts]
      .filter(([, { count }]) => count > 1)
      .map(([text, { count, firstLine }]) => ({ text, count, firstLine }))
      .sort((a, b) => b.count - a.count || a.firstLine - b.firstLine)
      .slice(0, MOST_SHOWN);
  }

  #forget(): void {
    const kept = [...this.#counts].sort(([, a], [, b]) => b.count - a.count).slice(0, MOST_KEPT / 2);
    this.#counts = new Map(kept);
  }
}
