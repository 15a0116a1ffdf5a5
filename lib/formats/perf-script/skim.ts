import { BLANK, findPlainEnd, HEX_VALUE, TAB } from '@/lib/base/scan-bytes';
import { EventShape } from './event-shape';

const COLON = 0x3a;
const shape = new EventShape();

/**
 * `classify` for one line as bytes: the offset of its line feed where it is strong (it is never weak here), 0 where it has to be read as
 * text. Strong are event lines with their time and thread, and frames as perf indents them, with a DSO.
 */
export function skimLine(bytes: Uint8Array, from: number, to: number): number {
  if (bytes[from] === TAB) return skimFrame(bytes, from, to);
  return shape.read(bytes, from, to) && shape.hasPlainProcess(bytes, from) ? shape.lineEnd : 0;
}

/** "	    7fa8f9420476 void Lab.spin()+0x756 (/tmp/perf-10616.map)": a tab, an address that ends in the 17th column, a symbol. */
function skimFrame(bytes: Uint8Array, from: number, to: number): number {
  let at = from + 1;
  while (bytes[at] === BLANK) at++;
  const digits = from + 17 - at;
  if (digits < 1 || digits > 16 || from + 18 >= to) return 0;
  for (; at < from + 17; at++) if (HEX_VALUE[bytes[at] ?? 0] === 255) return 0;
  const first = bytes[at + 1] ?? 0;
  // No symbol begins with a blank, a digit, a quote, a comma or a colon.
  if (bytes[at] !== BLANK || first <= 0x22 || first === 0x2c || (first >= 0x30 && first <= COLON)) return 0;
  const end = findPlainEnd(bytes, at + 1, to);
  if (end < 0 || bytes[end - 1] !== 0x29) return 0;
  // Only a time could make an event line of it: a digit before a colon.
  for (let i = end - 1; i > at; i--) if (bytes[i] === COLON && (bytes[i - 1] ?? 0) >= 0x30 && (bytes[i - 1] ?? 0) <= 0x39) return 0;
  return end;
}
