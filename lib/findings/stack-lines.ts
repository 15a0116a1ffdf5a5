import type { Sourced } from '@/lib/model/facts';
import type { Evidence } from '@/lib/model/finding';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import type { Profile, ProfileStack } from '@/lib/model/profile';
import { citeLines } from './evidence';

/** The lines of the heaviest stack that holds the frame `name`; from the hot list where the stacks themselves are not at hand. */
export function citeFrame(
  summary: ProfileSummary,
  name: string,
  profiles: readonly Sourced<Profile>[] | undefined,
  text: string,
): Evidence[] {
  const source = profiles?.find((profile) => profile.artifactId === summary.artifactId && (profile.value.event ?? null) === summary.event);
  const stack = source && heaviestStack(source.value, name);
  if (stack) return [{ ...citeLines(summary.artifactId, stack.firstLine, stack.lastLine, text), frame: name }];
  const hot = summary.hot.find((frame) => frame.name === name) ?? summary.hot[0];
  return hot ? [{ ...citeLines(hot.artifactId, hot.firstLine, hot.lastLine, text), frame: hot.name }] : [];
}

function heaviestStack(profile: Profile, name: string): ProfileStack | null {
  const wanted = new Set<number>();
  profile.frames.forEach((frame, index) => {
    if (frame.name === name) wanted.add(index);
  });
  let best: ProfileStack | null = null;
  for (const stack of profile.stacks) {
    if (stack.weight > (best?.weight ?? Number.NEGATIVE_INFINITY) && stack.frames.some((frame) => wanted.has(frame))) best = stack;
  }
  return best;
}

/** The lines that a whole profile spans; from the hot list where its stacks are not at hand. */
export function citeProfile(summary: ProfileSummary, profiles: readonly Sourced<Profile>[] | undefined, text: string): Evidence[] {
  const source = profiles?.find((profile) => profile.artifactId === summary.artifactId && (profile.value.event ?? null) === summary.event);
  if (source?.value.recordedSamples) {
    const { line } = source.value.recordedSamples;
    return [citeLines(summary.artifactId, line, line, text)];
  }
  let first = Number.POSITIVE_INFINITY;
  let last = 0;
  for (const { firstLine, lastLine } of source?.value.stacks ?? summary.hot) {
    if (firstLine < first) first = firstLine;
    if (lastLine > last) last = lastLine;
  }
  return last > 0 ? [citeLines(summary.artifactId, first, last, text)] : [];
}

/** "cpu profile", "nativemem profile", "profile" where the text does not say. */
export function nameProfile(summary: Pick<ProfileSummary, 'event' | 'kind'>): string {
  if (summary.event) return `${summary.event} profile`;
  return summary.kind ? `${summary.kind} profile` : 'profile';
}
