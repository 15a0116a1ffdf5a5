import { foldCase } from '@/lib/base/fold-case';
import type { IncidentContent } from '@/lib/model/incident';
import { loadLineMap } from './line-maps';
import { eachLine, findDocument } from './lines';
import type { Services } from './services';

/** Looked through in one request: about a third of a second. Whoever wants more asks again from `nextFrom`. */
const MOST_BYTES = 32 * 1024 * 1024;
/** Characters of an excerpt, and those before the hit. */
const EXCERPT = 160;
const BEFORE = 40;

export interface LineHit {
  line: number;
  /** Characters of the line before the hit. */
  column: number;
  /** The hit with some of its line. */
  excerpt: string;
  /** Characters of the excerpt before the hit. */
  at: number;
}

export interface LineSearch {
  hits: LineHit[];
  /** The last line that was looked at. */
  searchedTo: number;
  /** Where to go on; null at the end of the document. */
  nextFrom: number | null;
}

/**
 * Lines that hold a text, without regard to case, from line `from` on: `limit` of them, or those in the next 32 MiB. Each line once.
 * Runs in slices of 64 KiB and ends where nobody waits any more.
 */
export async function searchLines(
  services: Services,
  content: IncidentContent,
  documentId: string,
  { q, from, limit }: { q: string; from: number; limit: number },
  signal?: AbortSignal,
  mostBytes = MOST_BYTES,
): Promise<LineSearch> {
  const document = findDocument(content, documentId);
  const map = await loadLineMap(services, content, document);
  const wanted = foldCase(q);
  const hits: LineHit[] = [];
  let searchedTo = from - 1;
  let bytes = 0;
  let going = true;
  await eachLine(
    services,
    document,
    map.index,
    from,
    (text, line) => {
      searchedTo = line;
      const column = foldCase(text).indexOf(wanted);
      if (column < 0) return true;
      hits.push({ line, column, ...excerptOf(text, column) });
      going = hits.length < limit;
      return going;
    },
    (more) => {
      bytes += more;
      // A line longer than the limit is looked through all the same: the next request would begin with it again.
      going = !signal?.aborted && (bytes < mostBytes || searchedTo < from);
      return going;
    },
  );
  return { hits, searchedTo, nextFrom: going || searchedTo >= document.lines ? null : searchedTo + 1 };
}

function excerptOf(text: string, column: number): { excerpt: string; at: number } {
  const start = Math.max(0, column - BEFORE);
  return { excerpt: text.slice(start, start + EXCERPT).toWellFormed(), at: column - start };
}
