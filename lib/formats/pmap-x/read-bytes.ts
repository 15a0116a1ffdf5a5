import type { ByteLines } from '@/lib/base/byte-lines';
import { ByteNames } from '@/lib/base/byte-names';
import { KIB } from '@/lib/base/bytes';
import { type LineAccount, USED } from '@/lib/base/line-runs';
import { readDecimalBytes, readHexWord } from '@/lib/base/scan-bytes';
import type { MapBuilder, RowValues } from './map-builder';
import { isCutName, isGlued, normaliseName } from './row';
import { accessOf, emptyRow, findRowBytes, type RowBytes } from './row-bytes';

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
export function createRowTaker(account: LineAccount): (lines: ByteLines, map: MapBuilder) => void {
  const row = emptyRow();
  const values: RowValues = { startHigh: 0, startLow: 0, sizeKb: 0, residentKb: 0, dirtyKb: 0, access: 0, name: 0 };
  let known: KnownNames | null = null;

  return (lines, map) => {
    if (known?.map !== map) known = { map, bytes: new ByteNames(), numbers: [] };
    const { bytes, to, lastLine } = lines;
    const first = lines.line;
    let { at, line } = lines;
    while (at < to && line <= lastLine && findRowBytes(bytes, at, to, row) && readValues(bytes, row, values)) {
      values.name = findName(known, bytes, row);
      if (values.name === REFUSED) break;
      map.addValues(values, line);
      at = row.end + 1;
      line++;
    }
    if (line > first) account.addLines(first, line - 1, USED);
    lines.at = at;
    lines.line = line;
  };
}

/** Reads the numbers of a row; false where there is a doubt about them (`doubtRow`), or it does not count: rows of 0 KB do not. */
function readValues(bytes: Uint8Array, row: RowBytes, values: RowValues): boolean {
  const { startEnd, nameFrom, nameTo } = row;
  const startHigh = readHexWord(bytes, row.start, startEnd - 8);
  const startLow = readHexWord(bytes, startEnd - 8, startEnd);
  const sizeKb = readDecimalBytes(bytes, row.size, row.sizeEnd);
  const residentKb = readDecimalBytes(bytes, row.resident, row.residentEnd);
  values.startHigh = startHigh;
  values.startLow = startLow;
  values.sizeKb = sizeKb;
  values.residentKb = residentKb;
  values.dirtyKb = readDecimalBytes(bytes, row.dirty, row.dirtyEnd);
  values.access = accessOf(bytes, row.mode);
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
