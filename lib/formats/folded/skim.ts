import { textOf } from '@/lib/base/byte-lines';
import { BLANK, LF } from '@/lib/base/scan-bytes';

const SEMICOLON = 0x3b;
const SLASH = 0x2f;

/** What a byte may be in a frame that is judged here. */
const LETTER = 1;
const OTHER = 2;
const KINDS = Uint8Array.from({ length: 256 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[A-Za-z]/.test(character)) return LETTER;
  return /[0-9_$./:,()[\]<>~*+!?@#^%|-]/.test(character) ? OTHER : 0;
});
/** A sentence ends so. */
const ENDS = new Set(Array.from('.,:!?', (character) => character.charCodeAt(0)));
/** A path that ends in one of them may be a command. */
const TOOLS = new Set('pmap jcmd jmap jhsdb jstat jstack perf gdb asprof profiler.sh pidstat numastat'.split(' '));

/**
 * `classify` for one line as bytes: the offset of its line feed where it is a stack of several frames without any blank and a number (then
 * it is strong), 0 where it has to be read as text.
 */
export function skimLine(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  let frames = 1;
  let named = 0;
  let hasLetter = false;
  let start = from;
  let slash = -1;
  for (; at < to; at++) {
    const byte = bytes[at] as number;
    const kind = KINDS[byte] as number;
    if (kind === LETTER) hasLetter = true;
    else if (byte === SEMICOLON) {
      // Nothing between two of them, or a number alone, is no symbol.
      if (at === start || isDigit(bytes[start])) return 0;
      frames++;
      if (hasLetter) named++;
      hasLetter = false;
      start = at + 1;
      slash = -1;
    } else if (byte === SLASH) slash = at;
    else if (kind === 0) break;
  }
  if (bytes[at] !== BLANK || at === start || isDigit(bytes[start]) || ENDS.has(bytes[at - 1] ?? 0)) return 0;
  if (hasLetter) named++;
  if (frames < 2 || named * 2 < frames) return 0;
  if (slash >= 0 && TOOLS.has(textOf(bytes, slash + 1, Math.min(at, slash + 12)))) return 0;
  const value = at + 1;
  for (at = value; at < to && isDigit(bytes[at]); ) at++;
  return bytes[at] === LF && at > value && at - value <= 30 ? at : 0;
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;
