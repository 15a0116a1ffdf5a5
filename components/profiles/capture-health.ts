import { formatCount, formatShare } from '@/lib/base/bytes';
import type { CallColumns } from '@/lib/model/call-columns';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import type { NativeEntries } from './tree/native-entries';

/** Something that keeps a profile from saying what it seems to say. */
export interface CaptureDoubt {
  code: 'one-frame' | 'unknown' | 'truncated' | 'no-callers' | 'few-samples' | 'leaves-only' | 'no-java';
  /** What is seen. */
  text: string;
  /** What to do about it. */
  remedy: string;
}

/** The kernel keeps so many frames of a chain, async-profiler so many by default. */
const DEPTH_LIMITS = [127, 128, 255, 256, 512, 1024, 2048];
/** Below so many samples, the interval of a half is wider than ±5 points. */
const FEW_SAMPLES = 400;

/**
 * Between which shares a share truly lies, with 95 % confidence, when `hits` of `samples` samples showed it: Wilson's interval, which
 * stays honest near 0 and 1. null where there are no samples.
 */
export function confidenceInterval(hits: number, samples: number): { low: number; high: number } | null {
  if (!(samples > 0)) return null;
  const z = 1.96;
  const share = Math.min(1, Math.max(0, hits / samples));
  const centre = (share + (z * z) / (2 * samples)) / (1 + (z * z) / samples);
  const half = (z / (1 + (z * z) / samples)) * Math.sqrt((share * (1 - share)) / samples + (z * z) / (4 * samples * samples));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/** "82 % ± 3": a share with its interval, as far as samples were counted. */
export function shareWithInterval(weight: number, whole: number, samples: number | null): string {
  const interval = samples === null || whole <= 0 ? null : confidenceInterval((weight / whole) * samples, samples);
  if (!interval || samples === null || samples >= 100_000 || weight >= whole || weight <= 0) return formatShare(weight, whole);
  return `${formatShare(weight, whole)} (${(interval.low * 100).toFixed(1)}–${(interval.high * 100).toFixed(1)} %)`;
}

/** Broken or thin captures, told apart; the worst first. Empty for a sound one. */
export function judgeCapture(
  tree: CallColumns,
  profile: Pick<ProfileSummary, 'samples' | 'kind' | 'recordedWeight'>,
  entries: NativeEntries,
): CaptureDoubt[] {
  const doubts: CaptureDoubt[] = [];
  const whole = tree.total[0] ?? 0;
  if (whole <= 0) return doubts;
  const { types, names } = tree.frames;
  const byFrame = new Float64Array(names.length);
  let unknown = 0;
  let shallow = 0;
  const deep = new Map<number, number>();
  let deepest = 0;
  /** Whether the stacks that are being read begin with the frame of a thread: it is no frame of the stack. */
  let threadAbove = 0;
  for (let node = 1; node < tree.frame.length; node++) {
    if (tree.depth[node] === 1) threadAbove = types[tree.frame[node] ?? 0] === 'thread' ? 1 : 0;
    const self = tree.self[node] ?? 0;
    if (self <= 0) continue;
    const frame = tree.frame[node] ?? 0;
    byFrame[frame] = (byFrame[frame] ?? 0) + self;
    if (types[frame] === 'unknown') unknown += self;
    const levels = (tree.depth[node] ?? 0) - threadAbove;
    if (levels <= 1) shallow += self;
    if (DEPTH_LIMITS.includes(levels)) deep.set(levels, (deep.get(levels) ?? 0) + self);
    deepest = Math.max(deepest, levels);
  }
  const hottest = byFrame.indexOf(byFrame.reduce((most, weight) => Math.max(most, weight), 0));
  const share = (weight: number) => formatShare(weight, whole);
  const { samples } = profile;

  // Every malloc ends in malloc; and a stack pasted out of many says nothing of the others.
  const isPart = (profile.recordedWeight ?? 0) > whole * 1.01;
  const isOne = (byFrame[hottest] ?? 0) >= whole * 0.99 && profile.kind !== 'allocation' && !isPart;
  if (isOne && (samples ?? 2) > 1) {
    doubts.push({
      code: 'one-frame',
      text: `One frame holds ${share(byFrame[hottest] ?? 0)}: ${names[hottest] ?? ''}. A real service spreads; this is most often a recording without symbols, of an idle process, or of one thread alone.`,
      remedy: 'Record again under load, of all threads (perf record -g -p PID, asprof -e cpu), and resolve symbols on the machine itself.',
    });
  } else if (shallow >= whole * 0.95 && deepest <= 2) {
    doubts.push({
      code: 'leaves-only',
      text: `${share(shallow)} of the weight are single frames: only leaves were recorded or printed, nobody's callers.`,
      remedy:
        'Record with call graphs: perf record -g, or async-profiler, which always walks Java stacks. In a flat table nothing more can be seen.',
    });
  }
  if (unknown >= whole * 0.5) {
    doubts.push({
      code: 'unknown',
      text: `${share(unknown)} of the weight ends in frames without a name. For JVMs that is compiled Java code without a symbol map.`,
      remedy:
        'Run jcmd PID Compiler.perfmap (JDK 17 or later) right before perf script, or record with async-profiler; install the debug symbols of the libraries.',
    });
  }
  const limit = [...deep].sort((a, b) => b[1] - a[1])[0];
  // Where the tool keeps at most n frames, nothing is deeper than n.
  if (limit && limit[0] === deepest && limit[1] >= whole * 0.01) {
    doubts.push({
      code: 'truncated',
      text: `${share(limit[1])} of the weight lies in stacks of exactly ${formatCount(limit[0])} frames, and none is deeper: they were cut, their roots are missing.`,
      remedy: 'Raise kernel.perf_event_max_stack (perf) or the option jstackdepth=2048 (async-profiler), and record again.',
    });
  }
  if (entries.cutOff >= whole * 0.2 && deepest > 2) {
    const libraries = entries.cutOffIn
      .slice(0, 3)
      .map(({ name }) => name)
      .join(', ');
    doubts.push({
      code: 'no-callers',
      text: `${share(entries.cutOff)} of the weight is machine code whose callers could not be walked (${libraries}): most likely built without frame pointers. Which Java code called it cannot be told for these.`,
      remedy: 'Record with async-profiler (asprof -e cpu --cstack vm), or perf record --call-graph dwarf for a few seconds.',
    });
  }
  if (samples !== null && samples > 0 && samples < FEW_SAMPLES) {
    const interval = confidenceInterval(samples / 2, samples);
    const points = interval ? ((interval.high - interval.low) * 50).toFixed(0) : '';
    doubts.push({
      code: 'few-samples',
      text: `${formatCount(samples)} ${samples === 1 ? 'sample' : 'samples'}: a share of 50 % is known to ± ${points} points only (95 % confidence).`,
      remedy: 'Record longer: 60 s at 99 Hz of one busy thread give about 6,000 samples.',
    });
  }
  return doubts;
}
