import { formatCount, formatShare } from '@/lib/base/bytes';
import type { HotFrame, ProfileSummary } from '@/lib/model/hot-stacks';
import type { CandidateFrame, Relation } from '../relation';
import { FRAME_WORDS, formatWeight } from '../words';

/** What a share is a share of: the whole recording where the tool tells it, else what was pasted. */
export const baseWeight = (profile: ProfileSummary): number => Math.max(profile.recordedWeight ?? 0, profile.total);

export type FrameChoice = 'native' | 'all' | 'candidates';

/**
 * The frames of the table: machine code only, all, or only those that may own the selected region. Candidates stand first, then
 * those whose memory NMT counts; each by weight of the stacks it is in, the rest by self weight.
 */
export function selectFrames(
  profile: ProfileSummary,
  which: FrameChoice,
  candidates: ReadonlyMap<string, CandidateFrame> | null,
): HotFrame[] {
  const rank = ({ name }: HotFrame) => {
    const candidate = candidates?.get(name);
    return !candidate ? 2 : candidate.countedBy === null ? 0 : 1;
  };
  const heaviest = (a: HotFrame, b: HotFrame) => b.selfWeight - a.selfWeight || b.totalWeight - a.totalWeight;
  const order = (a: HotFrame, b: HotFrame) =>
    rank(a) - rank(b) || (rank(a) < 2 ? b.totalWeight - a.totalWeight || heaviest(a, b) : heaviest(a, b));
  const isNative = ({ type }: HotFrame) => type !== 'java' && type !== 'thread';
  return profile.hot
    .filter((frame) => (which === 'candidates' && candidates ? rank(frame) < 2 : which === 'all' || isNative(frame)))
    .toSorted(order);
}

/** "3 of its frames may own 0x7f40…" in words; what stands there when none can. */
export function tellCandidates(profile: ProfileSummary, related: Relation): { count: number; text: string } {
  const names = new Set(profile.tree.names);
  const here = [...related.frames].filter(([name]) => names.has(name));
  const count = here.filter(([, { countedBy }]) => countedBy === null).length;
  if (count > 0)
    return { count, text: `${formatCount(count)} ${count === 1 ? 'frame' : 'frames'} of this profile may own the selected region` };
  if (related.category !== null) return { count, text: `No stack explains it: NMT lists it under ${related.category}` };
  if (here.length > 0) return { count, text: 'Only frames whose memory NMT counts: none explains the unexplained' };
  return { count, text: 'No stack of this profile explains the selected region' };
}

/** A profile's name on its button: "CPU, 120 ms", "nativemem, 188.5 MiB". */
export function profileLabel(profile: ProfileSummary): string {
  const kind = profile.kind === 'time' ? 'time' : profile.kind === 'allocation' ? 'allocations' : 'profile';
  const event = profile.event === 'cpu' ? 'CPU' : (profile.event ?? kind);
  return `${event}, ${formatWeight(profile.total, profile.unit)}`;
}

/** The one caveat of a profile: a bold beginning and what follows. A time profile never shows who holds memory. */
export function caveat(profile: ProfileSummary): { bold: string; rest: string } {
  const { samples, recordedSamples } = profile;
  const base = `hares are of ${formatWeight(baseWeight(profile), profile.unit)}.`;
  const part =
    recordedSamples !== null && samples !== null && recordedSamples > samples
      ? ` ${formatCount(samples)} of ${formatCount(recordedSamples)} samples were pasted; s${base}`
      : ` S${base}`;
  switch (profile.kind) {
    case 'time':
      return {
        bold: profile.event === 'wall' ? 'Wall-clock time, not memory.' : 'CPU time, not memory.',
        rest: `${part} Shows who computes, not who keeps memory.`,
      };
    case 'allocation':
      return { bold: 'Allocations while recording.', rest: `${part} What was freed again may be among them.` };
    default:
      return { bold: 'The text does not say what the weights count.', rest: `${part} Do not read them as memory.` };
  }
}

export interface NodeFigures {
  name: string;
  type: string;
  total: string;
  totalShare: string;
  self: string;
}

/** A frame of the call tree, in words. */
export function describeNode(profile: ProfileSummary, node: number): NodeFigures {
  const { tree, unit } = profile;
  const frame = tree.frame[node] ?? 0;
  const total = tree.total[node] ?? 0;
  return {
    name: tree.names[frame] ?? '',
    type: node === 0 ? 'root' : FRAME_WORDS[tree.types[frame] ?? 'unknown'],
    total: formatWeight(total, unit),
    totalShare: formatShare(total, baseWeight(profile)),
    self: formatWeight(tree.self[node] ?? 0, unit),
  };
}
