import type { Field } from './field';

/** Version of the whole query. When a field changes its meaning, raise it and write the old reading into `upgrade`. */
export const VERSION = '2';
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

/**
 * What each version called differently: a query of version n becomes one of version n + 1. A rule is never changed, only a
 * new one is added: links live for years.
 */
const UPGRADES: Readonly<Record<string, (query: URLSearchParams) => void>> = {
  // 1 → 2: what was called "bucket" was a part of the ledger, which may hold several buckets; ways of showing became words,
  // so that there can be more than two.
  '1': (query) => {
    rename(query, 'bucket', 'ledger');
    if (query.get('stacks.table') === '1') query.set('stacks.as', 'table');
    query.delete('stacks.table');
  },
};

/** The query in today's words; null where it comes from a later version than this page knows. No version: typed by hand, today's. */
function upgrade(query: URLSearchParams): URLSearchParams | null {
  let version = query.get(VERSION_KEY) ?? VERSION;
  while (version !== VERSION) {
    const step = Object.hasOwn(UPGRADES, version) ? UPGRADES[version] : undefined;
    if (!step) return null;
    step(query);
    version = String(Number(version) + 1);
  }
  return query;
}

function rename(query: URLSearchParams, from: string, to: string): void {
  const value = query.get(from);
  query.delete(from);
  if (value !== null && !query.has(to)) query.set(to, value);
}
