import type { Field } from './field';

/** Nanoseconds after the earliest sample; from ≤ time < to. */
export interface TimeRange {
  fromNs: number;
  toNs: number;
}

const MICROSECOND = 1e3;
const SECOND = 1e9;

/** "12.5" → 12,500,000,000; undefined where it is no number of seconds, or more than a year. */
function readSeconds(text: string): number | undefined {
  if (!/^\d{1,8}(?:\.\d{1,6})?$/.test(text)) return undefined;
  const ns = Math.round(Number(text) * (SECOND / MICROSECOND)) * MICROSECOND;
  return ns <= 366 * 86_400 * SECOND ? ns : undefined;
}

const writeSeconds = (ns: number): string => String(Number((ns / SECOND).toFixed(6)));

/** A part of a recording in seconds, to the microsecond: "12.5-14.25"; null is the fallback. What is finer is widened. */
export function timeRange(key: string): Field<TimeRange | null> {
  return {
    key,
    fallback: null,
    read(text) {
      const [from = '', to = '', ...more] = text.split('-', 3);
      const fromNs = readSeconds(from);
      const toNs = readSeconds(to);
      return fromNs !== undefined && toNs !== undefined && toNs > fromNs && more.length === 0 ? { fromNs, toNs } : undefined;
    },
    write(value) {
      if (value === null) return '';
      const from = Math.floor(value.fromNs / MICROSECOND) * MICROSECOND;
      const to = Math.ceil(value.toNs / MICROSECOND) * MICROSECOND;
      return `${writeSeconds(from)}-${writeSeconds(to)}`;
    },
  };
}

/** Names that an address holds; more are not written. */
export const MOST_NAMES = 200;
const LONGEST = 200;
// "~" parts the names; "~" and "!" within one are "!t" and "!e".
const closeSigns = (name: string): string => name.replace(/[!~]/g, (sign) => (sign === '~' ? '!t' : '!e'));
const openSigns = (text: string): string => text.replace(/!([te])/g, (_, letter) => (letter === 't' ? '~' : '!'));
const isName = (name: string): boolean => name !== '' && name.length <= LONGEST && !/[\u0000-\u001f\u007f]|\p{Surrogate}/u.test(name);

/** Names that somebody else knows, as of threads: "7/8~@GC Thread"; none is the fallback. Unknown ones are theirs to pass over. */
export function nameList(key: string): Field<readonly string[]> {
  return {
    key,
    fallback: [],
    read(text) {
      const names = [...new Set(text.split('~', MOST_NAMES).map(openSigns).filter(isName))];
      return names.length > 0 ? names : undefined;
    },
    write: (value) => value.filter(isName).slice(0, MOST_NAMES).map(closeSigns).join('~'),
  };
}
