const LINES = new Set(['line', 'firstLine', 'lastLine']);

/**
 * Where two facts differ, line numbers aside ("0.value.rows.3.rssBytes: 4096, not 8192"); null where they do not.
 * Compares in place: the facts of a crash log, copied for each of its disguises, would take longer than reading it.
 */
export function findDifference(actual: unknown, expected: unknown, path = ''): string | null {
  if (Object.is(actual, expected)) return null;
  if (typeof actual !== 'object' || typeof expected !== 'object' || actual === null || expected === null)
    return `${path}: ${show(actual)}, not ${show(expected)}`;
  if (Array.isArray(actual) !== Array.isArray(expected)) return `${path}: a list on one side only`;
  const keys = new Set([...Object.keys(actual), ...Object.keys(expected)]);
  for (const key of keys) {
    if (LINES.has(key)) continue;
    const found = findDifference(Reflect.get(actual, key), Reflect.get(expected, key), path === '' ? key : `${path}.${key}`);
    if (found) return found;
  }
  return null;
}

const show = (value: unknown): string =>
  (typeof value === 'bigint' ? `0x${value.toString(16)}` : (JSON.stringify(value) ?? 'nothing')).slice(0, 80);
