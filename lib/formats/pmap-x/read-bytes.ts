import { type ByteLines, type LinesTold, STRONG_LINE } from '@/lib/base/byte-lines';
import { ByteNames } from '@/lib/base/byte-names';
import { KIB } from '@/lib/base/bytes';
import { type LineAccount, USED } from '@/lib/base/line-runs';
import type { MapBuilder } from './map-builder';
import { isCutName, isGlued, normaliseName } from './row';
import { emptyRow, type RowBytes, readRowBytes } from './row-bytes';

const WORD = 2 ** 32;
/** A row with this name has to be read as text. */
const REFUSED = -1;

/** What a name in bytes is to the map at hand. */
interface KnownNames {
  map: MapBuilder;
  bytes: ByteNames;
  /** Its number in the map, or REFUSED. */
  numbers: number[];
}

/**
 * Takes the rows that procps prints today and of which nothing is to be said: whole, believable, on one line each. All others it leaves
 * to the reader of text, which comes to the same.
 */
export function createRowTaker(account: LineAccount): (lines: ByteLines, map: MapBuilder, told?: LinesTold) => void {
  const row = emptyRow();
  let known: KnownNames | null = null;

  return (lines, map, told) => {
    if (known?.map !== map) known = { map, bytes: new ByteNames(), numbers: [] };
    map.openValues();
    const { bytes, to, lastLine } = lines;
    const first = lines.line;
    let { at, line } = lines;
    while (at < to && line <= lastLine && readRowBytes(bytes, at, to, row) && isBelievable(row)) {
      const name = findName(known, bytes, row);
      if (name === REFUSED) break;
      map.addValues(row, name, line);
      if (told) told.ends[told.count++] = row.end * 4 + STRONG_LINE;
      at = row.end + 1;
      line++;
    }
    if (line > first) account.addLines(first, line - 1, USED);
    lines.at = at;
    lines.line = line;
  };
}

/** False where there is a doubt about the numbers of a row (`doubtRow`), or it does not count: rows of 0 KB do not. */
function isBelievable({ startHigh, startLow, sizeKb, residentKb, nameFrom, nameTo }: RowBytes): boolean {
  if (sizeKb === 0 || sizeKb % 4 !== 0 || residentKb > sizeKb || (startLow & 0xfff) !== 0 || nameFrom === nameTo) return false;
  return startHigh * WORD + startLow + sizeKb * KIB < WORD * WORD;
}

/** The number of the row's name in the map, told by its bytes; what a name says is found out once. */
function findName({ map, bytes: names, numbers }: KnownNames, bytes: Uint8Array, { nameFrom, nameTo }: RowBytes): number {
  const found = names.find(bytes, nameFrom, nameTo);
  const number = numbers[found];
  if (number !== undefined) return number;
  const text = names.text(found);
  const made = isCutName(text) || isGlued(text) ? REFUSED : map.numberName(normaliseName(text, 'dirty'));
  numbers[found] = made;
  return made;
}
