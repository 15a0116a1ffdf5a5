import type { CallColumns } from './call-columns';
import type { ProfileSamples } from './profile-samples';

/** What a frame is. "vm" is libjvm's C++; "native" any other machine code in user space. */
export type FrameType = 'java' | 'native' | 'vm' | 'kernel' | 'thread' | 'unknown';

/** What the weights count. "unknown" where the text does not say (folded stacks). */
export type ProfileUnit = 'samples' | 'ns' | 'bytes' | 'count' | 'unknown';

export interface Frame {
  name: string;
  type: FrameType;
  /** Library or program that holds it, without its folder, where the text says so in a place of its own: "libz.so.1.2.13". */
  dso?: string;
}

const LIBRARY_FILE = /^\[?(?:\/.*\/)?([\w+.-]+\.so(?:\.[\w.]+)?)(?:`.*|\])?$/;

/**
 * The library or program of a frame: as printed, else what its name tells: "/usr/lib/libz.so.1", "[libz.so.1.2.13]",
 * "libz.so.1`deflate", libjvm for the JVM's own code. null where nobody says.
 */
export function dsoOf({ name, type, dso }: Frame): string | null {
  if (dso !== undefined) return dso;
  if (type === 'kernel') return '[kernel]';
  if (type === 'java' || type === 'thread') return null;
  const file = name.length <= 4_096 ? LIBRARY_FILE.exec(name)?.[1] : undefined;
  return file ?? (type === 'vm' ? 'libjvm.so' : null);
}

/** One observed stack with its weight; weights are summed, never expanded. */
export interface ProfileStack {
  /** Indices into `frames`, root first. */
  frames: number[];
  weight: number;
  /** null where the format has only a weight. */
  samples: number | null;
  firstLine: number;
  lastLine: number;
  /** True where frames are known to be missing (elided, or cut at the end of the paste). */
  cut: boolean;
}

/** Stacks of one event of one recording. */
export interface Profile {
  /** "cpu", "alloc", "nativemem", …; null where the text does not say. */
  event: string | null;
  unit: ProfileUnit;
  /** The unit as printed, where it is none of ours: "cycles". */
  unitPrinted: string | null;
  frames: Frame[];
  stacks: ProfileStack[];
  /** Σ weight of `stacks`. */
  totalWeight: number;
  /** Samples of the stacks listed; null where the format has none. */
  samples: number | null;
  /** Time and thread of every sample, where the text prints samples one by one (perf script). */
  perSample?: ProfileSamples;
  /** Printed by the tool for the whole recording: "Total samples : 152" → 152. */
  recordedSamples: { count: number; line: number } | null;
  /** The whole recording's weight, where the tool prints it or its percentages tell (N ns is P % of it). */
  recordedWeight: number | null;
  /** async-profiler's counters of stacks that could not be walked: { unknown_Java: 2 }. */
  failures: { name: string; samples: number; line: number }[];
  /** The flat table, where printed: leaf frames only. */
  flat: {
    name: string;
    weight: number;
    samples: number;
    line: number;
    /** Weight anywhere in a stack, where the table prints it (pprof's "cum"); absent otherwise. */
    totalWeight?: number;
  }[];
}

/** A profile that is still being read, or read only to be looked at: its whole call tree, without what tells where it stands in the text. */
export interface ProfileSketch extends Pick<Profile, 'event' | 'unit' | 'unitPrinted' | 'samples'> {
  tree: CallColumns;
}

/** "cycles:u", "cpu-clock:ppp", "cpu_core/instructions/u", "wall": who computes, or waits. */
const TIME_EVENT = /^(?:cpu|itimer|ctimer|wall|(?:cpu-|ref-)?cycles|cpu-clock|task-clock|(?:branch-)?instructions|profile)\b/;
/**
 * Memory that is asked for or touched: async-profiler's alloc, live, nativemem; perf's page faults (the first touch of a page) and
 * the system calls, tracepoints and probes by which memory comes: "syscalls:sys_enter_mmap", "probe_libc:malloc", "kmem:mm_page_alloc".
 */
const ALLOCATION_EVENT =
  /^(?:alloc|live|nativemem|(?:page-|minor-|major-)?faults|brk|mmap)\b|\b(?:sys_(?:enter|exit)_)?(?:malloc|calloc|realloc|posix_memalign|aligned_alloc|brk|mmap2?|mremap)\b|\bpage_fault_\w|^kmem:.*alloc/;

/** Time profiles show who computes, never who allocates. null: the text does not say. */
export function profileKind(profile: Pick<Profile, 'event' | 'unit'>): 'time' | 'allocation' | null {
  const event = profile.event?.toLowerCase() ?? '';
  // "cpu_core/cycles/" names the unit that counts first.
  const counted = event.replace(/^\w{1,40}\//, '');
  if (TIME_EVENT.test(event) || TIME_EVENT.test(counted)) return 'time';
  if (event.length < 300 && ALLOCATION_EVENT.test(event)) return 'allocation';
  if (profile.unit === 'bytes') return 'allocation';
  return profile.unit === 'ns' ? 'time' : null;
}
