import { type LineSplitter, MAX_LINE_BYTES } from './line-splitter';

/** UTF-16 (Windows PowerShell's `>` writes it): decoded as a stream, then split as text. */
export function decodeWideLines(encoding: 'utf-16le' | 'utf-16be', onLine: (text: string) => void): LineSplitter {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  const maxLength = MAX_LINE_BYTES / 2;
  let carry = '';
  let carried = false; // a line has begun, even when nothing of it is kept
  let afterCr = false;
  let binary = false;
  let cutLines = 0;
  let cut = false;

  const keep = (part: string) => {
    carried = true;
    const room = maxLength - carry.length;
    if (part.length > room) cut = true;
    carry += part.slice(0, room);
  };
  const emit = () => {
    if (cut) cutLines++;
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
  };

  return {
    push: (chunk) => take(decoder.decode(chunk, { stream: true })),
    finish() {
      take(decoder.decode());
      if (carried) emit();
      return { encoding, binary, cutLines, utf8After: null };
    },
  };
}
