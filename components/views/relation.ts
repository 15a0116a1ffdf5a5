import type { Grade, Owner, RegionKind } from '@/lib/model/region';

/** A frame that may own memory of the selected region. */
export interface CandidateFrame {
  /** consistent: an allocation profile shows it taking such memory. guess: it was only seen running. */
  grade: Grade;
  why: string;
  /** Where NMT counts what it takes ("Other, before JDK 11 Internal"): then it explains nothing of the unexplained, and is no orange. null: NMT cannot see it. */
  countedBy: string | null;
}

/** Whether the selected frame can be the reason for a region. */
export interface Judgement {
  can: 'may' | 'cannot';
  why: string;
}

/** What a region is, as far as a judgement needs it. */
export interface RegionFacts {
  owner: Owner | null;
  kind: RegionKind | null;
}

/** What the selected region or frame has to do with everything else on the page. */
export interface Relation {
  /** Selected region: the frames that may own its memory, by name. Empty where none can. */
  frames: ReadonlyMap<string, CandidateFrame>;
  /** Selected frame: the regions of the page by start address; those nothing is known about are left out. Empty for a region. */
  regions: ReadonlyMap<string, Judgement>;
  /** The same judgement for any region, listed here or not (rows fetched later, "other (12)" tiles). null: nothing is said. */
  judge(region: RegionFacts): Judgement | null;
  /** NMT category that owns the selected region: "GC". null for a frame, and for regions that no NMT range covers. */
  category: string | null;
  /** One sentence for the selection line; ends with a full stop. */
  sentence: string;
}
