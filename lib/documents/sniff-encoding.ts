/** What the first bytes of a document say of its encoding. `bom` is the number of bytes to skip. */
export interface Sniffed {
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be';
  bom: number;
}

/** So many bytes decide; a shorter document decides with all it has. */
export const SNIFF_BYTES = 1024;

// Tool output in UTF-16 is mostly ASCII, so about every other byte is NUL. Prose between artifacts (Chinese has few NULs)
// thins them out; a third of the pairs is still far beyond what a stray NUL in an 8-bit text gives.
const MIN_NUL_SHARE = 1 / 3;
// In UTF-16 the NULs are all on one side; binary data has them on both.
const MAX_OTHER_SIDE = 1 / 10;

/** Byte order mark, or NULs at the odd (little endian) or even (big endian) places; UTF-8 otherwise. */
export function sniffEncoding(head: Uint8Array): Sniffed {
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', bom: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', bom: 2 };
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', bom: 3 };

  const pairs = Math.floor(Math.min(head.length, SNIFF_BYTES) / 2);
  let even = 0;
  let odd = 0;
  for (let i = 0; i < pairs * 2; i += 2) {
    if (head[i] === 0) even++;
    if (head[i + 1] === 0) odd++;
  }
  const enough = Math.max(1, pairs * MIN_NUL_SHARE);
  if (odd >= enough && even <= odd * MAX_OTHER_SIDE) return { encoding: 'utf-16le', bom: 0 };
  if (even >= enough && odd <= even * MAX_OTHER_SIDE) return { encoding: 'utf-16be', bom: 0 };
  return { encoding: 'utf-8', bom: 0 };
}
