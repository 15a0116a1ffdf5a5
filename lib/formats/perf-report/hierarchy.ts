import type { RowText } from './columns';

// `perf report --hierarchy`: a row for every level, each within the one above.
//
//   #    Overhead  Command / Shared Object / Symbol
//       95.45%        deflate worker
//          57.95%        libz.so.1.2.13
//             10.23%        [.] adler32_z

/** What the levels above a row say of it. */
export class Hierarchy {
  readonly #levels: string[];
  /** The open rows, outermost first. */
  readonly #path: { end: number; name: string }[] = [];

  constructor(levels: string) {
    this.#levels = levels.split(' / ', 16).map((level) => level.trim());
  }

  /** The innermost level of this row: what has a weight of its own. null for rows that sum others up. `percentEnd`: percentages are right-aligned. */
  read(row: { text: string; percentEnd: number; restAt: number; markerAt: number }, symbol: RowText): RowText | null {
    while ((this.#path.at(-1)?.end ?? -1) >= row.percentEnd) this.#path.pop();
    this.#path.push({ end: row.percentEnd, name: row.text.slice(row.restAt).trim() });
    const isInnermost = this.#path.length === this.#levels.length;
    // Where the indentation is lost, a symbol still is one.
    if (!isInnermost) return row.markerAt >= 0 ? symbol : null;
    const named = (name: string) => this.#path[this.#levels.indexOf(name)]?.name ?? null;
    return { ...symbol, comm: named('Command'), dso: named('Shared Object') };
  }
}

/** The column that names the levels: "Command / Shared Object / Symbol". */
export const findLevels = (names: readonly string[]): string | undefined => names.find((name) => name.includes(' / '));
