import { formatCount, formatShare } from '@/lib/base/bytes';
import type { SampleColumns } from '@/lib/model/profile-samples';
import type { TimeRange } from '@/lib/view-state/profile-filter';
import { confidenceInterval } from '../capture-health';
import { binSamples, type CommRow, countShown, listThreads, rowsShown, type Timeline, type TreeFilter, threadName } from '../tree/filter';

/** Bins of the timeline: as fine as it can be pointed at. */
export const BINS = 240;

/** What the filters show of the samples of a profile: plain data. */
export interface SampleFacts {
  /** Threads by name, of all samples. */
  comms: CommRow[];
  /** The same, of the samples that are shown. */
  shownComms: CommRow[];
  timeline: Timeline | null;
  /** null where the text does not count samples. */
  counted: { shown: number; all: number } | null;
  weight: { shown: number; all: number };
}

export function tellSamples(rows: SampleColumns, filter: TreeFilter): SampleFacts {
  const shown = rowsShown(rows, filter);
  const sum = (comms: readonly CommRow[]) => comms.reduce((whole, { weight }) => whole + weight, 0);
  const comms = listThreads(rows);
  const shownComms = shown === null ? comms : listThreads(rows, shown);
  return {
    comms,
    shownComms,
    timeline: binSamples(rows, filter.threads, BINS),
    counted: countShown(rows, shown),
    weight: { shown: sum(shownComms), all: sum(comms) },
  };
}

/** "8,120 of 20,000 samples (41 %)"; of sums without counts "41 % of the weight". */
export function tellCounted({ counted, weight }: Pick<SampleFacts, 'counted' | 'weight'>): string {
  if (!counted) return `${formatShare(weight.shown, weight.all)} of the weight`;
  if (counted.shown === counted.all) return `all ${formatCount(counted.all)} samples`;
  return `${formatCount(counted.shown)} of ${formatCount(counted.all)} samples (${formatShare(counted.shown, counted.all)})`;
}

/** Below so many samples, a share of a half is known to ± 5 points at best. */
const FEW_SAMPLES = 400;

/** How unsure shares are where few samples are shown; "" where there are enough, or none. */
export function tellFew(counted: SampleFacts['counted']): string {
  if (!counted || counted.shown >= FEW_SAMPLES) return '';
  const interval = confidenceInterval(counted.shown / 2, counted.shown);
  return interval ? `few: a share of 50 % is known to ± ${((interval.high - interval.low) * 50).toFixed(0)} points only` : '';
}

/** What is chosen, for the button: "all 12", "GC Thread#0", "3 of 12"; unknown keys count, for they show nothing. */
export function tellThreads(comms: readonly CommRow[], chosen: readonly string[]): string {
  const threads = comms.flatMap((row) => row.threads);
  if (chosen.length === 0) return `all ${formatCount(threads.length)}`;
  const asked = new Set(chosen);
  const found = comms.flatMap((row) => (asked.has(row.key) ? row.threads : row.threads.filter(({ key }) => asked.has(key))));
  const [only] = found;
  if (found.length === 1 && only) return threadName(only);
  const [comm] = comms.filter(({ key }) => asked.has(key));
  if (chosen.length === 1 && comm) return `${comm.comm || 'no name'} (${formatCount(comm.threads.length)})`;
  return `${formatCount(found.length)} of ${formatCount(threads.length)}`;
}

/** Chosen or not, the other way round. A thread that is chosen with all of its name is taken out of it by choosing the others. */
export function toggleThread(comms: readonly CommRow[], chosen: readonly string[], key: string): string[] {
  if (chosen.includes(key)) return chosen.filter((other) => other !== key);
  const comm = comms.find((row) => row.key === key || row.threads.some((thread) => thread.key === key));
  const own = comm?.threads.map((thread) => thread.key) ?? [];
  // A name takes the place of its threads.
  if (comm?.key === key) return [...chosen.filter((other) => !own.includes(other)), key];
  if (comm && chosen.includes(comm.key)) return [...chosen.filter((other) => other !== comm.key), ...own.filter((other) => other !== key)];
  return [...chosen, key];
}

export interface ThreadLine {
  /** What is chosen, or no longer, by this line. */
  key: string;
  name: string;
  weight: number;
  /** Threads that the line stands for. */
  count: number;
  isChosen: boolean;
  /** One of several threads of the name above it. */
  isBelow: boolean;
  /** Of a name of several threads: their keys. */
  below?: readonly string[];
}

/** Threads to choose from, heaviest names first; a name with one thread is that thread. `typed` narrows them. */
export function listThreadLines(comms: readonly CommRow[], chosen: readonly string[], typed: string): ThreadLine[] {
  const asked = new Set(chosen);
  const wanted = typed.trim().toLowerCase();
  const lines = comms.flatMap(({ key, comm, weight, threads }): ThreadLine[] => {
    const isChosen = asked.has(key);
    const [first] = threads;
    if (threads.length === 1 && first) {
      const isFirst = asked.has(first.key);
      return [
        { key: isChosen ? key : first.key, name: threadName(first), weight, count: 1, isChosen: isChosen || isFirst, isBelow: false },
      ];
    }
    return [
      {
        key,
        name: comm || 'no name',
        weight,
        count: threads.length,
        isChosen,
        isBelow: false,
        below: threads.map((thread) => thread.key),
      },
      ...threads.map((thread) => ({
        key: thread.key,
        name: threadName(thread),
        weight: thread.weight,
        count: 1,
        isChosen: isChosen || asked.has(thread.key),
        isBelow: true,
      })),
    ];
  });
  return lines.filter(({ name }) => wanted === '' || name.toLowerCase().includes(wanted));
}

/** What is chosen when all of these lines are: names, and threads whose name is not among them. */
export function keysOf(lines: readonly ThreadLine[]): string[] {
  const keys: string[] = [];
  let head: ThreadLine | null = null;
  for (const line of lines) {
    if (!line.isBelow) head = line.count > 1 ? line : null;
    // The lines of a name follow it; where it is not listed itself, they stand for themselves.
    if (!line.isBelow || head === null || !head.below?.includes(line.key)) keys.push(line.key);
  }
  return keys;
}

/** A time of a recording, as fine as its length asks for: "12.5 s", "340 ms". */
export function tellTime(ns: number, spanNs: number): string {
  if (spanNs < 1e9) return `${(ns / 1e6).toFixed(spanNs < 20e6 ? 2 : 0)} ms`;
  return `${(ns / 1e9).toFixed(spanNs < 10e9 ? 3 : spanNs < 100e9 ? 2 : 1)} s`;
}

const MICROSECOND = 1e3;

/** Bins from `from` up to, not including, `to`, to the microsecond; null where that is all of them, or none. */
export function rangeOfBins({ binNs, all, spanNs }: Timeline, from: number, to: number): TimeRange | null {
  const first = Math.max(0, Math.min(from, to));
  const end = Math.min(all.length, Math.max(from, to));
  if (end <= first || (first === 0 && end === all.length)) return null;
  // The last sample lies on the end of the last bin, and belongs to it.
  const lastNs = end === all.length ? spanNs + 1 : end * binNs;
  return {
    fromNs: Math.floor((first * binNs) / MICROSECOND) * MICROSECOND,
    toNs: Math.ceil(lastNs / MICROSECOND) * MICROSECOND,
  };
}

/** Where a range lies, in bins; a range beyond the recording lies at its end. */
export function binsOfRange({ binNs, all }: Timeline, range: TimeRange | null): { from: number; to: number } {
  if (range === null) return { from: 0, to: all.length };
  const bound = (bin: number) => Math.min(all.length, Math.max(0, bin));
  const from = bound(Math.round(range.fromNs / binNs));
  return { from, to: Math.max(from, bound(Math.round(range.toNs / binNs))) };
}

/** Bars from the bottom of a box that is as wide as there are bins; one that counts something is at least a line high. */
export function barsPath(values: Float64Array, most: number, height: number): string {
  let path = '';
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (value <= 0 || most <= 0) continue;
    const tall = Math.max(1, (value / most) * height).toFixed(1);
    path += `M${i} ${height}v-${tall}h1v${tall}z`;
  }
  return path;
}
