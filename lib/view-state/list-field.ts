import type { Field, Sort } from './field';

/** One of a few words, or none: null is the fallback. */
export function choice<const T extends readonly string[]>(key: string, words: T): Field<T[number] | null> {
  return { key, fallback: null, read: (text) => words.find((word) => word === text), write: (value) => value ?? '' };
}

/** Some of a few words in the order given, at least one: "start,rss". Unknown and repeated ones are left out. */
export function listOf<const T extends readonly string[]>(
  key: string,
  words: T,
  fallback: readonly T[number][],
): Field<readonly T[number][]> {
  return {
    key,
    fallback,
    read(text) {
      const asked = new Set(text.split(','));
      const known = [...asked].flatMap((word) => words.find((other) => other === word) ?? []);
      return known.length > 0 ? known : undefined;
    },
    write: (value) => value.join(','),
  };
}

/** Some of a few words, in the order of the words; none is the fallback. Unknown ones are left out. */
export function someOf<const T extends readonly string[]>(key: string, words: T): Field<readonly T[number][]> {
  const inOrder = (chosen: readonly string[]): T[number][] => words.filter((word) => chosen.includes(word));
  return { key, fallback: [], read: (text) => inOrder(text.split(',')), write: (value) => inOrder(value).join(',') };
}

/** Keys of a sort, the heaviest first: "-rss,start"; each column once, at least one. */
export function sortsBy<const C extends readonly string[]>(
  key: string,
  columns: C,
  fallback: readonly Sort<C[number]>[],
): Field<readonly Sort<C[number]>[]> {
  return {
    key,
    fallback,
    read(text) {
      const sorts: Sort<C[number]>[] = [];
      for (const word of text.split(',', 5)) {
        const descending = word.startsWith('-');
        const column = columns.find((name) => name === (descending ? word.slice(1) : word));
        if (column !== undefined && !sorts.some((sort) => sort.column === column)) sorts.push({ column, descending });
      }
      return sorts.length > 0 ? sorts : undefined;
    },
    write: (value) => writeSorts(value),
  };
}

/** [{ column: 'rss', descending: true }, { column: 'start', … }] → "-rss,start" */
export const writeSorts = (sorts: readonly Sort<string>[]): string =>
  sorts.map(({ column, descending }) => `${descending ? '-' : ''}${column}`).join(',');

/** A number of bytes, up to 2^53; 0 is the fallback and is not written. */
export function bytes(key: string): Field<number> {
  return {
    key,
    fallback: 0,
    read: (text) => (/^\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined),
    write: (value) => (value > 0 ? String(Math.round(value)) : ''),
  };
}
