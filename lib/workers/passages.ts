import type { LineDecoder } from '@/lib/documents/decode';
import type { LineIndex } from '@/lib/documents/line-index';
import type { Segment } from '@/lib/documents/segment';

/** Bytes `from`..`to` of a document, which are so many whole lines. */
export interface Passage {
  from: number;
  to: number;
  lines: number;
}

/**
 * What a second pass need not look at: lines inside of segments that have been read. The first and the last line of each are left in,
 * which open and close it, and what lies between them and the nearest marks of the index.
 */
export function listPassages(segments: readonly Segment[], { encoding, lines, offsets }: LineIndex): Passage[] {
  if (encoding !== 'utf-8') return [];
  return segments.flatMap(({ ahead, firstLine, lastLine }) => {
    if (!ahead) return [];
    // (The first mark is where the document begins: its encoding is told there.)
    const first = lines.findIndex((line, mark) => mark > 0 && line > firstLine);
    const last = lines.findLastIndex((line) => line <= lastLine);
    if (first < 0 || last <= first) return [];
    const at = (mark: number) => ({ line: lines[mark] ?? 0, offset: offsets[mark] ?? 0 });
    const [begin, end] = [at(first), at(last)];
    return [{ from: begin.offset, to: end.offset, lines: end.line - begin.line }];
  });
}

/** Pushes a document into a decoder, chunk by chunk, all but these passages (ascending, disjoint); `onPassed` is told of each. */
export function passOver(
  passages: readonly Passage[],
  decoder: LineDecoder,
  onPassed: (lines: number) => void,
): (chunk: Uint8Array) => void {
  let next = 0;
  /** Of the first byte of the next chunk. */
  let offset = 0;
  return (chunk) => {
    const end = offset + chunk.length;
    let at = offset;
    while (at < end) {
      const passage = passages[next];
      const upTo = Math.min(end, passage?.from ?? end);
      if (at < upTo) decoder.push(chunk.subarray(at - offset, upTo - offset));
      at = Math.max(at, upTo);
      if (!passage || at < passage.from) continue;
      at = Math.min(end, passage.to);
      if (at < passage.to) continue;
      decoder.passOver(passage.lines);
      onPassed(passage.lines);
      next++;
    }
    offset = end;
  };
}
