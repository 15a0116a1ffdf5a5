import type { Address } from '@/lib/base/address';

/** A row of the OS memory map (a VMA): `pmap`, `/proc/PID/smaps`, `/proc/PID/maps`. */
export interface Mapping {
  /** Line of the row's head in the original document. */
  line: number;
  /** Last line of its block (smaps); equal to `line` for one-line rows. */
  lastLine: number;
  start: Address;
  end: Address;
  sizeBytes: number;
  rssBytes: number;
  /** null: this tool does not print it. */
  pssBytes: number | null;
  dirtyBytes: number | null;
  anonymousBytes: number | null;
  swapBytes: number | null;
  anonHugePagesBytes: number | null;
  /** As /proc/PID/maps writes it: r w x then p (private) or s (shared), "rw-p"; pmap's "rw---" becomes "rw-p", "rw-s-" becomes "rw-s". */
  mode: string;
  /** "" for anonymous memory (pmap's "[ anon ]"); "[heap]", "[stack]", "[vdso]", "[anon:NAME]"; otherwise the file, with " (deleted)" where printed. */
  name: string;
  /** Two-letter words of the VmFlags line; null where not printed. */
  vmFlags: string[] | null;
}

/** One process's memory map, in printed order. */
export interface MemoryMap {
  /** Format id of the artifact: "pmap-x", "smaps". */
  source: string;
  pid: number | null;
  /** Rows in the order printed. */
  rows: Mapping[];
  /** The footer of the tool, where printed. */
  printedTotal: { line: number; sizeBytes: number; rssBytes: number | null; dirtyBytes: number | null } | null;
  /** False where rows do not ascend by address (`| sort -rn -k3`). */
  ascending: boolean;
  /** True where the kernel's names are printed ([heap], [vdso]); false for `pmap -x`, which prints "[ anon ]" for them. */
  kernelNames: boolean;
  /**
   * What `rssBytes` holds where it is not the resident set. "pss": the tool prints only the proportional share (BusyBox, toybox), so shared
   * pages count in part. "none": the tool prints sizes alone (procps before 3.2.8); every rssBytes is 0 and means unknown.
   */
  residency?: 'pss' | 'none';
}
