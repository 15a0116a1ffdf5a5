import type { Field } from './field';

/** Version of the whole query. When a field changes its meaning, raise it and write the old reading into `upgrade`. */
export const VERSION = '1';
const VERSION_KEY = 'v';

// biome-ignore lint/suspicious/noExplicitAny: a set of fields of any types; StateOf gives each its own back
export type Fields = Readonly<Record<string, Field<any>>>;
export type StateOf<F extends Fields> = { [K in keyof F]: F[K] extends Field<infer T> ? T : never };

/** Reads a view's state. What is missing, misspelled or of a later version is the fallback. */
export function readState<F extends Fields>(fields: F, search: string): StateOf<F> {
  const query = upgrade(new URLSearchParams(search));
  const state: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const text = query?.get(field.key) ?? null;
    state[name] = (text === null ? undefined : field.read(text)) ?? field.fallback;
  }
  return state as StateOf<F>; // built from the same keys, value by value
}

/**
 * The query after a change: "?v=1&region=0x120a000", or "" when everything is at its fallback. Fields that are at their
 * fallback are left out; what other views wrote is kept, in its order.
 */
export function writeState<F extends Fields>(fields: F, search: string, patch: Partial<StateOf<F>>): string {
  const query = upgrade(new URLSearchParams(search)) ?? new URLSearchParams();
  query.delete(VERSION_KEY);
  for (const [name, value] of Object.entries(patch)) {
    const field = fields[name];
    if (!field || value === undefined) continue;
    const text = field.write(value);
    if (text === '' || text === field.write(field.fallback)) query.delete(field.key);
    else query.set(field.key, text);
  }
  const rest = query.toString();
  return rest === '' ? '' : `?${VERSION_KEY}=${VERSION}&${rest}`;
}

/** The query in today's words; null where it comes from a later version than this page knows. */
function upgrade(query: URLSearchParams): URLSearchParams | null {
  const version = query.get(VERSION_KEY) ?? VERSION;
  return version === VERSION ? query : null;
}
