import { type Address, formatAddress } from '@/lib/base/address';
import type { Bounds } from '@/lib/base/bounds';

/** Who owns a region. "unmatched" is anonymous memory outside every NMT range. */
export const OWNERS = ['nmt', 'file', 'shared', 'kernel', 'stack', 'unmatched'] as const;
export type Owner = (typeof OWNERS)[number];

export const REGION_KINDS = [
  'glibc-arena-heap',
  'brk-heap',
  'malloc-mmapped',
  'thread-stack',
  'java-heap',
  'gc',
  'metaspace',
  'class-space',
  'code-cache',
  'cds-archive',
  'library',
  'jar',
  'mapped-file',
  'shared-memory',
  'zgc-heap-view',
  'jemalloc',
  'tcmalloc',
  'mimalloc',
  'kernel',
  'guard',
  'anonymous',
  'nmt-other',
] as const;
export type RegionKind = (typeof REGION_KINDS)[number];

/** How sure a classification is. proven: NMT or the kernel says so. consistent: shape and neighbours fit, and nothing else known does. guess: one of several. */
export type Grade = 'proven' | 'consistent' | 'guess';

/** A piece of address space after reconciliation, with exactly one owner. Pieces of one mapping do not overlap and cover it. */
export interface Region {
  start: Address;
  end: Address;
  sizeBytes: number;
  /** RSS of the whole mapping row that this piece was cut from. */
  rssBytes: number;
  /** Resident bytes of this piece. */
  residentBytes: Bounds;
  mode: string;
  name: string;
  owner: Owner;
  /** NMT category for owner "nmt" (and for pieces matched by size), else null. */
  category: string | null;
  kind: RegionKind;
  grade: Grade;
  /** Words shown to the user: "starts on a 64 MiB line; 65,520 KiB rw + 16 KiB reserved = 65,536 KiB". */
  reasons: string[];
  artifactId: string;
  /** Line of the mapping row. */
  line: number;
  /** Line of the NMT range that covers it, where one does. */
  nmt: { artifactId: string; line: number } | null;
}

/** A region as it leaves the house (HTTP API, pages): addresses as hex text. */
export interface RegionView {
  start: string;
  end: string;
  sizeBytes: number;
  rssBytes: number;
  residentBytes: Bounds;
  mode: string;
  name: string;
  owner: Owner;
  category: string | null;
  kind: RegionKind;
  grade: Grade;
  reasons: string[];
  artifactId: string;
  line: number;
  nmt: { artifactId: string; line: number } | null;
}

export function toRegionView(region: Region): RegionView {
  return { ...region, start: formatAddress(region.start), end: formatAddress(region.end) };
}
