import type { Address } from '@/lib/base/address';

/** Reserved and committed bytes of one NMT line. */
export interface NmtAmount {
  line: number;
  reservedBytes: number;
  committedBytes: number;
}

/** `(malloc=5296401KB #75822)`, `(arena=1418KB #892)`. */
export interface NmtCounted {
  line: number;
  bytes: number;
  /** null where the report prints no count. */
  count: number | null;
}

/** One category (memory tag) of a report: "Java Heap", "Internal". */
export interface NmtCategory extends NmtAmount {
  /** As printed: "Java Heap", "Native Memory Tracking". */
  name: string;
  /** Last line that belongs to the category. */
  lastLine: number;
  malloc: NmtCounted | null;
  mmap: NmtAmount | null;
  arena: NmtCounted | null;
  /** Thread only: its stacks. */
  stack: NmtAmount | null;
  trackingOverhead: NmtCounted | null;
  /** `(classes #24712)`. */
  classCount: number | null;
  /** `(thread #447)`, from 21 `(threads #14)`. */
  threadCount: number | null;
}

/** A row of "Virtual memory map:": address space that the JVM reserved. */
export interface NmtRange {
  start: Address;
  end: Address;
  line: number;
  lastLine: number;
  /** "Java Heap", "Thread Stack", … */
  category: string;
  sizeBytes: number;
  /** Union of its committed children, or the whole range where it says "reserved and committed" and lists none. */
  committedBytes: number;
  committed: { start: Address; end: Address; line: number }[];
  /** Where it was reserved, innermost first: "PerfMemory::create_memory_region(unsigned long)+0xac2". */
  frames: string[];
}

/** A malloc or mmap call site of a detail report. */
export interface NmtSite {
  line: number;
  lastLine: number;
  category: string | null;
  mallocBytes: number;
  mallocCount: number | null;
  reservedBytes: number;
  committedBytes: number;
  frames: string[];
}

/** `jcmd PID VM.native_memory [summary|detail]`, any scale, or a fragment of it. */
export interface NmtReport {
  pid: number | null;
  /** "detail" as soon as it holds ranges or call sites. */
  level: 'summary' | 'detail';
  /** Bytes per printed unit: 1, 1024, 1024², 1024³. Every figure is rounded to it on its own. */
  unitBytes: number;
  /** null in a fragment without its head. */
  total: NmtAmount | null;
  /** Printed under Total from 17.0.x on. */
  totalMalloc: NmtCounted | null;
  totalMmap: NmtAmount | null;
  categories: NmtCategory[];
  /** In printed order (descending in JDK 25). */
  ranges: NmtRange[];
  sites: NmtSite[];
  /** JDK family told by categories and spelling: 8, 11, 17, 21, 25; null where several fit. */
  jdkFamily: number | null;
  /** "mappings": the ranges are whole mappings that NMT touches (System.map), not what NMT reserved. They give way to a report that lists its ranges. */
  rangesOf?: 'mappings';
}

/** Σ malloc + arena + tracking overhead: what NMT itself counts on the malloc side (M of the ledger), in bytes. */
export function mallocLikeBytes(report: NmtReport): number {
  let bytes = 0;
  for (const category of report.categories) {
    bytes += (category.malloc?.bytes ?? 0) + (category.arena?.bytes ?? 0) + (category.trackingOverhead?.bytes ?? 0);
  }
  return bytes;
}

export function findCategory(report: NmtReport, name: string): NmtCategory | undefined {
  return report.categories.find((category) => category.name === name);
}
