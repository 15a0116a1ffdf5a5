import type { Bounds } from '@/lib/base/bounds';
import type { LineRef } from './artifact';
import type { CallTree } from './hot-stacks';

/** One category of the NMT report a snapshot rests on, with what the map shows of it. */
export interface NmtSheetCategory {
  /** Key of its bucket in the ledger: "java-heap", "nmt-gc". */
  key: string;
  /** As printed: "Java Heap". */
  name: string;
  lines: LineRef;
  /** As the head of the category prints them: malloc included. */
  reservedBytes: number;
  committedBytes: number;
  /** The part with addresses: its mmap and stack lines. null where it has none. */
  mmap: { reservedBytes: number; committedBytes: number } | null;
  /** What the memory map shows resident of the mmap side. null without a map that fits, or without an mmap side. */
  residentBytes: Bounds | null;
  mallocBytes: number;
  /** null where the report prints no count. */
  mallocCount: number | null;
  /** NMT arenas: the JVM's own bump allocator, not glibc's. */
  arenaBytes: number;
  arenaCount: number | null;
  threadCount: number | null;
  classCount: number | null;
  /** What it holds, in plain words, for this JDK. */
  meaning: string;
}

/** A call site of a detail report. */
export interface NmtSheetSite {
  lines: LineRef;
  category: string | null;
  /** Innermost first, as printed. */
  frames: string[];
  mallocBytes: number;
  mallocCount: number | null;
  reservedBytes: number;
  committedBytes: number;
}

/** A row of the virtual memory map, with the region that holds its first byte. */
export interface NmtSheetRange {
  lines: LineRef;
  start: string;
  end: string;
  category: string;
  sizeBytes: number;
  committedBytes: number;
  /** Σ over the pieces of the map inside it; null without a map that fits. */
  residentBytes: Bounds | null;
  /** Start of the largest region inside it: what a click selects. */
  region: string | null;
}

/** What changed since the baseline of a diff: one category or one call site. */
export interface NmtSheetChange {
  lines: LineRef;
  /** Category, or null for a site that names none. */
  category: string | null;
  /** Empty for a category. */
  frames: string[];
  /** Malloc and mmap together: what it holds now and how much that changed. */
  committedBytes: number;
  deltaBytes: number;
  count: number | null;
  deltaCount: number | null;
}

export interface NmtSheetDiff {
  artifactId: string;
  level: 'summary' | 'detail';
  deltaCommittedBytes: number | null;
  /** Largest change first, unchanged ones left out. */
  categories: NmtSheetChange[];
  /** Largest growth first, at most `MOST_SITES`. */
  sites: NmtSheetChange[];
  siteCount: number;
}

/** Sites and ranges beyond these are left to the raw text; their number is told. */
export const MOST_SITES = 1_000;
export const MOST_RANGES = 1_000;

/** What the NMT view of one snapshot shows. JSON-safe. */
export interface NmtSheet {
  artifactId: string | null;
  level: 'summary' | 'detail' | null;
  jdkFamily: number | null;
  /** Bytes per printed unit: nothing in it is finer. */
  unitBytes: number;
  total: { reservedBytes: number; committedBytes: number; mallocBytes: number; lines: LineRef } | null;
  /** In the order of what they commit, largest first. */
  categories: NmtSheetCategory[];
  /** Largest first (malloc or committed), at most `MOST_SITES`. */
  sites: NmtSheetSite[];
  siteCount: number;
  /** Bytes of all sites, those not listed included. */
  siteBytes: number;
  /** All sites as a tree: category, then from the outermost frame inwards. null without sites. Weights are bytes. */
  tree: CallTree | null;
  /** Largest first, at most `MOST_RANGES`. */
  ranges: NmtSheetRange[];
  rangeCount: number;
  diffs: NmtSheetDiff[];
}
