const DASHES = /[\u2013\u2014]/;
/** What one long dash may have been: three ("rw---" → "rw—"), or two where the engine knows no en dash. */
const LONG: readonly string[] = ['---', '--'];

/**
 * What blog engines and word processors make of dashes in a row is undone: an en dash was two, an em dash three or two. Only for a text
 * that `read` does not know as it stands; the way of undoing is right that `read` knows. Null where there is no such dash, or no such way.
 */
export function readUndashed<T>(text: string, read: (text: string) => T | null): T | null {
  if (!DASHES.test(text)) return null;
  const short = text.replaceAll('\u2013', '--');
  for (const long of LONG) {
    const found = read(short.replaceAll('\u2014', long));
    if (found !== null) return found;
  }
  return null;
}
