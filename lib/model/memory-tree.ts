import type { Owner, RegionKind } from './region';

/** Colour roles of ui.md: one per meaning, never more. */
export const MEMORY_ROLES = [
  'heap',
  'gc',
  'code',
  'meta',
  'stack',
  'malloc',
  'file',
  'unexplained',
  'not-shown-outside',
  'not-shown-nmt',
] as const;
export type MemoryRole = (typeof MEMORY_ROLES)[number];

/** A tile of the treemap: owner group → kind → region. Σ children = parent, in both figures. */
export interface MemoryNode {
  /** Stable within a snapshot: "memory", "group/heap", "group/file/library", "0x7fd673000000"; "group/file/library/from-240": those from that rank on. */
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
