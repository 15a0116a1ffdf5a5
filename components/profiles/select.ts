import type { IciclePalette } from '@/components/charts/draw-icicle';
import { reachOf } from '@/components/views/frame-reach';
import { FRAME_WORDS, formatWeight } from '@/components/views/words';
import { formatBytes, formatShare } from '@/lib/base/bytes';
import { type CallColumns, type CallFrames, nameOf, typeOf } from '@/lib/model/call-columns';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import type { Bucket } from '@/lib/model/ledger';
import type { FrameType } from '@/lib/model/profile';
import type { StateOf } from '@/lib/view-state/query';
import type { Transform } from '@/lib/view-state/transforms';
import { shareWithInterval } from './capture-health';
import { isOfJdk, packageOf } from './java-name';
import type { profileFields } from './state';
import { symbolSource } from './symbol-source';
import { listHot, NO_PACKAGE } from './tree/hot-table';

export interface NodeFacts {
  name: string;
  type: string;
  dso: string | null;
  /** Where its name comes from; null for what is no function. */
  symbol: string | null;
  total: string;
  /** Of the tree shown, with its interval where few samples were taken. */
  totalShare: string;
  self: string;
  selfShare: string;
  /** Share of the caller's weight; null for the root. */
  ofCaller: string | null;
}

/** A node of the tree, in words. Shares are of the whole tree shown. */
export function describeNode(tree: CallColumns, node: number, profile: Pick<ProfileSummary, 'unit' | 'samples'>, whole: number): NodeFacts {
  const frame = tree.frame[node] ?? 0;
  const total = tree.total[node] ?? 0;
  const self = tree.self[node] ?? 0;
  const parent = tree.parent[node] ?? -1;
  return {
    name: nameOf(tree, node),
    type: node === 0 ? 'root' : FRAME_WORDS[typeOf(tree, node)],
    dso: tree.frames.dsos[frame] ?? null,
    symbol: node === 0 ? null : symbolSource(nameOf(tree, node), typeOf(tree, node), tree.frames.dsos[frame] ?? null),
    total: formatWeight(total, profile.unit),
    totalShare: shareWithInterval(total, whole, profile.samples),
    self: formatWeight(self, profile.unit),
    selfShare: formatShare(self, whole),
    ofCaller: parent < 0 ? null : formatShare(total, tree.total[parent] ?? 0),
  };
}

/** What a profile counts, so plainly that nobody takes it for something else. */
export function tellUnit({ kind, event, unit, total }: Pick<ProfileSummary, 'kind' | 'event' | 'unit' | 'total'>): {
  bold: string;
  rest: string;
} {
  const sum = formatWeight(total, unit);
  if (kind === 'time') {
    const waits = event === 'wall' ? 'who was running or waiting' : 'who was computing';
    return {
      bold: event === 'wall' ? 'Wall-clock time, not memory.' : 'CPU time, not memory.',
      rest: `It shows ${waits} (${sum} in all), never who allocates or keeps memory.`,
    };
  }
  if (kind === 'allocation') {
    const faults = /fault/.test(event ?? '');
    return faults
      ? {
          bold: 'First touches of pages.',
          rest: `Each fault made a page resident (${sum} in all); what was freed again may be among them.`,
        }
      : {
          bold: 'Allocations while recording.',
          rest: `${sum} in all; unless only unfreed ones were kept, what was freed again is among them.`,
        };
  }
  return { bold: 'The text does not say what the weights count.', rest: `${sum} in all. Do not read them as memory.` };
}

/** Where only part of a recording was pasted: what the shares are shares of. "" where all of it is there. */
export function tellPart({ total, recordedWeight }: Pick<ProfileSummary, 'total' | 'recordedWeight'>): string {
  if (recordedWeight === null || total <= 0 || recordedWeight <= total * 1.01) return '';
  return `Only part of the recording is here: shares are of these stacks, which are ${formatShare(total, recordedWeight)} of it.`;
}

/** Where memory that a frame takes is counted, and how much that is: the bucket's key in the ledger. */
export function bucketOf(name: string, type: FrameType, buckets: readonly Bucket[]): { label: string; bytes: number } | null {
  const find = (...keys: string[]) => buckets.find((bucket) => keys.includes(bucket.key));
  const tell = (bucket: Bucket | undefined, label: string) => (bucket ? { label, bytes: bucket.residentBytes.best } : null);
  switch (reachOf(name, type)) {
    case 'native':
    case 'allocator':
      return tell(find('unexplained'), 'Unexplained: what no NMT category holds');
    case 'direct':
      return tell(find('nmt-other', 'nmt-internal'), 'NMT Other (before JDK 11 Internal), its mapped side');
    case 'java':
      return type === 'thread' ? null : tell(find('java-heap'), 'Java heap');
    case 'jvm':
      return tell(find('malloc-nmt'), 'malloc that NMT counts by category');
    default:
      return null;
  }
}

/** Of an allocation profile in bytes: how much of the unexplained a frame could be at most. "" where nothing can be said. */
export function tellCoverage(total: number, profile: Pick<ProfileSummary, 'kind' | 'unit'>, unexplainedBytes: number | null): string {
  if (profile.kind !== 'allocation' || profile.unit !== 'bytes' || !unexplainedBytes || unexplainedBytes <= 0) return '';
  return `${formatBytes(total)} asked for below it while recording: ${formatShare(Math.min(total, unexplainedBytes), unexplainedBytes)} of the ${formatBytes(unexplainedBytes)} unexplained, if nothing was freed.`;
}

/**
 * How many samples a tree rests on: those that a filter shows, less the share that steps leave out (all weigh about the same where a
 * profiler samples by time). null where the text does not count samples.
 */
export function samplesLeft(
  { samples }: Pick<ProfileSummary, 'samples'>,
  original: CallColumns,
  whole: number,
  facts: { counted: { shown: number; all: number } | null; weight: { shown: number; all: number } } | null,
): number | null {
  const shown = facts?.counted?.shown ?? samples;
  const weight = facts?.counted ? facts.weight.shown : (original.total[0] ?? 0);
  if (shown === null || weight <= 0) return shown;
  return Math.round(shown * Math.min(1, whole / weight));
}

const STEP_WORDS: Record<Transform['letter'], (name: string) => string> = {
  f: (name) => `only below ${name}`,
  F: (name) => `only below this call of ${name}`,
  d: (name) => `without ${name}`,
  m: (name) => `${name} merged into its callers`,
  M: (name) => `this call of ${name} merged into its caller`,
  c: (name) => `all below ${name} in it`,
  r: (name) => `recursion of ${name} once`,
  R: (name) => `direct recursion of ${name} once`,
  C: (name) => `${name} as one frame`,
};
/** "without memcpy", "only below deflate". */
export const tellStep = ({ letter, name }: Transform): string => STEP_WORDS[letter](name);

export const TRANSFORM_WORDS: readonly { letter: Transform['letter']; label: string; title: string }[] = [
  { letter: 'f', label: 'Focus', title: 'Only what runs below this function, wherever it is called' },
  { letter: 'F', label: 'Focus here', title: 'Only what runs below this one call of it' },
  { letter: 'd', label: 'Drop', title: 'Without every stack through this function' },
  { letter: 'm', label: 'Merge', title: 'Without the function itself: its weight goes to its callers' },
  { letter: 'M', label: 'Merge here', title: 'Without this one call of it: its weight goes to its caller' },
  { letter: 'c', label: 'Collapse', title: 'Everything below this function melts into it' },
  { letter: 'r', label: 'Recursion', title: 'The function stands once in a stack, whatever calls it between' },
  { letter: 'R', label: 'Direct recursion', title: 'The function stands once where it calls itself' },
  { letter: 'C', label: 'Library', title: 'Frames of this library, one calling the other, become one' },
];

export type Tint = (frame: number, palette: IciclePalette) => string;

/** What the tints of a flame graph tell apart. */
export type Colouring = StateOf<typeof profileFields>['colour'];

/** `ranks`: the libraries or packages that have tints of their own. */
export function tintBy(colour: Colouring, frames: CallFrames, ranks: readonly string[]): Tint {
  if (colour === 'library') return tintByLibrary(frames, ranks);
  return colour === 'package' ? tintByPackage(frames, ranks) : tintByType(frames);
}

/** By type of frame. */
export const tintByType =
  ({ types }: CallFrames): Tint =>
  (frame, palette) =>
    palette.frames[types[frame] ?? 'unknown'];

/** Libraries that get a tint of their own; all others share one. */
const LIBRARIES = 5;
/** Packages that get a tint of their own: those of libraries, without that of native code. */
const PACKAGES = LIBRARIES - 1;

/** The heaviest libraries by self weight, Java, JVM and kernel left aside: "libz.so.1.2.13", … */
export function libraryRanks(tree: CallColumns): string[] {
  return listHot(tree, 'library')
    .filter((row) => row.type === 'native' && row.dso !== null)
    .slice(0, LIBRARIES)
    .map((row) => row.name);
}

/** The heaviest packages by what runs in and below them, those of the service before those of the JDK: "demo", "org.acme.report". */
export function packageRanks(tree: CallColumns): string[] {
  const rows = listHot(tree, 'package')
    .filter((row) => row.type === 'java')
    .sort((a, b) => Number(isOfJdk(`${a.name}.A.a`)) - Number(isOfJdk(`${b.name}.A.a`)) || b.total - a.total);
  return rows.slice(0, PACKAGES).map((row) => row.name);
}

/** By package: the heaviest have tints of their own, other Java frames that of Java. */
export function tintByPackage(frames: CallFrames, ranks: readonly string[]): Tint {
  const rankOf = new Map(ranks.map((name, i) => [name, i + 1]));
  const byFrame = frames.names.map((name, i) => (frames.types[i] === 'java' ? (rankOf.get(packageOf(name) || NO_PACKAGE) ?? -1) : -1));
  return (frame, palette) => palette.tints[byFrame[frame] ?? 0] ?? palette.frames[frames.types[frame] ?? 'unknown'];
}

/** By library: the heaviest have tints of their own, each named in the legend and in the card. */
export function tintByLibrary(frames: CallFrames, ranks: readonly string[]): Tint {
  const rankOf = new Map(ranks.map((name, i) => [name, i]));
  const byFrame = frames.dsos.map((dso) => (dso === null ? -1 : (rankOf.get(dso) ?? -1)));
  return (frame, palette) => {
    const type = frames.types[frame] ?? 'unknown';
    if (type !== 'native') return palette.frames[type];
    return palette.tints[byFrame[frame] ?? -1] ?? palette.sunken;
  };
}
