import type { Bounds } from '@/lib/base/bounds';
import type { LineRef } from './artifact';
import type { Beside, PrintedFigure } from './beside';

export type BucketKind = 'nmt' | 'file' | 'shared' | 'kernel' | 'malloc' | 'unexplained' | 'not-shown';

/** One line of the ledger. Buckets are disjoint; Σ best = RSS to the byte (rows are whole KiB). */
export interface Bucket {
  /** `java-heap`, `nmt-<category in kebab-case>`, `malloc-nmt`, `file-library`, `file-jar`, `file-mapped`, `shared-memory`, `stack-untracked`, `kernel`, `unexplained`, `not-shown`. */
  key: string;
  /** "Java heap", "NMT malloc". */
  label: string;
  kind: BucketKind;
  residentBytes: Bounds;
  /** null where the notion does not apply (files, not shown). */
  reservedBytes: number | null;
  committedBytes: number | null;
  regionCount: number;
  /** How the figure came about, in words. */
  reasons: string[];
  /** Lines it rests on, largest first, at most 20. */
  sources: LineRef[];
}

/** Where the resident set went. */
export interface Ledger {
  rssBytes: number;
  /** "pmap-x total", "sum of 224 smaps rows". */
  rssSource: string;
  /** Lines of the total, or of the map. */
  rssLines: LineRef | null;
  /** False where rows of the map were cut away (`head -n 10`). */
  listingComplete: boolean;
  buckets: Bucket[];
  /** null without NMT. Same figures as the bucket `unexplained`. */
  unexplainedBytes: Bounds | null;
  /** RSS − resident NMT ranges − min(M, A): files, shared, kernel, untracked stacks and unexplained. null without NMT. */
  outsideNmtBytes: Bounds | null;
  /** RSS − NMT committed; misleading wherever committed memory was never touched. null without NMT. */
  naiveGapBytes: number | null;
  nmt: { reservedBytes: number; committedBytes: number; mallocBytes: number } | null;
}

/** A mapping row dropped because a later row overlaps it (the process grew while it was listed). */
export interface DroppedRow {
  artifactId: string;
  line: number;
  start: string;
  sizeBytes: number;
  rssBytes: number;
  /** Line of the later row that replaces it. */
  keptLine: number;
}

/** NMT sizes that fit G1's side tables for a heap of `heapBytes` (JDK-8210708 removed one bitmap in 20). */
export interface G1Fit {
  heapBytes: number;
  /** What NMT prints for GC mmap reserved, and what the formula gives. */
  gcMmapBytes: number;
  formulaBytes: number;
  /** "JDK 8 to 19 layout (two mark bitmaps)" or "JDK 20 and later (one)". */
  layout: string;
  line: number;
  artifactId: string;
}

/** A mapping matched with an NMT category by its size alone, or extending beyond the NMT range it holds. */
export interface BoundaryNote {
  artifactId: string;
  line: number;
  start: string;
  category: string;
  /** Bytes of the row beyond what NMT accounts for. */
  remainderBytes: number;
  /** n for remainder = heap × n/512, where it is. */
  heap512ths: number | null;
}

/** What reconciling one snapshot gives besides its regions: what rules and views read. */
export interface Reconciliation {
  ledger: Ledger | null;
  /** address: NMT ranges cut the map. size: no ranges, sizes fit. none: no NMT, or addresses cannot belong together. */
  matching: 'address' | 'size' | 'none';
  /** Which map the ledger rests on (the best of several). */
  map: { artifactId: string; format: string; rowCount: number; listedRssBytes: number; hiddenRssBytes: number; ascending: boolean } | null;
  /** Which NMT report gives the totals. */
  nmt: { artifactId: string; level: 'summary' | 'detail'; hasRanges: boolean } | null;
  droppedRows: DroppedRow[];
  /** Other totals of the same snapshot, for cross-checks. */
  g1Fit: G1Fit | null;
  boundaries: BoundaryNote[];
  /** Allocator found among the libraries: null is glibc (or unknown). */
  allocator: 'jemalloc' | 'tcmalloc' | 'mimalloc' | 'musl' | null;
  /** Committed Java heap that is not resident, where both are known. */
  heapNotResidentBytes: Bounds | null;
  /** Anonymous memory outside NMT ranges (A) and what NMT counts as malloc (M). */
  mallocSide: { anonymousBytes: Bounds; nmtMallocBytes: number } | null;
  /** glibc arena heaps found: count, resident and writable bytes, median writable bytes. */
  arenas: { count: number; residentBytes: number; writableBytes: number; medianWritableBytes: number; medianResidentBytes: number } | null;
  /** The limit of the container, below which all must stay; null where no capture prints one. */
  containerLimitBytes: PrintedFigure | null;
  /** What other captures say beside map and NMT report: totals to check by, the container, glibc's account, the use of the heap. */
  beside: Beside;
  /** Why addresses were not matched or bounds were widened, in words. */
  doubts: string[];
}
