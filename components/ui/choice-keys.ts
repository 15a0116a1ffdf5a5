const PAGE = 8;

/** The row of a list of choices that a key leads to: arrows go round, pages stop at the ends. undefined: the key does not move. */
export function choiceForKey(key: string, chosen: number, last: number): number | undefined {
  return {
    ArrowDown: chosen === last ? 0 : chosen + 1,
    ArrowUp: chosen <= 0 ? last : chosen - 1,
    PageDown: Math.min(last, chosen + PAGE),
    PageUp: Math.max(0, chosen - PAGE),
  }[key];
}
