import { formatCount } from '@/lib/base/bytes';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import { defineRule } from '../define';
import { profileNativeMemory } from '../next-steps';
import { citeProfile, nameProfile } from '../stack-lines';
import { listOf } from '../words';

const EXPLANATION =
  'A busy frame holds no memory by being busy, and a leak can sit in code that hardly runs. A time profile may hint at a candidate, it can prove none.';

export default defineRule({
  id: 'DQ-11',
  title: 'time profile',
  needs: ['hot-stacks'],
  optional: ['profile'],
  condition: 'A profile counts time: cpu, itimer, wall, cycles or the like.',
  explanation: EXPLANATION,
  advice: 'Add a profile: asprof -e nativemem -d 600 -f nativemem.jfr {pid} samples malloc in the running process.',
  falsePositives: [],
  sources: [],
  nextSteps: (pid) => [profileNativeMemory(pid)],
  evaluate({ 'hot-stacks': summaries, profile: profiles }, { pid }) {
    const timed = summaries.filter((summary) => summary.kind === 'time' && citeProfile(summary, profiles, '').length > 0);
    if (timed.length === 0) return [];
    const allocation = summaries.some((summary) => summary.kind === 'allocation');
    return [
      {
        severity: 'info',
        confidence: 'certain',
        title: 'CPU time, not memory',
        summary: sayWhat(timed),
        explanation: `${EXPLANATION}${allocation ? ' An allocation profile is here as well: prefer it.' : ''}`,
        evidence: timed.flatMap((summary) => citeProfile(summary, profiles, nameProfile(summary))),
        nextSteps: allocation ? [] : [profileNativeMemory(pid)],
      },
    ];
  },
});

function sayWhat(timed: readonly ProfileSummary[]): string {
  const [only, ...others] = timed;
  if (!only || others.length > 0) {
    const events = [...new Set(timed.map((summary) => summary.event ?? summary.unit))];
    return `${timed.length} profiles (${listOf(events)}) show who computes. They cannot show who allocates or who keeps memory.`;
  }
  const samples = only.recordedSamples ?? only.samples;
  return `The ${nameProfile(only)}${samples === null ? '' : `, ${formatCount(samples)} samples,`} shows who computes. It cannot show who allocates or who keeps memory.`;
}
