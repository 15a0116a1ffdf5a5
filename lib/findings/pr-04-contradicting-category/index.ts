import { findCandidate } from '../candidate';
import { defineRule } from '../define';
import { citeFrame, nameProfile } from '../stack-lines';
import { formatPart } from '../words';

export default defineRule({
  id: 'PR-04',
  title: 'contradicting category',
  needs: ['findings', 'hot-stacks', 'nmt-report'],
  optional: ['profile'],
  condition: 'NM-01 fired, and the suspect of the profile takes its memory where NMT cannot count it.',
  explanation:
    'NMT counts malloc calls of the JVM and of Unsafe. A native library calls the malloc of the C library itself and is not counted anywhere. One cause can therefore not explain both figures.',
  advice: 'Add a profile to the NMT report: asprof -e nativemem -d 600 -f nativemem.jfr {pid} (async-profiler 4.0 or later).',
  falsePositives: [],
  sources: ['JDK: libzip calls malloc directly, os::malloc and NMT never see it'],
  evaluate({ findings, 'hot-stacks': summaries, profile: profiles }) {
    const direct = findings.find((finding) => finding.ruleId === 'NM-01');
    const candidate = direct && findCandidate(summaries);
    if (!direct || !candidate) return [];
    const category = direct.evidence[0]?.text ?? 'that category';
    const library = candidate.use.library.name;
    const outside = findings.some((finding) => finding.ruleId === 'PN-01');
    return [
      {
        contradicts: ['NM-01', 'PR-03'],
        severity: 'medium',
        confidence: 'high',
        title: outside
          ? `Two problems, not one: ${library} cannot appear under ${category}`
          : `${library} cannot be what ${category} shows`,
        summary: `The suspect of the profile is ${candidate.name} (${formatPart(candidate.use.share)} of the ${nameProfile(candidate.use.profile)}). ${library}'s malloc is invisible to NMT, so the memory that NMT counts under ${category} belongs to somebody else${outside ? ', and the memory outside NMT is a matter of its own' : ': the suspect is wrong, or is not the problem seen here'}.`,
        evidence: [...direct.evidence, ...citeFrame(candidate.use.profile, candidate.owner.entry, profiles, `${library} stack`)],
      },
    ];
  },
});
