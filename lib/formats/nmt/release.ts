/**
 * JDK families that print alike. Each stands for its neighbours: 8 (and older), 11 (9–15), 17 (16–20), 21 (21–23), 25 (24 and later).
 */
export const FAMILIES = [8, 11, 17, 21, 25] as const;
export type Family = (typeof FAMILIES)[number];

/** The families that print a line so, oldest and newest. */
export interface Releases {
  since: Family;
  until: Family;
}

export const ANY: Releases = { since: 8, until: 25 };
export const since = (family: Family): Releases => ({ since: family, until: 25 });
export const until = (family: Family): Releases => ({ since: 8, until: family });

/** A stack frame with a blank before its symbol, and one without. */
export const OLD_FRAME = until(21);
export const NEW_FRAME = since(25);
/** "(malloc=93KB type=Class #1024)" without a peak. */
export const BEFORE_TAGS = until(17);

/** The families that both allow. */
export const narrow = (a: Releases, b: Releases): Releases => {
  // Nearly every line allows what those before it did.
  if (a.since >= b.since && a.until <= b.until) return a;
  return { since: a.since > b.since ? a.since : b.since, until: a.until < b.until ? a.until : b.until };
};

/** The one family that fits; null where several do. Where two lines disagree, what one prints outweighs what the other lacks. */
export function pickFamily({ since, until }: Releases): Family | null {
  return since >= until ? since : null;
}

// Category names by release (allocation.hpp, from 24 memTag.hpp). Names not listed here are accepted all the same.
const NAMES: Readonly<Record<Family, readonly string[]>> = {
  8: [
    'Java Heap',
    'Class',
    'Thread',
    'Thread Stack',
    'Code',
    'GC',
    'Compiler',
    'Internal',
    'Symbol',
    'Native Memory Tracking',
    'Shared class space',
    'Arena Chunk',
    'Test',
    'Tracing',
    'Unknown',
  ],
  11: ['Other', 'Logging', 'Arguments', 'Module', 'Synchronizer', 'Synchronization', 'Safepoint'],
  17: ['JVMCI', 'Metaspace', 'Statistics', 'Serviceability', 'String Deduplication', 'Object Monitors', 'GCCardSet'],
  21: [],
  25: ['JNI'],
};

const SINCE = new Map(FAMILIES.flatMap((family) => NAMES[family].map((name) => [name, family] as const)));

/** True for the categories that a known release prints. */
export const isKnownCategory = (name: string): boolean => SINCE.has(name);

/** True for "Arena Chu": how a known category begins. */
export const beginsCategory = (text: string): boolean => text !== '' && [...SINCE.keys()].some((name) => name.startsWith(text));

/** "Metaspace" → 17 and later. */
export function categoryReleases(name: string): Releases {
  if (name === 'Synchronizer') return { since: 11, until: 11 };
  return since(SINCE.get(name) ?? 8);
}
