/**
 * Text for comparing without regard to case, of the same length as before: positions in it are positions in the text.
 * (Lower case of "İ" is two characters; such a character is left as it is.)
 */
export function foldCase(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  let folded = '';
  for (const character of text) {
    const one = character.toLowerCase();
    folded += one.length === character.length ? one : character;
  }
  return folded;
}

/** Where `needle` begins in a text, all places that do not overlap, without regard to case; at most `most`. */
export function findAll(text: string, needle: string, most: number): number[] {
  const places: number[] = [];
  const wanted = foldCase(needle);
  if (wanted === '') return places;
  const folded = foldCase(text);
  for (let at = folded.indexOf(wanted); at >= 0 && places.length < most; at = folded.indexOf(wanted, at + wanted.length)) places.push(at);
  return places;
}
