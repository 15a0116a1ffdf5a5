import type { Owner, RegionKind } from './region';

/** Colour role of ui.md: one per meaning, never more. */
export type MemoryRole =
  | 'heap'
  | 'gc'
  | 'code'
  | 'meta'
  | 'stack'
  | 'malloc'
  | 'file'
  | 'unexplained'
  | 'not-shown-outside'
  | 'not-shown-nmt';

/** A tile of the treemap: owner group → kind → region. Σ children = parent, in both figures. */
export interface MemoryNode {
  /** Stable within a snapshot: "group/heap", "0x7fd673000000", "group/file/other". */
  key: string;
  label: string;
  role: MemoryRole;
  owner: Owner | null;
  kind: RegionKind | null;
  sizeBytes: number;
  /** Best figure. */
  residentBytes: number;
  /** Regions below this node. */
  regionCount: number;
  /** Start address of the region, for leaves that are one. */
  region: string | null;
  children: MemoryNode[];
}
