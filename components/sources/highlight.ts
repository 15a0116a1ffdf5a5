import { findAll } from '@/lib/base/fold-case';

export interface TextPiece {
  text: string;
  hit: boolean;
  /** Where it begins: a key that never moves. */
  at: number;
}

/** A line that is one letter over and over would be thousands of marks. */
const MOST_MARKS = 200;

/** A text cut where a query is found in it, without regard to case. */
export function splitAtHits(text: string, query: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let at = 0;
  for (const place of query === '' ? [] : findAll(text, query, MOST_MARKS)) {
    if (place > at) pieces.push({ text: text.slice(at, place), hit: false, at });
    pieces.push({ text: text.slice(place, place + query.length), hit: true, at: place });
    at = place + query.length;
  }
  if (at < text.length || pieces.length === 0) pieces.push({ text: text.slice(at), hit: false, at });
  return pieces;
}
