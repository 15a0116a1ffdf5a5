import type { Sourced } from '@/lib/model/facts';
import type { Confidence } from '@/lib/model/finding';
import type { MemoryMap } from '@/lib/model/memory-map';
import { defineRule } from '../define';
import { citeLines } from '../evidence';
import { citeFrame, nameProfile } from '../stack-lines';
import { formatPart } from '../words';
import { matchSignatures, type SignatureMatch } from './match';
import type { Signature, Version } from './signatures';

interface RunningVersion {
  version: Version;
  text: string;
  artifactId: string;
  line: number;
}

export default defineRule({
  id: 'PR-06',
  title: 'known signature',
  needs: ['hot-stacks'],
  optional: ['profile', 'memory-map'],
  advice: 'Add a profile with Java and native frames: asprof -e nativemem -d 600 -f nativemem.jfr {pid} (async-profiler 4.0 or later).',
  falsePositives: ['The library works as it should and only looks like the defect: its version decides.'],
  sources: [],
  explains: ['PN-01', 'NM-01'],
  evaluate({ 'hot-stacks': summaries, profile: profiles, 'memory-map': maps }, { pid }) {
    const matches = summaries.flatMap((summary) => matchSignatures(summary)).sort((a, b) => b.share - a.share);
    const best = matches.filter((match, at) => matches.findIndex((other) => other.signature === match.signature) === at);
    return best.flatMap((match) => {
      const { signature } = match;
      const running = findVersion(signature, maps);
      if (running && !signature.isAffected(running.version)) return [];
      return [
        {
          severity: 'medium' as const,
          confidence: running ? signature.confidence : lower(signature.confidence),
          title: `Pattern seen: ${signature.object} under ${signature.place}`,
          summary: `${sayStacks(match)}. ${running ? `${running.text} is mapped, an affected version.` : `Whether the running version is affected is not known.`} ${signature.story}`,
          explanation: `These stacks look like a known defect (${signature.id}). That is a pattern, not a proof: ${
            match.profile.kind === 'allocation'
              ? 'they show who allocates, and whether it is ever freed must be counted'
              : 'they show who computes there, not who keeps memory'
          }.`,
          evidence: [
            ...citeFrame(match.profile, match.frame, profiles, signature.id),
            ...(running ? [citeLines(running.artifactId, running.line, running.line, 'version')] : []),
          ],
          nextSteps: running
            ? []
            : [{ command: signature.versionCommand.replaceAll('{pid}', pid), why: signature.versionWhy, risk: 'none, reads /proc' }],
          sources: signature.sources,
        },
      ];
    });
  },
});

/** Without the version a pattern is worth 0.6 of itself: one step down. */
function lower(confidence: Confidence): Confidence {
  return confidence === 'certain' ? 'high' : confidence === 'high' ? 'medium' : 'low';
}

function sayStacks(match: SignatureMatch): string {
  return `${match.frame} below ${match.signature.place} has ${formatPart(match.share)} of the ${nameProfile(match.profile)}`;
}

/** A library mapped into the process names its version: JDK 8 and before map the jars they read. */
function findVersion(signature: Signature, maps: readonly Sourced<MemoryMap>[] | undefined): RunningVersion | null {
  const pattern = signature.jar;
  if (!pattern) return null;
  for (const { artifactId, value } of maps ?? []) {
    for (const row of value.rows) {
      const found = pattern.exec(row.name);
      if (found) return { version: [Number(found[1]), Number(found[2]), Number(found[3])], text: found[0], artifactId, line: row.line };
    }
  }
  return null;
}
