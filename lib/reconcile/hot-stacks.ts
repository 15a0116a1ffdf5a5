import type { Sourced } from '@/lib/model/facts';
import { isGapFrame, readFrame } from '@/lib/model/frame-type';
import type { HotFrame, ProfileSummary } from '@/lib/model/hot-stacks';
import { type Profile, profileKind } from '@/lib/model/profile';
import { buildCallTree } from './call-tree';

/** Length of the hot list. */
const MOST_HOT = 200;
/** Of these, so many are certain to be the heaviest leaves: deep Java stacks would otherwise fill the list with callers. */
const HOT_LEAVES = 100;

/** What is gathered per frame of the profile; columns by index of the frame. */
interface Weights {
  self: Float64Array;
  total: Float64Array;
  /** The heaviest stack that holds the frame, as leaf where it is one in any; -1 where none does. */
  stack: Int32Array;
  /** The Java frame that entered native code above the frame, with the largest weight; -1 where there is none. */
  caller: Int32Array;
}

function weighFrames(profile: Profile): Weights {
  const count = profile.frames.length;
  const self = new Float64Array(count);
  const total = new Float64Array(count);
  const stack = new Int32Array(count).fill(-1);
  const caller = new Int32Array(count).fill(-1);
  const asLeaf = new Uint8Array(count);
  /** The last stack in which a frame was counted: recursion counts once. */
  const counted = new Int32Array(count).fill(-1);
  /** frame × count + Java caller → weight; below 2^53 for 94 million frames. */
  const byCaller = new Map<number, number>();
  const isGap = profile.frames.map((frame) => isGapFrame(frame.name));

  profile.stacks.forEach(({ frames, weight }, index) => {
    let java = -1;
    for (const [position, frame] of frames.entries()) {
      const isLeaf = position === frames.length - 1;
      if (isLeaf) self[frame] = (self[frame] ?? 0) + weight;
      const best = profile.stacks[stack[frame] ?? -1];
      const outranks = asLeaf[frame] === (isLeaf ? 1 : 0) ? !best || weight > best.weight : isLeaf;
      if (outranks) {
        stack[frame] = index;
        asLeaf[frame] = isLeaf ? 1 : 0;
      }
      const type = profile.frames[frame]?.type;
      // What called the frames after a gap is not known.
      if (isGap[frame]) java = -1;
      else if (type === 'java') java = frame;
      if (counted[frame] === index) continue;
      counted[frame] = index;
      total[frame] = (total[frame] ?? 0) + weight;
      if (java !== -1 && java !== frame && type !== 'thread') {
        const key = frame * count + java;
        byCaller.set(key, (byCaller.get(key) ?? 0) + weight);
      }
    }
  });

  const callerWeight = new Float64Array(count).fill(-1);
  for (const [key, weight] of byCaller) {
    const frame = Math.floor(key / count);
    if (weight > (callerWeight[frame] ?? -1)) {
      callerWeight[frame] = weight;
      caller[frame] = key % count;
    }
  }
  return { self, total, stack, caller };
}

const heaviestFirst = (a: HotFrame, b: HotFrame): number =>
  b.totalWeight - a.totalWeight || b.selfWeight - a.selfWeight || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

/** The heaviest by total, with room kept for the heaviest by self. */
function chooseHot(all: HotFrame[]): HotFrame[] {
  if (all.length <= MOST_HOT) return all.sort(heaviestFirst);
  const chosen = new Set<HotFrame>();
  const bySelf = all.filter((frame) => frame.selfWeight > 0).sort((a, b) => b.selfWeight - a.selfWeight || heaviestFirst(a, b));
  for (const frame of bySelf.slice(0, HOT_LEAVES)) chosen.add(frame);
  for (const frame of all.sort(heaviestFirst)) {
    if (chosen.size >= MOST_HOT) break;
    chosen.add(frame);
  }
  return [...chosen].sort(heaviestFirst);
}

/** Threads are no functions: they are listed only where nothing else stands for their weight. Gaps stand for frames, so they stay. */
function listHotFrames(profile: Profile, artifactId: string, printedTotals: readonly (number | undefined)[]): HotFrame[] {
  const weights = weighFrames(profile);
  const all: HotFrame[] = [];
  profile.frames.forEach((frame, id) => {
    const stack = profile.stacks[weights.stack[id] ?? -1];
    const selfWeight = weights.self[id] ?? 0;
    if (!stack || (frame.type === 'thread' && selfWeight === 0)) return;
    all.push({
      name: frame.name,
      type: frame.type,
      selfWeight,
      totalWeight: printedTotals[id] ?? weights.total[id] ?? 0,
      javaCaller: profile.frames[weights.caller[id] ?? -1]?.name ?? null,
      artifactId,
      firstLine: stack.firstLine,
      lastLine: stack.lastLine,
    });
  });
  return chooseHot(all);
}

/** A flat table has leaves only: as a profile, every row is a stack of one frame. */
function fromFlat(profile: Profile): Profile {
  const frames = profile.flat.map((row) => readFrame(row.name));
  const stacks = profile.flat.map((row, id) => ({
    frames: [id],
    weight: row.weight,
    samples: row.samples,
    firstLine: row.line,
    lastLine: row.line,
    cut: true,
  }));
  return {
    ...profile,
    frames,
    stacks,
    totalWeight: profile.flat.reduce((sum, row) => sum + row.weight, 0),
    samples: profile.flat.reduce((sum, row) => sum + row.samples, 0),
  };
}

/** What the tree of a profile is made of: its stacks, or the rows of its flat table where only that was printed. */
export function stacksOf(profile: Profile): Profile {
  return profile.stacks.length === 0 && profile.flat.length > 0 ? fromFlat(profile) : profile;
}

/**
 * Hot frames and call tree of one profile. Weights are in the profile's unit; `id` is the caller's name for the profile.
 * Where only a flat table was printed, the tree is the root and its leaves.
 */
export function summariseProfile(id: string, sourced: Sourced<Profile>): ProfileSummary {
  const { artifactId, value } = sourced;
  const isFlat = value.stacks.length === 0 && value.flat.length > 0;
  const profile = stacksOf(value);
  return {
    id,
    artifactId,
    event: profile.event,
    unit: profile.unitPrinted ?? profile.unit,
    kind: profileKind(profile),
    total: profile.totalWeight,
    samples: profile.samples,
    recordedSamples: profile.recordedSamples?.count ?? null,
    recordedWeight: profile.recordedWeight,
    hot: listHotFrames(profile, artifactId, isFlat ? value.flat.map((row) => row.totalWeight) : []),
    tree: buildCallTree(profile),
  };
}
