import type { LineUse } from '@/lib/base/line-runs';
import { resumeLineDecoder } from '@/lib/documents/decode';
import { findLineStart, type LineIndex } from '@/lib/documents/line-index';
import type { DocumentRow, IncidentContent } from '@/lib/model/incident';
import { Problem } from '@/lib/model/problem';
import { lineUse } from '@/lib/workers/line-map';
import { loadLineMap } from './line-maps';
import type { Services } from './services';

/** At most this many lines at once; a page asks for the next ones as it scrolls. */
export const MOST_LINES = 2_000;
/** And at most about so many characters: lines can be 4 MiB long. */
const MOST_CHARACTERS = 4 * 1024 * 1024;

export interface ShownLine {
  line: number;
  /** Without its end; the first `width` characters of a longer one. */
  text: string;
  use: LineUse;
  /** Of the whole line, where only its beginning is given. */
  length?: number;
}

export interface LineWindow {
  from: number;
  /** The last line given; before the one asked for where lines are many or long. */
  to: number;
  lines: ShownLine[];
}

export function findDocument(content: IncidentContent, documentId: string): DocumentRow {
  const document = content.documents.find((candidate) => candidate.id === documentId);
  if (!document) throw new Problem(404, 'document/not-found', 'This incident has no such document.');
  if (document.sha256 === '')
    throw new Problem(404, 'document/not-kept', 'The bytes of this document were not kept: it was rejected when it came. Send it again.');
  return document;
}

/** Lines `from`..`to` of a document (1-based, inclusive) with what became of each, at most `width` characters of each. */
export async function readLines(
  services: Services,
  content: IncidentContent,
  documentId: string,
  from: number,
  to: number,
  width = Number.POSITIVE_INFINITY,
): Promise<LineWindow> {
  const document = findDocument(content, documentId);
  const last = Math.min(to, from + MOST_LINES - 1, document.lines);
  const lines: ShownLine[] = [];
  if (last < from) return { from, to: last, lines };
  const map = await loadLineMap(services, content, document);
  let characters = 0;
  let full = false;
  await eachLine(services, document, map.index, from, (whole, line) => {
    if (full || line > last) return false;
    const text = cutAt(whole, width);
    lines.push({ line, text, use: lineUse(map, line), ...(text.length < whole.length ? { length: whole.length } : {}) });
    characters += text.length;
    full = characters >= MOST_CHARACTERS;
    return !full && line < last;
  });
  return { from, to: lines.at(-1)?.line ?? from - 1, lines };
}

/**
 * Gives the lines of a document from line `from` on, beginning at the nearest mark of its index, until `onLine` says false or
 * `onPiece` (after every 64 KiB at most, so that the event loop breathes) does.
 */
export async function eachLine(
  services: Services,
  document: DocumentRow,
  index: LineIndex,
  from: number,
  onLine: (text: string, line: number) => boolean,
  onPiece: (bytes: number) => boolean = () => true,
): Promise<void> {
  const start = findLineStart(index, from);
  let line = start.line - 1;
  let going = true;
  const decoder = resumeLineDecoder(start, (text) => {
    line++;
    if (going && line >= from) going = onLine(text, line);
  });
  for await (const chunk of services.blobs.read(document.sha256, start.offset)) {
    const bytes = chunk as Uint8Array;
    decoder.push(bytes);
    if (!going || !onPiece(bytes.length)) return;
  }
  decoder.finish();
}

/** The first characters of a text; never half of one. */
function cutAt(text: string, width: number): string {
  if (text.length <= width) return text;
  const last = text.charCodeAt(width - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? width - 1 : width);
}
