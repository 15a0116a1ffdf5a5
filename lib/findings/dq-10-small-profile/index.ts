import { formatCount, formatShare } from '@/lib/base/bytes';
import type { Evidence } from '@/lib/model/finding';
import type { HotFrame, ProfileSummary } from '@/lib/model/hot-stacks';
import { baseWeight } from '../call-paths';
import { defineRule } from '../define';
import { wilsonInterval } from '../interval';
import { citeProfile, nameProfile } from '../stack-lines';
import { at } from '../thresholds';

export default defineRule({
  id: 'DQ-10',
  title: 'small or cut profile',
  needs: ['hot-stacks'],
  optional: ['profile'],
  condition:
    'A profile has fewer than {samples} samples; or the 95 % interval of its first frame is wider than {interval} either way; or more than {unknown} of it has no names; or all of at least {cap-stacks} stacks end at one depth of {cap-depth} frames or more; or the capture says that stacks are cut.',
  explanation:
    'A profile is a sample. With few samples, or with stacks that are cut or without names, a share is an estimate with a wide margin: read the order of things, not their decimals.',
  advice: 'Add a profile of at least 60 seconds: asprof -d 60 -o collapsed -f cpu.txt {pid} (about 1 % of CPU).',
  falsePositives: [],
  sources: [],
  nextSteps: (pid) => [
    {
      command: `asprof -d 60 -o collapsed -f cpu.txt ${pid}`,
      why: 'A minute under load gives some thousand samples. Add -XX:+UnlockDiagnosticVMOptions -XX:+DebugNonSafepoints to the JVM options for exact Java frames.',
      risk: 'about 1 % of CPU while it runs; the options need a restart',
    },
  ],
  evaluate({ 'hot-stacks': summaries, profile: profiles }) {
    const weak: { summary: ProfileSummary; doubts: string[] }[] = [];
    for (const summary of summaries) {
      const doubts = doubtsOf(summary);
      if (
        profiles?.some(
          (one) =>
            one.artifactId === summary.artifactId && one.value.event === summary.event && one.value.stacks.some((stack) => stack.cut),
        )
      )
        doubts.push('stacks are cut: frames are missing');
      // A profile of which no line was read has nothing to be doubted.
      if (doubts.length > 0 && citeProfile(summary, profiles, '').length > 0) weak.push({ summary, doubts });
    }
    const first = weak[0];
    if (!first) return [];
    const evidence: Evidence[] = weak.flatMap(({ summary }) => citeProfile(summary, profiles, nameProfile(summary)));
    return [
      {
        severity: 'low',
        confidence: 'certain',
        title: weak.length === 1 ? `The ${nameProfile(first.summary)} is rough` : `${weak.length} profiles are rough`,
        summary: weak
          .map(({ summary, doubts }) => `${weak.length > 1 ? `${nameProfile(summary)}: ` : ''}${doubts.join('; ')}.`)
          .slice(0, 3)
          .join(' ')
          .replace(/^./, (letter) => letter.toUpperCase()),
        evidence,
      },
    ];
  },
});

function doubtsOf(summary: ProfileSummary): string[] {
  const doubts: string[] = [];
  const samples = countSamples(summary);
  const top = topFrame(summary);
  if (samples !== null) {
    const base = baseWeight(summary);
    const hits = top && base > 0 ? Math.round((top.selfWeight / base) * samples) : 0;
    const { low, high } = wilsonInterval(hits, samples);
    const wide = (high - low) / 2 > at('DQ-10.interval');
    if (samples < at('DQ-10.samples')) doubts.push(`${formatCount(samples)} samples`);
    if (top && wide)
      doubts.push(
        `${top.name} has ${formatShare(hits, samples)} with a 95 % interval of ${formatShare(low, 1)} to ${formatShare(high, 1)}`,
      );
  }
  const unknown = summary.hot
    .filter((frame) => frame.type === 'unknown' || /^\[?unknown/i.test(frame.name))
    .reduce((sum, frame) => sum + frame.selfWeight, 0);
  if (summary.total > 0 && unknown / summary.total > at('DQ-10.unknown'))
    doubts.push(`${formatShare(unknown, summary.total)} of it ends in frames without a name`);
  const capped = findCap(summary);
  if (capped !== null) doubts.push(`all stacks are ${capped} frames deep, the limit of the profiler`);
  return doubts;
}

function countSamples(summary: ProfileSummary): number | null {
  if (summary.recordedSamples !== null) return summary.recordedSamples;
  if (summary.samples !== null) return summary.samples;
  return summary.unit === 'samples' ? summary.total : null;
}

function topFrame(summary: ProfileSummary): HotFrame | null {
  return summary.hot.reduce<HotFrame | null>((best, frame) => (frame.selfWeight > (best?.selfWeight ?? 0) ? frame : best), null);
}

/** Depth of all stacks where it is one and the same; null otherwise. */
function findCap(summary: ProfileSummary): number | null {
  const { self, depth } = summary.tree;
  let stacks = 0;
  let only: number | null = null;
  for (let node = 0; node < self.length; node++) {
    if ((self[node] ?? 0) <= 0) continue;
    stacks++;
    if (only !== null && depth[node] !== only) return null;
    only = depth[node] ?? null;
  }
  return only !== null && stacks >= at('DQ-10.cap-stacks') && only >= at('DQ-10.cap-depth') ? only : null;
}
