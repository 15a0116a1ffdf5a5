import { BLANK, findPlainEnd, LF, TAB } from '@/lib/base/scan-bytes';
import { hashByte } from '../folded/frame-bytes';

const OPEN = 0x5b;
const CLOSE = 0x5d;
const COLON = 0x3a;
const SLASH = 0x2f;

/** "  [ 7] java.util.zip.Deflater.deflate_[j]" as bytes: places in it. One object is used again and again. */
export class FrameShape {
  index = 0;
  name = 0;
  /** The line feed; the name ends there. */
  end = 0;
  /** Of the bytes of the name. */
  hash = 0;
  /** The index is printed as "[ 7]", as the profiler prints one digit. */
  isPadded = false;

  /** Cuts the line at `from`; false where it is no frame whose name has no blank in it. */
  read(bytes: Uint8Array, from: number, to: number): boolean {
    let at = from;
    while (bytes[at] === BLANK || bytes[at] === TAB) at++;
    if (bytes[at] !== OPEN) return false;
    at++;
    const padding = bytes[at] === BLANK ? 1 : 0;
    at += padding;
    const digits = at;
    let index = 0;
    for (; isDigit(bytes[at]); at++) index = index * 10 + (bytes[at] ?? 0) - 0x30;
    if (at === digits || at - digits > 5 || bytes[at] !== CLOSE || bytes[at + 1] !== BLANK) return false;
    this.index = index;
    this.isPadded = padding === 1 && at - digits === 1;
    at += 2;
    while (bytes[at] === BLANK) at++;
    this.name = at;
    let hash = 0;
    for (; at < to; at++) {
      const byte = bytes[at] as number;
      if (byte <= BLANK) break;
      if (byte === COLON && bytes[at + 1] === SLASH) return false;
      hash = hashByte(hash, byte);
    }
    this.hash = hash;
    this.end = at;
    return bytes[at] === LF && at > this.name;
  }
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

const shape = new FrameShape();

/** `classify` for one line as bytes: the offset of its line feed where it is a frame and strong, 0 where it has to be read as text. */
export function skimLine(bytes: Uint8Array, from: number, to: number): number {
  if (!shape.read(bytes, from, to) || (!shape.isPadded && shape.index <= 9)) return 0;
  return findPlainEnd(bytes, shape.name, to) === shape.end ? shape.end : 0;
}
