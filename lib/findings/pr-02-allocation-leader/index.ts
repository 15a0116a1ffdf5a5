import { formatBytes, formatCount, formatKib } from '@/lib/base/bytes';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import { baseWeight, walkPaths } from '../call-paths';
import { defineRule } from '../define';
import { isNativeAllocation } from '../frame-weights';
import { isJdkClass, readJavaFrame, shortName } from '../java-frame';
import { findLibraryUse } from '../library-use';
import { countObjects } from '../next-steps';
import { citeFrame, nameProfile } from '../stack-lines';
import { at, exceeds } from '../thresholds';
import { formatAbout, formatPart } from '../words';

interface Leader {
  profile: ProfileSummary;
  /** As printed, and for people. */
  frame: string;
  name: string;
  weight: number;
  share: number;
}

const EXPLANATION =
  'The profiler noted every call of malloc in a stretch of time, with the stack that made it. If it was written with --leak, blocks that were freed are already left out, and what stands here was kept; without it, it is all that was asked for.';
const COUNTS = 'Counts the Java objects that own this memory.';

export default defineRule({
  id: 'PR-02',
  title: 'leader of native allocations',
  needs: ['hot-stacks', 'findings'],
  optional: ['profile', 'ledger'],
  condition:
    'One Java method outside the JDK (or, without one, the native caller) leads to more than {share} of a profile of native allocations. It is high where PN-01, NM-01 or PN-06 shows that memory is missing, low otherwise.',
  explanation: EXPLANATION,
  advice:
    'Add a profile of native allocations: asprof -e nativemem -d 600 -f nativemem.jfr {pid} && jfrconv --total --nativemem --leak nativemem.jfr leak.html (async-profiler 4.0 or later); or collapsed: jfrconv --nativemem --leak --total -o collapsed.',
  falsePositives: [
    'Pools keep what they take, by design (Netty arenas: async-profiler #1313).',
    'Blocks taken near the end of the recording, which had no time to be freed.',
    'Caches that fill during warm-up.',
  ],
  sources: ['async-profiler: nativemem, jfrconv --leak'],
  explains: ['PN-01', 'NM-01'],
  nextSteps: (pid) => [countObjects(pid, 'Deflater|Inflater|DirectByteBuffer|Cleaner', COUNTS, 0)],
  blocked({ 'hot-stacks': summaries }) {
    return summaries.some(isNativeAllocation)
      ? null
      : 'The profiles here do not show who calls malloc: asprof -e nativemem -d 600 -f nativemem.jfr {pid} (async-profiler 4.0 or later).';
  },
  evaluate({ 'hot-stacks': summaries, findings, profile: profiles, ledger }, context) {
    const leaders = summaries.filter(isNativeAllocation).flatMap((summary) => findLeader(summary) ?? []);
    const leader = leaders
      .filter((one) => exceeds(context, 'PR-02.share', one.share))
      .sort((a, b) => Number(b.profile.unit === 'bytes') - Number(a.profile.unit === 'bytes') || b.share - a.share)[0];
    if (!leader) return [];
    const { profile, share, weight, name, frame } = leader;
    // A profile shows who asks for memory; that some is missing, another capture must say.
    const large = findings.some((finding) => ['PN-01', 'NM-01', 'PN-06'].includes(finding.ruleId));
    const use = findLibraryUse(profile).find((one) => one.owners.some((owner) => owner.path.some((step) => step.name === frame)));
    const object = use?.owners[0]?.object ?? null;
    // A collapsed nativemem profile does not say whether it counts bytes (--total) or calls.
    const isBytes = profile.unit === 'bytes';
    const maybeBytes = isBytes || profile.unit === 'unknown';
    const amount = isBytes
      ? `${formatBytes(weight)} (${formatKib(weight)} KiB)`
      : `a weight of ${formatCount(weight)}${maybeBytes ? ` (${formatKib(weight)} KiB if it counts bytes, as with --total)` : ''}`;
    const count =
      object && maybeBytes
        ? ` ${isBytes ? 'At' : 'If so, at'} ${formatKib(object.unitBytes)} KiB each that is about ${formatAbout(weight / object.unitBytes)} ${object.name}s of this recording.`
        : '';
    return [
      {
        severity: large ? 'high' : 'low',
        confidence: 'high',
        title: `${formatPart(share)} of native allocations come from ${name}`,
        summary: `In the ${nameProfile(profile)}, ${amount}, ${formatPart(share)} of the whole, go through ${name}${use ? ` into ${use.library.name}` : ''}.${count}`,
        explanation: `${EXPLANATION} ${
          large ? 'That memory is missing, other captures show.' : 'No other capture here shows that memory is missing.'
        }`,
        evidence: citeFrame(profile, frame, profiles, name),
        nextSteps: use
          ? [
              countObjects(
                context.pid,
                use.library.histogram,
                COUNTS,
                ledger?.buckets.find((bucket) => bucket.key === 'java-heap')?.committedBytes ?? 0,
              ),
            ]
          : [],
      },
    ];
  },
});

/** The Java method outside the JDK nearest to malloc with the largest weight; the heaviest native caller where no stack has one. */
function findLeader(profile: ProfileSummary): Leader | null {
  const base = baseWeight(profile);
  if (base <= 0) return null;
  const weights = new Map<string, { frame: string; name: string; weight: number }>();
  walkPaths(profile.tree, (node, path) => {
    const self = profile.tree.self[node] ?? 0;
    if (self <= 0) return;
    for (let at = path.length - 1; at >= 0; at--) {
      const step = path[at];
      const method = step && readJavaFrame(step.name, step.type);
      if (!step || !method || isJdkClass(method.className) || method.className.includes('$$')) continue;
      const name = shortName(method);
      const known = weights.get(name) ?? { frame: step.name, name, weight: 0 };
      known.weight += self;
      weights.set(name, known);
      return;
    }
  });
  const top = [...weights.values()].sort((a, b) => b.weight - a.weight)[0];
  return top && top.weight / base > at('PR-01.share') ? { profile, ...top, share: top.weight / base } : null;
}
