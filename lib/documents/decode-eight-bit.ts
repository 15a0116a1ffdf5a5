import type { LineTaker } from '@/lib/base/byte-lines';
import { type LineSplitter, MAX_LINE_BYTES, type Told } from './line-splitter';

const LF = 0x0a;
const CR = 0x0d;
const NOT_ASCII = /[^\x00-\x7f]/;

/**
 * UTF-8, and what calls itself so. Lines are cut as bytes: in UTF-8, GB18030 and the Latin sets no character contains a
 * line end, so that each line can be decoded by itself and chunk borders do not matter. `seenUtf8`: lines before the first
 * byte held UTF-8 (for one who begins in the middle). `onBytes`: who may take lines as bytes.
 */
export function decodeEightBitLines(
  onLine: (text: string) => void,
  seenUtf8 = false,
  onBytes: LineTaker | null = null,
  told: Told | null = null,
): LineSplitter {
  const decode = createTextGuesser(seenUtf8);
  let carry: Uint8Array[] = [];
  let carryBytes = 0;
  let afterCr = false;
  let binary = false;
  let cutLines = 0;
  let cut = false;
  /** Where the chunk at hand begins in the document. */
  let base = told?.offset ?? 0;

  /** All bytes but those of lines taken as bytes, which hold none. */
  const lookForNul = (part: Uint8Array) => {
    if (!binary && part.includes(0)) binary = true;
  };
  const keep = (part: Uint8Array) => {
    lookForNul(part);
    const room = MAX_LINE_BYTES - carryBytes;
    if (part.length > room) cut = true;
    if (room <= 0 || part.length === 0) return;
    carry.push(part.slice(0, room));
    carryBytes += Math.min(part.length, room);
  };
  const takeCarry = (): Uint8Array => {
    const line = new Uint8Array(carryBytes);
    let at = 0;
    for (const part of carry) {
      line.set(part, at);
      at += part.length;
    }
    carry = [];
    carryBytes = 0;
    return line;
  };
  const emitCarry = () => {
    if (cut) cutLines++;
    onLine(decode.line(takeCarry(), cut));
    cut = false;
  };

  /** A line begins at this place of the chunk. */
  const mark = (at: number) => told?.marks.begin(decode.handedOut() + 1, base + at);
  const decodeLines = (part: Uint8Array) => {
    lookForNul(part);
    decode.lines(part, onLine);
  };
  /** Whole lines: as bytes for who takes them; as text where he stopped, one line at first, then two, four, up to MOST_LINES. */
  const takeWhole = (chunk: Uint8Array, from: number, to: number) => {
    let at = from;
    for (let asText = 1; onBytes && at < to; asText = Math.min(2 * asText, MOST_LINES)) {
      mark(at);
      const line = decode.handedOut() + 1;
      const offered = { bytes: chunk, at, to, line, lastLine: Number.POSITIVE_INFINITY };
      const again = onBytes(offered);
      if (offered.at > at) {
        decode.passOver(offered.line - line);
        at = offered.at;
        asText = 1;
      }
      const end = again ? behindLines(chunk, at, to, asText) : behindLines(chunk, at + PAGE_BYTES, to, 1);
      if (end > at) decodeLines(chunk.subarray(at, end));
      at = end;
    }
    if (at >= to) return;
    mark(at);
    decodeLines(chunk.subarray(at, to));
  };

  const take = (chunk: Uint8Array) => {
    if (carryBytes === 0) mark(0);
    const lastLf = chunk.lastIndexOf(LF);
    const last = Math.max(lastLf, lastLf + 1 + chunk.subarray(lastLf + 1).lastIndexOf(CR));
    if (last < 0) {
      keep(chunk);
      return;
    }
    let from = 0;
    if (carryBytes > 0) {
      from = firstLineEnd(chunk);
      keep(chunk.subarray(0, from));
      emitCarry();
      from += chunk[from] === CR && chunk[from + 1] === LF ? 2 : 1;
      if (from < chunk.length) mark(from);
    }
    if (from <= last) takeWhole(chunk, from, last + 1);
    keep(chunk.subarray(last + 1));
  };

  return {
    push(chunk) {
      if (chunk.length === 0) return;
      // A CR that ended the last chunk may have been the first half of a CRLF.
      const rest = afterCr && chunk[0] === LF ? chunk.subarray(1) : chunk;
      afterCr = chunk.at(-1) === CR;
      base += chunk.length - rest.length;
      if (rest.length > 0) take(rest);
      base += rest.length;
    },
    passOver(lines) {
      decode.passOver(lines);
      afterCr = false;
    },
    finish() {
      if (carryBytes > 0) emitCarry();
      return { encoding: decode.encoding(), binary, cutLines, utf8After: decode.utf8After() };
    },
  };
}

function firstLineEnd(chunk: Uint8Array): number {
  let at = 0;
  while (at < chunk.length && chunk[at] !== LF && chunk[at] !== CR) at++;
  return at;
}

/** So many lines are decoded at once where he that takes bytes may go on soon (he may be waiting for the end of a few that belong together). */
const MOST_LINES = 16;
/** So much is decoded at once before lines are offered as bytes again. */
const PAGE_BYTES = 8 * 1024;

/** Behind so many line ends, or `to` where there are fewer. */
function behindLines(chunk: Uint8Array, from: number, to: number, lines: number): number {
  let at = from;
  for (let i = 0; i < lines && at < to; i++) {
    while (at < to && chunk[at] !== LF && chunk[at] !== CR) at++;
    at += chunk[at] === CR && chunk[at + 1] === LF ? 2 : 1;
  }
  return Math.min(at, to);
}

/**
 * Bytes that are no UTF-8: in a document that has shown real UTF-8 they are damage (a symbol name cut within a character)
 * and become U+FFFD; in one that has not, it is read as GB18030 where it is that, else as windows-1252, which takes any byte.
 */
function createTextGuesser(seenBefore: boolean) {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const lenient = new TextDecoder('utf-8', { ignoreBOM: true });
  const others = new Map<string, TextDecoder>();
  let seenUtf8 = seenBefore;
  let utf8After: number | null = null;
  let handedOut = 0;
  let fallback: string | null = null;

  const noteUtf8 = (ahead = 0) => {
    if (seenUtf8) return;
    seenUtf8 = true;
    utf8After = handedOut + ahead;
  };

  const decodeLine = (bytes: Uint8Array): string => {
    try {
      const text = strict.decode(bytes);
      if (text.length !== bytes.length) noteUtf8();
      return text;
    } catch {
      if (seenUtf8) return lenient.decode(bytes);
    }
    for (const encoding of ['gb18030', 'windows-1252']) {
      try {
        const decoder = others.get(encoding) ?? new TextDecoder(encoding, { fatal: true });
        others.set(encoding, decoder);
        const text = decoder.decode(bytes);
        fallback ??= encoding;
        return text;
      } catch {
        // Not this one (or a runtime that does not know it): try the next.
      }
    }
    return lenient.decode(bytes);
  };

  return {
    /** One line; a cut one may end within a character, which is left out. */
    line(bytes: Uint8Array, cut: boolean): string {
      const text = decodeLine(cut ? bytes.subarray(0, characterBorder(bytes)) : bytes);
      handedOut++;
      return text;
    },
    /** Whole lines with their ends. Decoded at once where that is the same as one by one, which is nearly always. */
    lines(bytes: Uint8Array, onLine: (text: string) => void): void {
      let text: string | null = null;
      try {
        text = strict.decode(bytes);
      } catch {
        // Some line is no UTF-8: one by one.
      }
      if (text !== null) {
        const parts = text.split(text.includes('\r') ? /\r\n|\n|\r/ : '\n');
        parts.pop(); // what follows the last line end: nothing
        // Once in a document at most: which line was it?
        if (!seenUtf8 && text.length !== bytes.length) noteUtf8(parts.findIndex((part) => NOT_ASCII.test(part)));
        handedOut += parts.length;
        for (const part of parts) onLine(part);
        return;
      }
      for (let from = 0; from < bytes.length; ) {
        const end = from + firstLineEnd(bytes.subarray(from));
        const line = decodeLine(bytes.subarray(from, end));
        handedOut++;
        onLine(line);
        from = end + (bytes[end] === CR && bytes[end + 1] === LF ? 2 : 1);
      }
    },
    handedOut: () => handedOut,
    /** So many lines of ASCII went another way. */
    passOver(lines: number): void {
      handedOut += lines;
    },
    encoding: () => fallback ?? 'utf-8',
    utf8After: () => utf8After,
  };
}

/** Length of `bytes` without a UTF-8 character that is cut at its end. */
function characterBorder(bytes: Uint8Array): number {
  let at = bytes.length - 1;
  while (at >= 0 && at > bytes.length - 4 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at--;
  return (bytes[at] ?? 0) >= 0xc0 ? at : bytes.length;
}
