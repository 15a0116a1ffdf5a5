import type { LineTaker } from '@/lib/base/byte-lines';
import { decodeEightBitLines } from './decode-eight-bit';
import { decodeWideLines } from './decode-wide';
import type { LineMarks } from './line-index';
import type { LineSplitter } from './line-splitter';
import { SNIFF_BYTES, type Sniffed, sniffEncoding } from './sniff-encoding';

/** What became known of a document while it was decoded. */
export interface Decoded {
  /** Lines handed out. A trailing newline adds none; a last line without one counts. */
  lines: number;
  /** "utf-8", "utf-16le", "utf-16be"; "gb18030" or "windows-1252" where some lines were no UTF-8 and none with accents was. */
  encoding: string;
  /** There are NUL characters: a dump, not text. */
  binary: boolean;
  /** Lines longer than 4 MiB, of which only the beginning was handed out. */
  cutLines: number;
  /** So many lines were handed out before the first that held UTF-8 beyond ASCII; null where none did. */
  utf8After: number | null;
}

/** Takes the bytes of one document in chunks of any size; where a chunk ends never changes what comes out. */
export interface LineDecoder {
  push(chunk: Uint8Array): void;
  /**
   * So many lines of ASCII are not given here, and count: what was given ends with a line end, and what follows begins a line. Not among the
   * first bytes, which tell the encoding.
   */
  passOver(lines: number): void;
  finish(): Decoded;
}

/** Work through large chunks in pieces: a string cut from a decoded piece keeps the whole piece in memory. */
const PIECE_BYTES = 64 * 1024;

/**
 * Decodes bytes to lines: `onLine` gets each without its end (LF, CRLF or CR). The chunk may be reused after `push`. `onBytes` is offered
 * the lines first, as bytes, where they are whole and eight bits wide; it takes lines of ASCII only, and what it takes is not decoded.
 * `marks` are told where lines begin.
 */
export function createLineDecoder(
  onLine: (text: string) => void,
  onBytes: LineTaker | null = null,
  marks: LineMarks | null = null,
): LineDecoder {
  let lines = 0;
  let head: Uint8Array = new Uint8Array(0);
  let splitter: LineSplitter | null = null;
  const count = (text: string) => {
    lines++;
    onLine(text);
  };
  const offer: LineTaker | null =
    onBytes &&
    ((offered) => {
      const again = onBytes(offered);
      lines = offered.line - 1;
      return again;
    });

  const open = (): LineSplitter => {
    const sniffed = sniffEncoding(head);
    const { encoding, bom } = sniffed;
    marks?.open(sniffed);
    const told = marks && { marks, offset: bom };
    const opened = encoding === 'utf-8' ? decodeEightBitLines(count, false, offer, told) : decodeWideLines(encoding, count, told);
    opened.push(head.subarray(bom));
    return opened;
  };

  return {
    push(chunk) {
      let rest = chunk;
      if (!splitter) {
        // The first bytes are held back until they can tell the encoding.
        const wanted = SNIFF_BYTES - head.length;
        head = join(head, chunk.subarray(0, wanted));
        if (head.length < SNIFF_BYTES) return;
        splitter = open();
        rest = chunk.subarray(wanted);
      }
      for (let at = 0; at < rest.length; at += PIECE_BYTES) splitter.push(rest.subarray(at, at + PIECE_BYTES));
    },
    passOver(left) {
      splitter ??= open();
      splitter.passOver(left);
      lines += left;
    },
    finish() {
      splitter ??= open();
      return { ...splitter.finish(), lines };
    },
  };
}

/** A place in a document at which a line begins, and what has to be known of the bytes before it. */
export interface LineStart {
  /** 1-based. */
  line: number;
  /** Of its first byte. */
  offset: number;
  encoding: Sniffed['encoding'];
  seenUtf8: boolean;
}

/** Decodes from a line's first byte on: the same lines that `createLineDecoder` gives from there. */
export function resumeLineDecoder(start: LineStart, onLine: (text: string) => void): LineDecoder {
  let lines = 0;
  const count = (text: string) => {
    lines++;
    onLine(text);
  };
  const splitter = start.encoding === 'utf-8' ? decodeEightBitLines(count, start.seenUtf8) : decodeWideLines(start.encoding, count);
  return {
    push(chunk) {
      for (let at = 0; at < chunk.length; at += PIECE_BYTES) splitter.push(chunk.subarray(at, at + PIECE_BYTES));
    },
    passOver(left) {
      splitter.passOver(left);
      lines += left;
    },
    finish: () => ({ ...splitter.finish(), lines }),
  };
}

/** A copy of both, so that the caller's buffers stay his. */
function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
