import { formatBytes, formatKib } from '@/lib/base/bytes';
import { findCandidate } from '../candidate';
import { defineRule } from '../define';
import { findFloor, heapBytesOf } from '../floor';
import { countObjects } from '../next-steps';
import { citeFrame, nameProfile } from '../stack-lines';
import { exceeds } from '../thresholds';
import { formatAbout, formatPart } from '../words';

const COUNTS = 'Counts the Java objects that own memory of this library.';

export default defineRule({
  id: 'PR-03',
  title: 'candidate joins gap',
  needs: ['findings', 'hot-stacks', 'ledger-with-nmt'],
  optional: ['profile'],
  condition:
    'PN-01 fired with a floor of more than {bytes}, and a profile shows a native library whose malloc NMT cannot see, called from Java code outside the JDK.',
  explanation:
    'The library takes its memory with malloc of its own. NMT cannot see that, so it could only show up as memory that NMT does not explain. A profile of time shows who computes, not who keeps memory; a count of the Java objects decides.',
  advice: 'Add a profile to the map and the NMT report: asprof -e nativemem -d 600 -f nativemem.jfr {pid} (async-profiler 4.0 or later).',
  falsePositives: ['A busy library that frees what it takes, while somebody else leaks.'],
  sources: ['zlib deflateInit2: 263 KiB per Deflater, 39 KiB per Inflater, measured'],
  explains: ['PN-01'],
  nextSteps: (pid) => [countObjects(pid, 'zip.(Deflater|Inflater)', COUNTS, 0)],
  evaluate({ findings, 'hot-stacks': summaries, 'ledger-with-nmt': ledger, profile: profiles }, context) {
    const { pid } = context;
    const floor = findFloor(ledger);
    if (!exceeds(context, 'PR-03.bytes', floor.floorBytes) || !findings.some((finding) => finding.ruleId === 'PN-01')) return [];
    const candidate = findCandidate(summaries);
    if (!candidate) return [];
    const { use, owner } = candidate;
    const unit = owner.object;
    const count = unit ? formatAbout(floor.bestBytes / unit.unitBytes) : null;
    const share = `${formatPart(use.share)} of the ${nameProfile(use.profile)}`;
    const timed = use.profile.kind !== 'allocation';
    const prediction =
      unit && count
        ? ` If every ${floor.atLeast ? 'such' : 'unexplained'} byte belonged to one, about ${count} ${unit.name}s would be alive, at ${formatKib(unit.unitBytes)} KiB each.`
        : '';
    return [
      {
        severity: 'high',
        confidence: 'medium',
        title: `Candidate: ${candidate.name}`,
        summary: `Pattern seen: ${use.library.name} has ${share}, called from ${owner.method.className}.${owner.method.method}.${prediction}`,
        explanation: `${
          timed ? 'A profile of time shows who computes, not who keeps memory; this stack is a hint, and the count below decides. ' : ''
        }${use.library.name} takes its memory with malloc of its own. NMT cannot see that, so it could only show up as memory that NMT does not explain, of which there ${floor.atLeast ? 'are at least' : 'are'} ${formatBytes(floor.bestBytes)}.`,
        evidence: citeFrame(use.profile, owner.entry, profiles, `${use.library.name} stack`),
        nextSteps: [
          countObjects(
            pid,
            use.library.histogram,
            count ? `A count within 30 % of ${count} ${unit?.name ?? 'object'}s confirms it; a small one rules it out.` : COUNTS,
            heapBytesOf(ledger),
          ),
        ],
        sources: unit ? [unit.measured, ...(candidate.signature?.signature.sources ?? [])] : [],
      },
    ];
  },
});
