// One frame line as bytes, as perf prints nearly all of them:
//
//   "	    7fa8f9420476 void Lab.spin()+0x756 (/tmp/perf-10616.map)"
//    ^from            ^symbol       ^symbolEnd ^dso                ^end
//
// Two lines that differ only in address and offset show the same code. What is cut here is checked against `readLine` once for every
// symbol (frame-lines.ts); lines of any other shape are left to it altogether.

const TAB = 0x09;
const SPACE = 0x20;
const OPEN = 0x28;
const CLOSE = 0x29;

/** Places in the bytes of a line. One object is used again and again. */
export class FrameShape {
  symbol = 0;
  symbolEnd = 0;
  /** Of the blank before the parenthesis. */
  dso = 0;
  end = 0;
  hasOffset = false;
  /** 16 digits that begin with "ffff": the kernel's half. */
  inKernel = false;

  /** Finds the parts of a line; false where it has another shape. `end` excludes the line end. */
  read(bytes: Uint8Array, from: number, end: number): boolean {
    let at = from;
    while (at < end && (bytes[at] === SPACE || bytes[at] === TAB)) at++;
    const address = at;
    while (at < end && isHex(bytes[at] ?? 0)) at++;
    const digits = at - address;
    if (digits === 0 || digits > 16 || bytes[at] !== SPACE || bytes[end - 1] !== CLOSE) return false;
    this.inKernel = digits === 16 && startsWithFs(bytes, address);
    while (at < end && bytes[at] === SPACE) at++;
    const symbol = at;
    // A symbol begins with no digit, quote, comma or colon.
    const first = bytes[symbol] ?? 0;
    if ((first >= 0x30 && first <= 0x3a) || first === 0x22 || first === 0x2c) return false;
    let dso = findPath(bytes, symbol, end);
    if (dso < 0 && bytes[end - 2] === 0x5d /* ] */) dso = findBracket(bytes, symbol, end);
    if (dso <= symbol || isInlined(bytes, end)) return false;
    let symbolEnd = dso;
    while (symbolEnd > symbol && (bytes[symbolEnd - 1] === SPACE || bytes[symbolEnd - 1] === TAB)) symbolEnd--;
    const offset = findOffset(bytes, symbol, symbolEnd);
    this.hasOffset = offset > symbol;
    this.symbol = symbol;
    this.symbolEnd = this.hasOffset ? offset : symbolEnd;
    this.dso = dso;
    this.end = end;
    return true;
  }
}

const isHex = (byte: number): boolean => (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x66);

const startsWithFs = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === 0x66 && bytes[at + 1] === 0x66 && bytes[at + 2] === 0x66 && bytes[at + 3] === 0x66;

/** The last " (/". */
function findPath(bytes: Uint8Array, from: number, end: number): number {
  for (let at = end - 3; at >= from; at--) if (bytes[at + 2] === 0x2f && bytes[at + 1] === OPEN && bytes[at] === SPACE) return at;
  return -1;
}

/** The last " ([". */
function findBracket(bytes: Uint8Array, from: number, end: number): number {
  for (let at = end - 3; at >= from; at--) if (bytes[at + 2] === 0x5b && bytes[at + 1] === OPEN && bytes[at] === SPACE) return at;
  return -1;
}

/** Where "+0x756" at the end of a symbol begins; -1 without one. */
function findOffset(bytes: Uint8Array, from: number, end: number): number {
  let at = end;
  while (at > from && end - at <= 16 && isHex(bytes[at - 1] ?? 0)) at--;
  const digits = end - at;
  if (digits === 0 || digits > 16 || at - 3 < from) return -1;
  return bytes[at - 1] === 0x78 && bytes[at - 2] === 0x30 && bytes[at - 3] === 0x2b ? at - 3 : -1;
}

const INLINED = Array.from(' (inlined)', (character) => character.charCodeAt(0));
const isInlined = (bytes: Uint8Array, end: number): boolean => INLINED.every((code, i) => bytes[end - INLINED.length + i] === code);
