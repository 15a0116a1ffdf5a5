import type { FrameType } from './profile';

/** A frame of the hot list: `self` is weight in leaf position, `total` anywhere in a stack (recursion counted once). Units of the profile. */
export interface HotFrame {
  name: string;
  type: FrameType;
  selfWeight: number;
  totalWeight: number;
  /** The Java frame that entered native code above this frame, with the largest weight; null for Java frames and where there is none. */
  javaCaller: string | null;
  artifactId: string;
  firstLine: number;
  lastLine: number;
}

/** Depth-first call tree as columns, children left-heavy (largest first): ready for an icicle. Root first, depth 0 = the root "all". */
export interface CallTree {
  names: string[];
  types: FrameType[];
  /** Per node: index into names, depth, self weight, total weight. */
  frame: number[];
  depth: number[];
  self: number[];
  total: number[];
}

export interface ProfileSummary {
  id: string;
  artifactId: string;
  event: string | null;
  unit: string;
  /** time | allocation | null: a time profile never shows who allocates. */
  kind: 'time' | 'allocation' | null;
  /** From what event and unit were taken, in a sentence; absent where the text itself says them, or nobody does. */
  because?: string;
  total: number;
  samples: number | null;
  recordedSamples: number | null;
  recordedWeight: number | null;
  hot: HotFrame[];
  tree: CallTree;
  /** The whole tree, to be fetched apart; absent where the summary was made without a store to keep it. */
  columns?: ColumnsSheet;
  /** Threads and times of the samples, to be fetched apart; absent where the profile tells neither, or was made without a store. */
  sampleColumns?: SamplesSheet;
}

/** The call tree as stored for the browser: `lib/model/columns-codec`, gzipped. */
export interface ColumnsSheet {
  /** SHA-256 of the stored bytes, hex: what is called so never changes. */
  hash: string;
  nodes: number;
  /** As stored, compressed. */
  sizeBytes: number;
}

/** The samples (or stacks) of a profile with thread and time, as stored for the browser: `lib/model/samples-codec`, gzipped. */
export interface SamplesSheet {
  /** SHA-256 of the stored bytes, hex: what is called so never changes. */
  hash: string;
  /** What a row is: a sample, or a stack with all of its samples. */
  each: 'sample' | 'stack';
  rows: number;
  threads: number;
  hasTimes: boolean;
  /** As stored, compressed. */
  sizeBytes: number;
}
