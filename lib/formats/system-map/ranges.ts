import type { NmtRange } from '@/lib/model/nmt';
import type { SystemMapRow } from './row';

/** Tags by the names that NMT's own reports give them (memTag.hpp, memMapPrinter.cpp). */
const CATEGORIES: Record<string, string> = {
  JAVAHEAP: 'Java Heap',
  META: 'Metaspace',
  CLASS: 'Class',
  CDS: 'Shared class space',
  CODE: 'Code',
  GC: 'GC',
  CARDTBL: 'GCCardSet',
  INTERN: 'Internal',
  JDK: 'Other',
  POLL: 'Safepoint',
  STACK: 'Thread Stack',
  TEST: 'Test',
  mtThread: 'Thread',
  mtSymbol: 'Symbol',
  mtNMT: 'Native Memory Tracking',
  mtChunk: 'Arena Chunk',
  mtSynchronizer: 'Synchronization',
  mtStringDedup: 'String Deduplication',
  mtObjectMonitor: 'Object Monitors',
  mtNone: 'Unknown',
};

/** "CLASS" → "Class", "mtCompiler" → "Compiler". */
export const categoryOf = (tag: string): string => CATEGORIES[tag] ?? (tag.startsWith('mt') ? tag.slice(2) : tag);

/**
 * What NMT reserved, told from the mappings: rows of one category that adjoin are one range (and of one thread, for stacks). A mapping
 * with several tags counts for the first; whatever else the kernel merged into a mapping goes with it.
 */
export class RangeCollector {
  readonly ranges: NmtRange[] = [];
  private thread: string | null = null;

  add(row: SystemMapRow, line: number): void {
    const [tag] = row.tags;
    if (tag === undefined) return;
    const category = categoryOf(tag);
    const last = this.ranges.at(-1);
    const sameThread = this.thread === row.thread || this.thread === null || row.thread === null;
    if (last && last.category === category && last.end === row.start && (category !== 'Thread Stack' || sameThread)) {
      last.end = row.end;
      last.sizeBytes += row.sizeBytes;
      last.line = Math.min(last.line, line);
      last.lastLine = Math.max(last.lastLine, line);
      this.thread ??= row.thread;
    } else {
      const { start, end, sizeBytes } = row;
      this.ranges.push({ start, end, line, lastLine: line, category, sizeBytes, committedBytes: 0, committed: [], frames: [] });
      this.thread = row.thread;
    }
    const range = this.ranges.at(-1);
    if (!range || !row.committed) return;
    // Of a stack, NMT counts the guard pages and those that were touched; here the number of these is known, not their place.
    if (tag === 'STACK' && row.mode !== '---p') range.committedBytes += row.rssBytes;
    else {
      range.committedBytes += row.sizeBytes;
      range.committed.push({ start: row.start, end: row.end, line });
    }
  }
}
