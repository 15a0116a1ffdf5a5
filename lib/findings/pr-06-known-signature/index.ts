import { formatBytes, formatKib } from '@/lib/base/bytes';
import type { Confidence, NextStep } from '@/lib/model/finding';
import { defineRule } from '../define';
import { type Floor, findFloor } from '../floor';
import type { Signature } from '../signatures/schema';
import { findSigns, type Seen } from '../signatures/signs';
import { SIGNATURES } from '../signatures/table';
import { askVersion, type VersionAnswer } from '../signatures/version';

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
  advice: 'Add a profile with Java and native frames: asprof -e nativemem -d 600 -f nativemem.jfr {pid} (async-profiler 4.0 or later).',
  falsePositives: ['The library works as it should and only looks like the defect: its version decides.'],
  sources: [],
  explains: ['PN-01', 'NM-01'],
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

/** Jars that the JVM holds open tell the running version, whatever the build file says. */
function versionSteps({ versions, place }: Signature, pid: string): NextStep[] {
  if (!versions) return [];
  if (versions.file === null)
    return [{ command: `jcmd ${pid} VM.version`, why: 'The release and update of the JDK decide.', risk: 'none to speak of' }];
  const name = versions.of.toLowerCase().replace(/[^a-z0-9]{1,3}/g, '.');
  return [
    {
      command: `ls -l /proc/${pid}/fd | grep -io '[^/ ]*${name}[^/ ]*\\.jar' | sort -u`,
      why: `Reads the running version of ${versions.of} from the jars that the JVM holds open (for ${place}). If it is packed into another jar, ask its manifest.`,
      risk: 'none, reads /proc',
    },
  ];
}
