import { formatBytes, formatKib } from '@/lib/base/bytes';
import type { Confidence } from '@/lib/model/finding';
import { defineRule } from '../define';
import { type Floor, findFloor } from '../floor';
import type { Signature } from '../signatures/schema';
import { findSigns, type Seen } from '../signatures/signs';
import { SIGNATURES } from '../signatures/table';
import { askVersion, type VersionAnswer } from '../signatures/version';
import { askJars, askJdk, versionSteps } from '../signatures/version-steps';

export default defineRule({
  id: 'PR-06',
  title: 'known signature',
  needs: ['findings'],
  optional: [
    'hot-stacks',
    'profile',
    'memory-map',
    'regions',
    'nmt-report',
    'class-histogram',
    'vm-flags',
    'crash-summary',
    'reconciliation',
    'ledger-with-nmt',
  ],
  condition:
    'One of the known signatures shows in stacks, mapped libraries, NMT, objects or flags, and its running version is not known to be repaired. Some ask for more, such as memory that NMT cannot explain.',
  explanation:
    'Stacks, libraries, objects or flags look like a defect that is known. That is a pattern, not a proof: the running version and a count of live objects decide. Each signature has a page of its own.',
  advice: 'Add a profile with Java and native frames: asprof -e nativemem -d 600 -f nativemem.jfr {pid} (async-profiler 4.0 or later).',
  falsePositives: ['The library works as it should and only looks like the defect: its version decides.'],
  sources: [],
  explains: ['PN-01', 'NM-01'],
  nextSteps: (pid) => [askJdk(pid), askJars(pid, 'LIBRARY', 'the library')],
  blocked(facts) {
    return facts['hot-stacks'] || facts['class-histogram'] || facts['nmt-report']
      ? null
      : 'Known defects are told by stacks, objects or call sites: asprof -e nativemem -d 600 -f nativemem.jfr {pid}; jcmd {pid} GC.class_histogram -all.';
  },
  evaluate(facts, { pid }) {
    const ledger = facts['ledger-with-nmt'];
    const floor = ledger && facts.findings.some((finding) => finding.ruleId === 'PN-01') ? findFloor(ledger) : null;
    const seen = SIGNATURES.flatMap((signature) => {
      const sign = findSigns(signature, facts);
      return sign ? [{ signature, sign, answer: askVersion(signature, facts) }] : [];
    });
    return seen
      .filter(({ answer }) => answer.state !== 'fixed')
      .sort((a, b) => b.sign.weight - a.sign.weight)
      .map(({ signature, sign, answer }) => {
        const held = holdAgainst(signature, sign, floor);
        return {
          severity: signature.severity,
          confidence: held?.fits ? 'certain' : judge(signature, sign, answer),
          title: `Pattern seen: ${signature.object} under ${signature.place}`,
          summary: `${sign.text}. ${held ? `${held.text} ` : ''}${sayVersion(signature, answer)}${signature.story}`,
          explanation: `${signature.severity === 'info' ? 'This looks like something known' : 'This looks like a known defect'} (${signature.id}). That is a pattern, not a proof${sayProfile(sign)}.${
            signature.unitBytes ? ` One ${signature.object} holds about ${formatKib(signature.unitBytes)} KiB of native memory.` : ''
          } If it is this: ${signature.remedy}`,
          evidence: [...sign.evidence, ...(answer.state === 'affected' ? [answer.running.evidence] : [])],
          nextSteps: answer.state === 'unknown' ? versionSteps(signature, pid) : [],
          subject: signature.id,
          signatureId: signature.id,
          sources: signature.sources,
        };
      });
  },
});

/** A count within 30 % of what the gap could hold confirms the suspect; one far from it rules it out as the main one. */
const CONFIRMING = 0.3;

function holdAgainst({ unitBytes, object }: Signature, sign: Seen, floor: Floor | null): { text: string; fits: boolean } | null {
  if (!unitBytes || sign.objects === undefined || !floor) return null;
  const bytes = sign.objects * unitBytes;
  const fits = Math.abs(bytes - floor.bestBytes) <= CONFIRMING * floor.bestBytes;
  const held = `At ${formatKib(unitBytes)} KiB each they hold ${formatBytes(bytes)}, beside ${formatBytes(floor.bestBytes)} that NMT cannot explain`;
  return {
    text: fits
      ? `${held}: the count confirms it.`
      : `${held}: ${bytes < floor.bestBytes ? 'not enough for all of it' : `more than there is, so each ${object} holds less`}.`,
    fits,
  };
}

/** Without the version a pattern is worth 0.6 of itself: one step down. A library that is merely loaded proves little. */
function judge(signature: Signature, sign: Seen, answer: VersionAnswer): Confidence {
  if (sign.weight < 0.2) return 'low';
  if (!signature.versions || answer.state === 'affected') return signature.confidence;
  return signature.confidence === 'certain' ? 'high' : signature.confidence === 'high' ? 'medium' : 'low';
}

function sayVersion({ versions }: Signature, answer: VersionAnswer): string {
  if (answer.state === 'affected')
    return `${answer.running.text} is ${versions?.file === null ? 'running' : 'mapped or on the class path'}, an affected version. `;
  return versions ? 'Whether the running version is affected is not known. ' : '';
}

function sayProfile({ stack }: Seen): string {
  if (!stack) return '';
  return stack.profile.kind === 'allocation'
    ? ': the stacks show who allocates, and whether it is ever freed must be counted'
    : ': the stacks show who computes there, not who keeps memory';
}
