/** One thing a view remembers in the URL. Reading never throws: a stale or hand-edited link falls back. */
export interface Field<T> {
  /** Name in the query: "regions.sort". */
  readonly key: string;
  readonly fallback: T;
  /** undefined: not a value of this field. */
  read(text: string): T | undefined;
  write(value: T): string;
}

/** One of a few words: oneOf('map.area', ['rss', 'size']); the first is the fallback. */
export function oneOf<const T extends readonly [string, ...string[]]>(key: string, words: T): Field<T[number]> {
  return { key, fallback: words[0], read: (text) => words.find((word) => word === text), write: (value) => value };
}

/** On or off; off is the fallback and is not written. */
export function flag(key: string): Field<boolean> {
  return {
    key,
    fallback: false,
    read: (text) => (text === '1' ? true : text === '0' ? false : undefined),
    write: (value) => (value ? '1' : '0'),
  };
}

/** An id or a word that somebody else checks, at most 80 characters; null is the fallback. */
export function word(key: string): Field<string | null> {
  return { key, fallback: null, read: (text) => (/^[\w.:-]{1,80}$/.test(text) ? text : undefined), write: (value) => value ?? '' };
}

/** Free words of at most `most` characters, as the name of a frame: "void A<int>::b(char const*)"; null is the fallback. */
export function text(key: string, most = 1_000): Field<string | null> {
  const fits = (value: string) => value !== '' && value.length <= most && !hasControl(value);
  return {
    key,
    fallback: null,
    read: (value) => (fits(value) ? value : undefined),
    write: (value) => (value !== null && fits(value) ? value : ''),
  };
}

/** Tab, line break and the like: no name has them, and a lone surrogate cannot be written into an address. */
const hasControl = (value: string): boolean => /[\u0000-\u001f\u007f]|\p{Surrogate}/u.test(value);

/** Lines of a document, 1-based: "214" or "214-250", first before last; null is the fallback. */
export function lineRange(key: string): Field<string | null> {
  return {
    key,
    fallback: null,
    read(value) {
      const [, first = '', last = first] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(value) ?? [];
      return Number(first) >= 1 && Number(last) >= Number(first) ? value : undefined;
    },
    write: (value) => value ?? '',
  };
}

/** "0x7fd673000000"; null is the fallback. */
export function address(key: string): Field<string | null> {
  return {
    key,
    fallback: null,
    read: (text) => (/^0x[0-9a-f]{1,16}$/i.test(text) ? text.toLowerCase() : undefined),
    write: (value) => value ?? '',
  };
}

/** A count from 0 to 10 million, as the index of a node; null is the fallback. */
export function index(key: string): Field<number | null> {
  return {
    key,
    fallback: null,
    read: (text) => (/^\d{1,7}$/.test(text) ? Number(text) : undefined),
    write: (value) => String(value ?? ''),
  };
}

export interface Sort<C extends string> {
  column: C;
  descending: boolean;
}

/** A sorted column: "rss" ascending, "-rss" descending. */
export function sortBy<const C extends readonly string[]>(key: string, columns: C, fallback: Sort<C[number]>): Field<Sort<C[number]>> {
  return {
    key,
    fallback,
    read(text) {
      const descending = text.startsWith('-');
      const column = columns.find((name) => name === (descending ? text.slice(1) : text));
      return column === undefined ? undefined : { column, descending };
    },
    write: (value) => `${value.descending ? '-' : ''}${value.column}`,
  };
}
