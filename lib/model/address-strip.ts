import type { MemoryRole } from './memory-tree';

/** A part of a slot in one colour. `from` and `to` are shares of the slot, 0..1. */
export interface StripBand {
  role: MemoryRole;
  from: number;
  to: number;
  /** Share of it that is resident, 0..1: the height of the fill. */
  resident: number;
}

/** NMT above a slot: a range, or part of one. */
export interface StripRange {
  category: string;
  role: MemoryRole;
  from: number;
  to: number;
  /** Share of it that lies in no mapping: NMT and the map disagree where this is not 0. */
  unmapped: number;
}

/** A slot of `slotBytes`, aligned to it; several alike in a row are one, with their number. */
export interface StripSlot {
  kind: 'slot';
  start: string;
  end: string;
  /** 1, or how many slots the same region fills one after the other. */
  slots: number;
  bands: StripBand[];
  ranges: StripRange[];
  /** Start of the region with the most resident memory in it, else of the largest. null where only NMT knows it. */
  region: string | null;
  /** What it mostly is, in a word: "Java Heap", "glibc arena heap", "libjvm.so". */
  label: string;
  regionCount: number;
  /** Mapped bytes. */
  sizeBytes: number;
  residentBytes: number;
}

/** Addresses that hold nothing, folded away. */
export interface StripFold {
  kind: 'fold';
  bytes: number;
}

/** The address space of a snapshot from low to high, to one scale, gaps folded. */
export interface AddressStrip {
  slotBytes: number;
  /** The part of the address space shown; null: all of it. */
  from: string | null;
  to: string | null;
  items: (StripSlot | StripFold)[];
  regionCount: number;
}

/** What a request asks for. */
export interface StripQuery {
  /** Addresses in hex; both or none. */
  from: string | null;
  to: string | null;
}
