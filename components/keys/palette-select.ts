/** Something the palette can do: an action of the key map, or one that the page's data gives ("Snapshot t0"). */
export interface PaletteEntry {
  id: string;
  title: string;
  /** Stands before the title, lighter: "Snapshot". */
  group: string;
  /** The first way of the key map; "" where there is none. */
  keys: string;
  run(): void;
}

/** At most so many are listed; typing brings the others up. */
const MOST = 60;

/**
 * The entries that hold every word typed, in any order and without regard to case; those where a word begins the title come
 * first, then the order of the list.
 */
export function filterEntries(entries: readonly PaletteEntry[], typed: string): PaletteEntry[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const scored = entries.flatMap((entry, order) => {
    const title = entry.title.toLowerCase();
    const whole = `${entry.group.toLowerCase()} ${title}`;
    if (!words.every((word) => whole.includes(word))) return [];
    const begins = words.filter((word) => title.startsWith(word) || title.includes(` ${word}`)).length;
    return [{ entry, score: begins, order }];
  });
  return scored
    .sort((a, b) => b.score - a.score || a.order - b.order)
    .slice(0, MOST)
    .map(({ entry }) => entry);
}
