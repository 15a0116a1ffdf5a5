import type { Parsed } from '@/lib/model/artifact';
import type { ArtifactFormat } from '../define';

const LF = 0x0a;

/**
 * Reads a document that is one artifact as bytes wherever its format takes them, and as lines elsewhere. `cuts`: how many bytes each
 * chunk has, in turn; what is left of a chunk behind its last line end comes as text, with the rest of its line. Also tells how many
 * lines were taken as bytes.
 */
export function readBytes(format: ArtifactFormat, text: string, cuts: readonly number[] = [1 << 16]): { parsed: Parsed; taken: number } {
  const bytes = new TextEncoder().encode(text);
  const count = text.split(/\r\n|\r|\n/).length - (/[\r\n]$/.test(text) ? 1 : 0);
  const reader = format.open({ tool: { pid: null, version: null, command: null }, firstLine: 1, lastLine: count });
  if (!reader.bytes) throw new Error(`${format.id} takes no bytes.`);
  let line = 1;
  let taken = 0;
  const readLine = (source: Uint8Array, from: number): number => {
    const next = source.indexOf(LF, from);
    const end = next < 0 ? source.length : next;
    for (const part of new TextDecoder().decode(source.subarray(from, end)).replace(/\r$/, '').split('\r')) reader.line(part, line++);
    return next < 0 ? end : next + 1;
  };
  let at = 0;
  for (let chunk = 0; at < bytes.length; chunk++) {
    const to = at + Math.max(1, cuts[chunk % cuts.length] ?? 1);
    // A copy that is spoilt afterwards: nobody may keep it. Of a Buffer even `slice` is no copy.
    const piece = Buffer.from(bytes.slice(at, to));
    const end = piece.lastIndexOf(LF) + 1;
    const lines = { bytes: piece, at: 0, to: end, line, lastLine: count };
    while (lines.at < end) {
      reader.bytes(lines);
      taken += lines.line - line;
      line = lines.line;
      if (lines.at < end) lines.at = readLine(piece, lines.at);
      lines.line = line;
    }
    piece.fill(0x58);
    at += end;
    if (at < bytes.length && end < to) at = readLine(bytes, at);
  }
  return { parsed: reader.finish(), taken };
}
