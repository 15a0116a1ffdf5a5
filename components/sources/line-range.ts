export interface LineRange {
  first: number;
  last: number;
}

/** "214-250" or "214", as the address has it; null for anything else. Ends beyond the document are brought back into it. */
export function readRange(text: string | null, lineCount: number): LineRange | null {
  const [, firstText = '', lastText] = /^\s*(\d{1,9})(?:\s*[-–]\s*(\d{1,9}))?\s*$/.exec(text ?? '') ?? [];
  const first = Number(firstText);
  const last = Number(lastText ?? firstText);
  if (firstText === '' || first < 1 || lineCount < 1) return null;
  const [low, high] = first <= last ? [first, last] : [last, first];
  return { first: Math.max(1, Math.min(low, lineCount)), last: Math.max(1, Math.min(high, lineCount)) };
}

export const writeRange = ({ first, last }: LineRange): string => (first === last ? `${first}` : `${first}-${last}`);

/** A range from where it was begun to where the pointer is now. */
export const rangeBetween = (a: number, b: number): LineRange => ({ first: Math.min(a, b), last: Math.max(a, b) });

export const isInside = (range: LineRange | null, line: number): boolean => range !== null && range.first <= line && line <= range.last;

/** Lines with their numbers, as they are pasted into a chat: "  9  text\n 10  text". */
export function printLines(lines: readonly { line: number; text: string }[]): string {
  const width = String(lines.at(-1)?.line ?? 0).length;
  return lines.map(({ line, text }) => `${String(line).padStart(width)}  ${text}`).join('\n');
}
