/** The line that a key leads to, of `count` lines seen `page` at a time; null where the key does not move. */
export function lineForKey(key: string, at: number, count: number, page: number): number | null {
  const last = count - 1;
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: last }[key];
  return to === undefined || last < 0 ? null : Math.max(0, Math.min(last, to));
}
