import { formatBytes } from '@/lib/base/bytes';
import { type Coach, type CoachStep, type PlaybookNode, pathTo } from '@/lib/model/coach';
import { walkPlaybook } from './playbook';
import { assess, type CoachSnapshot, type Situation } from './situation';
import type { Step } from './step';
import { STEPS } from './steps';

/** A longer list is no list of next steps. */
const MOST_STEPS = 6;

/**
 * Which capture comes next and what it would decide, from what is there and what the rules could not check; and where the incident
 * stands in the playbook. Without snapshots: what to take first. Pure.
 */
export function advise(snapshots: readonly CoachSnapshot[]): Coach {
  const situation = assess(snapshots);
  const steps = STEPS.filter((step) => step.applies(situation))
    .slice(0, MOST_STEPS)
    .map((step) => toStep(step, situation));
  const playbook = walkPlaybook(situation);
  return { snapshotId: situation.snapshotId, summary: summarise(playbook, steps, situation), steps, playbook };
}

function toStep(step: Step, situation: Situation): CoachStep {
  const brings = new Set<string>(step.brings(situation));
  const unblocks = step.unblocks ?? [];
  return {
    id: step.id,
    captures: step.captures,
    command: step.command(situation),
    where: step.asks === 'jvm' || step.asks === 'both' ? situation.shell.whereJvm : null,
    cost: step.cost(situation),
    risk: step.risk,
    riskText: step.riskText,
    decides: step.decides(situation),
    // A rule that lacks facts needs all of them; one that has them and still cannot answer is named by the step.
    checks: situation.unchecked
      .filter(({ ruleId }) => !step.leaves?.includes(ruleId))
      .filter(({ ruleId, needs }) => (needs.length > 0 ? needs.every((kind) => brings.has(kind)) : unblocks.includes(ruleId)))
      .map(({ ruleId }) => ruleId),
    answers: step.answers.filter((ruleId) => situation.found(ruleId) ?? situation.learnt(ruleId)[0]),
  };
}

/** "Anonymous memory outside NMT: 1.89 GiB of … Is it in use, …?" */
function summarise(playbook: PlaybookNode, steps: readonly CoachStep[], situation: Situation): string {
  const place = pathTo(playbook).at(-1) ?? playbook;
  const where = place.id === 'calm' ? place.because : `${place.title}: ${place.because}`;
  if (steps.length === 0) return `Nothing more is needed. ${where}`;
  if (place === playbook) return summariseStart(playbook, situation);
  return place.question ? `${where} ${place.question}` : `${where} What is left to ask is below.`;
}

/** What is missing before the first question can be answered. */
function summariseStart({ because, question }: PlaybookNode, { ledger, mismatch, facts }: Situation): string {
  const hasReport = facts['nmt-report'].length > 0;
  if (mismatch) return `${because} No figure of the one can be taken from the other.`;
  if (!ledger)
    return hasReport
      ? 'The JVM’s own account is here. Without a memory map nobody can say what is resident, and what lies outside that account.'
      : 'Nothing tells yet what is resident. Every answer rests on two captures of one process: its memory map, and the JVM’s own account (NMT).';
  if (!hasReport)
    return `${formatBytes(ledger.rssBytes)} are resident. Without the JVM’s own account (NMT) its memory cannot be told from the rest.`;
  return `${because} ${question ?? ''}`.trim();
}
