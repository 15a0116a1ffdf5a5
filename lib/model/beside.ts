import type { Bounds } from '@/lib/base/bounds';
import type { LineRef } from './artifact';

/** A figure as one capture prints it. */
export interface PrintedFigure {
  bytes: number;
  lines: LineRef;
}

/** A figure of another capture of the snapshot, held against the one that the ledger rests on. */
export interface CrossCheck {
  what: 'rss' | 'pss' | 'size' | 'anonymous' | 'heap-committed';
  /** "RSS by smaps-rollup". */
  label: string;
  printed: PrintedFigure;
  /** The same figure by the ledger or its map. */
  ledgerBytes: number;
  /** Within half a percent, or 1 MiB: captures of one moment agree to the byte. */
  agrees: boolean;
}

/** The memory of the container, by the capture that is nearest to its limit. */
export interface ContainerState {
  /** null: no limit, or none printed. */
  limit: PrintedFigure | null;
  /** What the kernel charges to the container: of all its processes, with page cache and kernel memory. */
  current: PrintedFigure | null;
  /** File pages that the kernel drops first when the limit is near. */
  inactiveFile: PrintedFigure | null;
  /** How often the kernel killed a process of the container for memory. */
  oomKills: { count: number; lines: LineRef } | null;
}

/** glibc's own account of its heap (mallinfo), from VM.info. */
export interface AllocatorState {
  /** Blocks in use by anybody in the process, those the kernel maps one by one included. */
  outstandingBytes: number;
  /** Free blocks that malloc keeps; not all of it need be resident (malloc_trim gives pages back and leaves the count). */
  retainedBytes: number;
  /** Outstanding beyond what NMT counts: in use by code that NMT does not see. null without NMT's own count. */
  beyondNmtBytes: number | null;
  /**
   * Resident pages of free blocks: at least what arena heaps and the brk heap hold beyond all blocks in use, at most what is
   * retained. null where rows were cut away, so that the heaps are not all known.
   */
  slackBytes: Bounds | null;
  lines: LineRef;
}

/** What the JVM says of its heap (GC.heap_info, jmap -heap, VM.info). */
export interface HeapState {
  used: PrintedFigure | null;
  committed: PrintedFigure | null;
  max: PrintedFigure | null;
  /** "G1", "Z". */
  collector: string | null;
}

/** When one of the captures says it was taken. */
export interface CaptureClock {
  /** As printed: "Sun Nov 22 21:47:33 2026 UTC". */
  text: string;
  /** The time of day as printed, in milliseconds as if it were of UTC. */
  ms: number;
  /** As printed: "UTC", "CET"; null where it is not (JDK 8): then it is the local time of a host that nobody named. */
  zone: string | null;
  lines: LineRef;
}

/** What the other captures of a snapshot say, beside its memory map and its NMT report. */
export interface Beside {
  checks: CrossCheck[];
  container: ContainerState | null;
  allocator: AllocatorState | null;
  heap: HeapState | null;
  /** null where no capture prints the time. */
  clock: CaptureClock | null;
  /** Figures that another capture gives better than the map or the report named in the reconciliation, in words: "the names of 52 rows". */
  taken: { artifactId: string; text: string }[];
}

export const NOTHING_BESIDE: Readonly<Beside> = Object.freeze({
  checks: [],
  container: null,
  allocator: null,
  heap: null,
  clock: null,
  taken: [],
});
