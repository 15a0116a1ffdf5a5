import type { Bounds } from '@/lib/base/bounds';
import type { LineRef } from './artifact';
import type { BucketKind } from './ledger';
import type { FrameType } from './profile';
import type { Owner, RegionKind } from './region';

/** A figure in two snapshots. */
export interface Change {
  from: number;
  to: number;
  delta: number;
}

/** A figure with bounds in two snapshots. The difference is as wide as both make it: least = to.min − from.max, most = to.max − from.min. */
export interface BoundsChange {
  from: Bounds;
  to: Bounds;
  delta: Bounds;
}

/** A bucket of the ledger in two snapshots. */
export interface BucketChange {
  key: string;
  label: string;
  kind: BucketKind;
  residentBytes: BoundsChange;
  committedBytes: { from: number | null; to: number | null };
  regionCount: Change;
  /** Lines it rests on, of both. */
  sources: { from: LineRef[]; to: LineRef[] };
}

/** An NMT category in two reports; a side without the category counts 0. */
export interface CategoryChange {
  name: string;
  reservedBytes: Change;
  committedBytes: Change;
  /** malloc and arenas. */
  mallocBytes: Change;
  /** Blocks; null where a report prints no counts. */
  mallocCount: Change | null;
  /** "threads" or "classes", where the category counts them. */
  counted: { what: 'threads' | 'classes'; count: Change } | null;
  from: LineRef | null;
  to: LineRef | null;
}

/** All regions of one kind in two snapshots. */
export interface RoleChange {
  kind: RegionKind;
  /** Regions; for glibc arena heaps the heaps, which are one or two regions each. */
  count: Change;
  sizeBytes: Change;
  residentBytes: BoundsChange;
}

export interface RegionEnd {
  start: string;
  sizeBytes: number;
  residentBytes: Bounds;
  artifactId: string;
  line: number;
}

/** A region in two snapshots, or one that is in only one of them. */
export interface RegionChange {
  owner: Owner;
  kind: RegionKind;
  category: string | null;
  name: string;
  from: RegionEnd | null;
  to: RegionEnd | null;
  delta: Bounds;
}

/** An NMT call site in two reports. */
export interface SiteChange {
  category: string | null;
  /** malloc bytes, or committed bytes of a mapping. */
  what: 'malloc' | 'mmap';
  /** Innermost first. */
  frames: string[];
  bytes: Change;
  count: Change | null;
  from: LineRef | null;
  to: LineRef | null;
}

/** A function in two profiles of one event, as shares of each. */
export interface FunctionChange {
  name: string;
  type: FrameType;
  /** 0..1; null: not among the hottest of that profile, so its share is not known. */
  self: { from: number | null; to: number | null };
  total: { from: number | null; to: number | null };
  /** False where so few samples could differ by chance (two standard errors); null where samples are not counted. */
  certain: boolean | null;
  from: LineRef | null;
  to: LineRef | null;
}

export interface ProfileChange {
  event: string | null;
  unit: string;
  kind: 'time' | 'allocation' | null;
  from: { id: string; total: number; samples: number | null };
  to: { id: string; total: number; samples: number | null };
  /** Those whose own share moved most first, at most 60. */
  functions: FunctionChange[];
}

export interface ComparedSnapshot {
  id: string;
  label: string;
  pid: number | null;
}

/** How far apart two snapshots are, and who says so. Negative where `from` is the later one. */
export interface TimeBetween {
  seconds: number;
  because: string;
  lines: LineRef[];
}

/** What became of the process between two snapshots. */
export interface ProcessChange {
  /** same: one run of one process. restarted: two processes, or two runs. unknown: nothing tells. */
  process: 'same' | 'restarted' | 'unknown';
  /** Whether a region is matched with the one at its address, or with one of its shape. */
  matchedBy: 'address' | 'shape';
  because: string;
}

/** Memory that counts against the limit of the container, at the later snapshot. */
export interface ContainerPressure {
  /** null: no capture tells a limit. */
  limitBytes: number | null;
  /** What cannot simply be dropped: memory.current without inactive files; where that was not captured, the RSS of this process alone. */
  usedBytes: number;
  usedFrom: 'container' | 'process';
  /** Of the same figure, between the two snapshots; null without times, or where the process was started anew. */
  growthBytesPerHour: number | null;
  lines: LineRef[];
}

/** A snapshot on the time line, and what happened since the one before it. */
export interface TimelinePoint {
  snapshotId: string;
  /** Since the first; null where the times of some snapshots are not known: then the order alone counts. */
  seconds: number | null;
  events: { kind: 'restart' | 'jdk' | 'oom-kill' | 'trim'; text: string }[];
}

/** Two snapshots held against each other. Σ delta.best of the buckets is the change of RSS to the byte. */
export interface Comparison extends ProcessChange {
  from: ComparedSnapshot;
  to: ComparedSnapshot;
  time: TimeBetween | null;
  /** null where one has no ledger. */
  rssBytes: Change | null;
  /** RSS per hour; null without times. */
  rssBytesPerHour: number | null;
  /** In the order of the ledger; empty where one has none. */
  buckets: BucketChange[];
  /** Largest change first. */
  categories: CategoryChange[];
  /** What categories and call sites are held against: the other snapshot, or the baseline of a diff report. */
  categoriesSince: 'snapshot' | 'baseline' | null;
  sitesSince: 'snapshot' | 'baseline' | null;
  sites: SiteChange[];
  roles: RoleChange[];
  /** Regions that differ, the largest change first, at most 200; `regionCounts` count all. */
  regions: RegionChange[];
  regionCounts: { grown: number; shrunk: number; appeared: number; vanished: number; unchanged: number };
  profiles: ProfileChange[];
  /** null without ledger and container captures. */
  pressure: ContainerPressure | null;
  /** "What grew", in one to four sentences. **bold** marks quantity and place. */
  sentence: { markup: string; text: string };
  /** What keeps the figures from being compared as they stand. */
  doubts: string[];
}
