import { BLANK, LF, readDecimalBytes, TAB } from '@/lib/base/scan-bytes';

// An event line as bytes, in the shape that perf prints unless told otherwise. It is cut from its end, for the comm may hold anything:
//
//   "deflate worker  10616/10680 [003]   714.613848:    5025125 cpu-clock:ppp: "
//    ^from      processEnd^              ^seconds ^fraction     ^event      ^eventEnd
//
// Lines of other shapes are read as text.

const COLON = 0x3a;
const LONGEST = 512;
/** More digits are not exact as a number. */
const MOST_DIGITS = 15;

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;
const isBlank = (byte: number | undefined): boolean => byte === BLANK || byte === TAB;
/** ASCII, but no blank, quote or "&". */
const isEventByte = (byte: number | undefined): boolean =>
  byte !== undefined && byte > BLANK && byte < 0x7f && byte !== 0x22 && byte !== 0x26 && byte !== 0x27;
/** [A-Za-z_{] */
const isNameStart = (byte: number | undefined): boolean =>
  byte !== undefined && ((byte >= 0x61 && byte <= 0x7b) || (byte >= 0x41 && byte <= 0x5a) || byte === 0x5f);

/** Places in the bytes of an event line, and its numbers. One object is used again and again. */
export class EventShape {
  /** Behind pid and tid; the cpu is not part of it. */
  processEnd = 0;
  seconds = 0;
  nanoseconds = 0;
  /** null where none is printed. */
  period: number | null = null;
  event = 0;
  eventEnd = 0;
  /** The line feed. */
  lineEnd = 0;

  /** Cuts the line at `from`; false where it has another shape. */
  read(bytes: Uint8Array, from: number, to: number): boolean {
    if (isBlank(bytes[from])) return false;
    const most = Math.min(to, from + LONGEST);
    let lineEnd = from;
    while (lineEnd < most && bytes[lineEnd] !== LF) lineEnd++;
    if (lineEnd >= most) return false;
    this.lineEnd = lineEnd;
    let at = lineEnd;
    while (at > from && bytes[at - 1] === BLANK) at--;
    if (bytes[at - 1] !== COLON) return false;
    this.eventEnd = --at;
    while (at > from && isEventByte(bytes[at - 1])) at--;
    this.event = at;
    if (at === this.eventEnd || this.eventEnd - at > 200 || !isNameStart(bytes[at])) return false;
    at = skipBlanksBack(bytes, from, at);
    if (at === this.event) return false;
    at = this.#readPeriod(bytes, from, at);
    if (at < 0 || bytes[at - 1] !== COLON) return false;
    const time = this.#readTime(bytes, from, at - 1);
    at = skipBlanksBack(bytes, from, time);
    if (time < 0 || at === time) return false;
    this.processEnd = skipCpuBack(bytes, from, at);
    return this.processEnd > from;
  }

  /** "5025125" that ends at `end`, where one is printed; gives where the word before ends, -1 where the number is too long. */
  #readPeriod(bytes: Uint8Array, from: number, end: number): number {
    this.period = null;
    let at = end;
    while (at > from && isDigit(bytes[at - 1])) at--;
    if (at === end) return end;
    const before = skipBlanksBack(bytes, from, at);
    if (end - at > MOST_DIGITS || before === at) return -1;
    this.period = readDecimalBytes(bytes, at, end);
    return before;
  }

  /** "714.613848" that ends at `end`; gives its beginning, -1 where it is no time. */
  #readTime(bytes: Uint8Array, from: number, end: number): number {
    let at = end;
    while (at > from && isDigit(bytes[at - 1])) at--;
    const digits = end - at;
    if (digits < 3 || digits > 9 || bytes[at - 1] !== 0x2e) return -1;
    const secondsEnd = at - 1;
    this.nanoseconds = readDecimalBytes(bytes, at, end) * 10 ** (9 - digits);
    at = secondsEnd;
    while (at > from && isDigit(bytes[at - 1])) at--;
    if (at === secondsEnd || secondsEnd - at > 12) return -1;
    this.seconds = readDecimalBytes(bytes, at, secondsEnd);
    return at;
  }

  /**
   * Whether "java 10616/10680" ends in a pid or tid, and has nothing in it that another reading could take hold of: a time, or a number
   * or the name of a tool at its beginning ("perf 77 …" may be what somebody typed).
   */
  hasPlainProcess(bytes: Uint8Array, from: number): boolean {
    let at = this.processEnd;
    while (at > from && isDigit(bytes[at - 1])) at--;
    if (bytes[at - 1] === 0x2f /* / */) for (at--; at > from && isDigit(bytes[at - 1]); ) at--;
    if (at === this.processEnd || this.processEnd - at > 21 || !isBlank(bytes[at - 1])) return false;
    if (mayBeNumbered(bytes, from) || mayBeTool(bytes, from, at)) return false;
    for (let i = from; i < at; i++) {
      const byte = bytes[i] ?? 0;
      if ((byte < BLANK && byte !== TAB) || byte > 0x7e || byte === 0x26 || byte === 0x2e || byte === 0x3e || byte === 0x60) return false;
    }
    return true;
  }
}

/** Names of tools that record or print what is read here. A line that begins with one may be a command. */
const TOOLS = 'pmap jcmd jmap jhsdb jstat jstack perf gdb asprof profiler.sh pidstat numastat'
  .split(' ')
  .map((name) => Uint8Array.from(name, (letter) => letter.charCodeAt(0)));

/** "17 java …", "17: …", "17|…": the number may be a gutter's. "2020_task" is a name. */
function mayBeNumbered(bytes: Uint8Array, from: number): boolean {
  let at = from;
  while (isDigit(bytes[at])) at++;
  return at > from && (isBlank(bytes[at]) || bytes[at] === COLON || bytes[at] === 0x7c) /* | */;
}

function mayBeTool(bytes: Uint8Array, from: number, end: number): boolean {
  let word = from;
  for (let at = from; at < end && !isBlank(bytes[at]); at++) if (bytes[at] === 0x2f || bytes[at] === 0x5c) word = at + 1;
  const first = bytes[word] ?? 0;
  if (first !== 0x70 && first !== 0x6a && first !== 0x67 && first !== 0x61 && first !== 0x6e) return false;
  return TOOLS.some((name) => isAt(bytes, word, name));
}

function skipBlanksBack(bytes: Uint8Array, from: number, end: number): number {
  let at = end;
  while (at > from && isBlank(bytes[at - 1])) at--;
  return at;
}

/** Where what stands before " [003]" ends; `end` where no cpu is printed. */
function skipCpuBack(bytes: Uint8Array, from: number, end: number): number {
  if (bytes[end - 1] !== 0x5d /* ] */) return end;
  let at = end - 1;
  while (at > from && isDigit(bytes[at - 1])) at--;
  const digits = end - 1 - at;
  if (digits === 0 || digits > 5 || bytes[at - 1] !== 0x5b /* [ */ || !isBlank(bytes[at - 2])) return end;
  return skipBlanksBack(bytes, from, at - 1);
}

export function isAt(bytes: Uint8Array, from: number, expected: Uint8Array): boolean {
  for (let i = 0; i < expected.length; i++) if (bytes[from + i] !== expected[i]) return false;
  return true;
}
