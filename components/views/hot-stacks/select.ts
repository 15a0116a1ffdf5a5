import { formatCount, formatShare } from '@/lib/base/bytes';
import type { HotFrame, ProfileSummary } from '@/lib/model/hot-stacks';
import { FRAME_WORDS, formatWeight } from '../words';

/** What a share is a share of: the whole recording where the tool tells it, else what was pasted. */
export const baseWeight = (profile: ProfileSummary): number => Math.max(profile.recordedWeight ?? 0, profile.total);

/** The frames of the table: machine code only, or all; in the order of their self weight. */
export function selectFrames(profile: ProfileSummary, which: 'native' | 'all'): HotFrame[] {
  return profile.hot
    .filter((frame) => which === 'all' || (frame.type !== 'java' && frame.type !== 'thread'))
    .toSorted((a, b) => b.selfWeight - a.selfWeight || b.totalWeight - a.totalWeight);
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
