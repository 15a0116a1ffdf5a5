import { createCutter, type Recogniser } from '../cut';
import { createLineDecoder } from '../decode';
import type { CutDocument, Segment } from '../segment';

export function decodeLines(bytes: Uint8Array): string[] {
  const lines: string[] = [];
  const decoder = createLineDecoder((line) => lines.push(line));
  decoder.push(bytes);
  decoder.finish();
  return lines;
}

export function cutLines(recognisers: readonly Recogniser[], lines: readonly string[]): CutDocument {
  const cutter = createCutter(recognisers);
  for (const line of lines) cutter.line(line);
  return cutter.finish();
}

/** "19–28 pmap-x" and "18–18 prompt", in the order of the document. */
export function tell(document: CutDocument): string[] {
  return [
    ...document.prompts.map(({ firstLine, lastLine }) => ({ firstLine, text: `${firstLine}–${lastLine} prompt` })),
    ...document.segments.map(({ firstLine, lastLine, formatId }) => ({ firstLine, text: `${firstLine}–${lastLine} ${formatId}` })),
  ]
    .sort((a, b) => a.firstLine - b.firstLine)
    .map(({ text }) => text);
}

/** What the reader of a segment gets; lines that hold nothing of the artifact are left out. */
export function cleanLines(segment: Segment, lines: readonly string[]): string[] {
  return lines.slice(segment.firstLine - 1, segment.lastLine).flatMap((text, i) => segment.clean(text, segment.firstLine + i) ?? []);
}
