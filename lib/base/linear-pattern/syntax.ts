/** Characters as half-open ranges of UTF-16 units: [97, 123] is a to z. */
export type Ranges = readonly (readonly [from: number, end: number])[];

export type Assertion = 'start' | 'end' | 'boundary' | 'inside';

/** What a pattern says. Groups leave no trace: nothing is captured. */
export type Node =
  | { kind: 'unit'; ranges: Ranges; isNegated: boolean }
  | { kind: 'assertion'; which: Assertion }
  | { kind: 'sequence'; parts: readonly Node[] }
  | { kind: 'choice'; parts: readonly Node[] }
  /** `most` is Infinity for * and +. */
  | { kind: 'repeat'; part: Node; least: number; most: number };

/** Why a text is no pattern that we follow, and where in it (0-based). */
export interface PatternTrouble {
  at: number;
  text: string;
}

const END = 0x10000;
const one = (code: number): Ranges => [[code, code + 1]];

export const DIGITS: Ranges = [[0x30, 0x3a]];
/** A to Z, a to z, 0 to 9, _ */
export const WORD: Ranges = [
  [0x30, 0x3a],
  [0x41, 0x5b],
  [0x5f, 0x60],
  [0x61, 0x7b],
];
/** What ECMAScript calls white space and ends of lines. */
export const SPACE: Ranges = [
  [0x09, 0x0e],
  [0x20, 0x21],
  [0xa0, 0xa1],
  [0x1680, 0x1681],
  [0x2000, 0x200b],
  [0x2028, 0x202a],
  [0x202f, 0x2030],
  [0x205f, 0x2060],
  [0x3000, 0x3001],
  [0xfeff, 0xff00],
];
export const LINE_ENDS: Ranges = [
  [0x0a, 0x0b],
  [0x0d, 0x0e],
  [0x2028, 0x202a],
];

export const holds = (ranges: Ranges, code: number): boolean => ranges.some(([from, end]) => code >= from && code < end);

/** All that is not in the ranges. */
export function complement(ranges: Ranges): Ranges {
  const gaps: [number, number][] = [];
  let at = 0;
  for (const [from, end] of [...ranges].sort((a, b) => a[0] - b[0])) {
    if (from > at) gaps.push([at, from]);
    at = Math.max(at, end);
  }
  if (at < END) gaps.push([at, END]);
  return gaps;
}

export const unit = (ranges: Ranges, isNegated = false): Node => ({ kind: 'unit', ranges, isNegated });
export const literal = (code: number): Node => unit(one(code));
