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
  const event = profile.event === 'cpu' ? 'CPU' : (profile.event ?? 'profile');
  return `${event}, ${formatWeight(profile.total, profile.unit)}`;
}

/** "% of 1.53 s, 12 of 152 samples" */
export function baseLabel(profile: ProfileSummary): string {
  const base = `% of ${formatWeight(baseWeight(profile), profile.unit)}`;
  if (profile.unit === 'samples' || profile.samples === null) return base;
  const whole = profile.recordedSamples;
  const listed = formatCount(profile.samples);
  return whole !== null && whole > profile.samples ? `${base}, ${listed} of ${formatCount(whole)} samples` : `${base}, ${listed} samples`;
}

/** The one caveat of a profile: a bold beginning and what follows. A time profile never shows who holds memory. */
export function caveat(profile: ProfileSummary): { bold: string; rest: string } {
  const part =
    profile.recordedSamples !== null && profile.samples !== null && profile.recordedSamples > profile.samples
      ? ` ${formatCount(profile.samples)} of ${formatCount(profile.recordedSamples)} samples were pasted.`
      : '';
  switch (profile.kind) {
    case 'time':
      return {
        bold: profile.event === 'wall' ? 'Wall-clock time, not memory.' : 'CPU time, not memory.',
        rest: `${part} Shows who computes, not who keeps memory.`,
      };
    case 'allocation':
      return { bold: 'Allocations while recording.', rest: `${part} What was freed again may be among them.` };
    default:
      return { bold: 'The text does not say what the weights count.', rest: `${part} Read them as shares, not as memory.` };
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
