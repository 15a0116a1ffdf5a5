// Members of parsed JSON, of which nothing is known.

export type Members = Readonly<Record<string, unknown>>;

export const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object, or one without members. */
export const membersOf = (value: unknown): Members => (isMembers(value) ? value : {});

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** A number that can be computed with; null for others. JSON can write 1e999, which is infinite. */
export const numberOf = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);

/** An index into a list of `length`; null for anything else. */
export function indexOf(value: unknown, length: number): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < length ? value : null;
}
