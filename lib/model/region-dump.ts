import type { LineRef } from './artifact';
import type { DumpContent } from './process-facts';

/** What `strings` printed of a dump. Weak evidence: content shows who wrote there last, freed chunks included. */
export interface DumpText extends Pick<DumpContent, 'lines' | 'classes' | 'repeated'> {
  artifactId: string;
  /** Why it is taken for the content of this range: "strings reads gdb_block.dump, the file that gdb wrote". */
  because: string;
  /** Addresses of the first and the last string, where offsets were printed. */
  from: string | null;
  to: string | null;
}

/** A range of memory that somebody copied (gdb's `dump memory`), and what was found in it. JSON-safe. */
export interface RegionDump {
  start: string;
  end: string;
  /** The file it was written to, as the command names it. */
  file: string | null;
  /** Lines of the command. */
  lines: LineRef;
  /** The one that says most first (offsets, then lines); empty where the content is not among the captures. */
  texts: DumpText[];
}

/** Dumps of a snapshot. */
export interface RegionDumps {
  /** By address. */
  dumps: RegionDump[];
  /** Content that no command of the captures tells the addresses of. */
  untied: { artifactId: string; lines: number }[];
}

/** Those that hold a byte of [start, end). */
export function dumpsWithin({ dumps }: RegionDumps, start: string, end: string): RegionDump[] {
  return dumps.filter((dump) => BigInt(dump.start) < BigInt(end) && BigInt(dump.end) > BigInt(start));
}
