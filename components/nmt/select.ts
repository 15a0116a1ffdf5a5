import type { MemoryRole } from '@/lib/model/memory-tree';
import type { NmtSheet, NmtSheetCategory, NmtSheetChange, NmtSheetSite } from '@/lib/model/nmt-sheet';

/** Lengths of one category's bar, in percent of its lane; what does not fit is cut and told. */
export interface CategoryBar {
  reserved: number;
  committed: number;
  /** Of the mmap side, from the map; null where no map says. */
  resident: number | null;
  /** Malloc side: resident for all that NMT knows, but without addresses. */
  malloc: number;
  cut: boolean;
}

/** Bars on one scale: `scaleBytes` fills a lane. */
export function barOf(category: NmtSheetCategory, scaleBytes: number): CategoryBar {
  const share = (bytes: number) => (scaleBytes <= 0 ? 0 : Math.min(100, (bytes / scaleBytes) * 100));
  const counted = category.mallocBytes + category.arenaBytes;
  return {
    reserved: share(category.reservedBytes),
    committed: share(category.committedBytes),
    resident: category.residentBytes === null ? null : share(category.residentBytes.best),
    malloc: share(counted),
    cut: category.reservedBytes > scaleBytes,
  };
}

/** The scale of the bars: the largest category, or the largest that is not the heap; what is committed counts, reserved is cut. */
export function scaleOf(categories: readonly NmtSheetCategory[], withHeap: boolean): number {
  const shown = categories.filter(({ name }) => withHeap || name !== 'Java Heap');
  return shown.reduce((most, { reservedBytes, committedBytes }) => Math.max(most, withHeap ? reservedBytes : committedBytes * 1.05), 0);
}

/** Mean size of a malloc block, in bytes; null where nothing was counted. */
export function meanBlockBytes({ mallocBytes, mallocCount }: Pick<NmtSheetSite, 'mallocBytes' | 'mallocCount'>): number | null {
  return mallocCount === null || mallocCount === 0 ? null : Math.round(mallocBytes / mallocCount);
}

const ROLES: Record<string, MemoryRole> = {
  'java-heap': 'heap',
  'nmt-gc': 'gc',
  'nmt-gccardset': 'gc',
  'nmt-code': 'code',
  'nmt-thread': 'stack',
};

/** Colour of a category, as in the ledger: by what most of it is. */
export function roleOf(category: Pick<NmtSheetCategory, 'key' | 'committedBytes' | 'mmap'>): MemoryRole {
  const known = ROLES[category.key];
  if (known) return known;
  const mapped = category.mmap?.committedBytes ?? 0;
  return mapped * 2 >= category.committedBytes && mapped > 0 ? 'meta' : 'malloc';
}

/** Sites that hold every word of `text` in a frame or the category, without regard to case. */
export function filterSites(sites: readonly NmtSheetSite[], text: string): NmtSheetSite[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...sites];
  return sites.filter(({ category, frames }) => {
    const all = `${category ?? ''} ${frames.join(' ')}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
}

/** The frame to name a site by: the first that is not the allocator's own way in. */
export function callerOf(frames: readonly string[]): string {
  const own = frames.find(
    (frame) => !/^(?:os::malloc|os::realloc|AllocateHeap|ReallocateHeap|CHeapObj|ArenaObj|Chunk::|ChunkPool::)/.test(frame),
  );
  return own ?? frames[0] ?? 'no frame printed';
}

/** What grew and shrank, to one scale: percent of half a lane, growth to the right. */
export function divergeOf(change: NmtSheetChange, all: readonly NmtSheetChange[]): { percent: number; grew: boolean } {
  const most = all.reduce((value, { deltaBytes }) => Math.max(value, Math.abs(deltaBytes)), 0);
  return { percent: most === 0 ? 0 : (Math.abs(change.deltaBytes) / most) * 50, grew: change.deltaBytes >= 0 };
}

/** One sentence on what the report is: "NMT detail, JDK 17, figures in KiB". */
export function describeReport({ level, jdkFamily, unitBytes }: NmtSheet): string {
  const unit = ({ 1: 'bytes', 1024: 'KiB', 1048576: 'MiB', 1073741824: 'GiB' } as Record<number, string>)[unitBytes];
  return [`NMT ${level ?? 'diff'}`, jdkFamily === null ? null : `JDK ${jdkFamily}`, unit === undefined ? null : `figures in ${unit}`]
    .filter((part) => part !== null)
    .join(', ');
}
