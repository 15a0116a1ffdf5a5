import { type LineSplitter, MAX_LINE_BYTES, type Told } from './line-splitter';

/** UTF-16 (Windows PowerShell's `>` writes it): decoded as a stream, then split as text. */
export function decodeWideLines(encoding: 'utf-16le' | 'utf-16be', onLine: (text: string) => void, told: Told | null = null): LineSplitter {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  const maxLength = MAX_LINE_BYTES / 2;
  let carry = '';
  let carried = false; // a line has begun, even when nothing of it is kept
  let afterCr = false;
  let binary = false;
  let cutLines = 0;
  let cut = false;
  let lines = 0;
  /** Where the text at hand begins in the document. */
  let base = told?.offset ?? 0;

  const keep = (part: string) => {
    carried = true;
    const room = maxLength - carry.length;
    if (part.length > room) cut = true;
    carry += part.slice(0, room);
  };
  const emit = () => {
    if (cut) cutLines++;
    lines++;
    onLine(carry);
    carry = '';
    carried = false;
    cut = false;
  };
  const take = (text: string) => {
    if (text.includes('\0')) binary = true;
    let from = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (at === from && !(code === 0x0a && afterCr) && !carried) told?.marks.begin(lines + 1, base + 2 * at);
      if (code !== 0x0a && code !== 0x0d) {
        afterCr = false;
        continue;
      }
      if (code === 0x0a && afterCr) {
        afterCr = false; // the second half of a CRLF: the line went out with its CR
      } else {
        keep(text.slice(from, at));
        emit();
        afterCr = code === 0x0d;
      }
      from = at + 1;
    }
    if (from < text.length) keep(text.slice(from));
    base += 2 * text.length;
  };

  return {
    push: (chunk) => take(decoder.decode(chunk, { stream: true })),
    passOver() {
      throw new Error('Lines of UTF-16 are never passed over.');
    },
    finish() {
      take(decoder.decode());
      if (carried) emit();
      return { encoding, binary, cutLines, utf8After: null };
    },
  };
}
