import type { Finding, Verdict } from './finding';

/** What somebody who looked into it says of a finding. Neither deletes it. */
export const DECISION_STATES = ['confirmed', 'dismissed'] as const;
export type DecisionState = (typeof DECISION_STATES)[number];

/** Letters of a reason, a name and a subject; longer ones are refused. */
export const REASON_LETTERS = 1_000;
export const AUTHOR_LETTERS = 100;
export const SUBJECT_LETTERS = 300;

/** Which finding: it is the same one after every analysis anew, whatever its figures say by then. */
export interface FindingKey {
  ruleId: string;
  /** "" where the rule fired once. */
  subject: string;
  /** null: of the whole incident. */
  snapshotId: string | null;
}

export interface Decision extends FindingKey {
  state: DecisionState;
  reason: string;
  /** As typed; null where nobody gave a name. */
  author: string | null;
  /** What the finding said when it was decided: told where it no longer fires. */
  title: string;
}

export interface DecisionRow extends Decision {
  decidedAt: Date;
}

/** As pages and the API see it. */
export interface DecisionView extends Decision {
  /** ISO 8601, UTC. */
  decidedAt: string;
  /** False: the finding does not fire any more. */
  fires: boolean;
}

export const keyOf = ({ ruleId, subject = '', snapshotId }: Pick<Finding, 'ruleId' | 'subject' | 'snapshotId'>): FindingKey => ({
  ruleId,
  subject: subject.slice(0, SUBJECT_LETTERS),
  snapshotId,
});

export const sameKey = (a: FindingKey, b: FindingKey): boolean =>
  a.ruleId === b.ruleId && a.subject === b.subject && a.snapshotId === b.snapshotId;

/** What was decided of a finding; null where nothing was. */
export function findDecision<D extends FindingKey>(decisions: readonly D[], finding: Finding): D | null {
  const key = keyOf(finding);
  return decisions.find((decision) => sameKey(decision, key)) ?? null;
}

/** In the order of time, each with whether its finding still fires. */
export function toDecisionViews(decisions: readonly DecisionRow[], findings: readonly Finding[]): DecisionView[] {
  return decisions
    .toSorted((a, b) => a.decidedAt.getTime() - b.decidedAt.getTime())
    .map(({ decidedAt, ...decision }) => ({
      ...decision,
      decidedAt: decidedAt.toISOString(),
      fires: findings.some((finding) => sameKey(keyOf(finding), decision)),
    }));
}

const SHORT = 140;

/** "confirmed by Ann: “heap dump shows it”"; a long reason is cut. */
export function sayDecision({ state, author, reason }: Pick<Decision, 'state' | 'author' | 'reason'>): string {
  const line = reason.replace(/\s+/g, ' ').trim();
  return `${state}${author ? ` by ${author}` : ''}: “${line.length > SHORT ? `${line.slice(0, SHORT - 1).toWellFormed()}…` : line}”`;
}

/**
 * What people decided of the findings that the verdict rests on: its first story, and whatever else it quotes. The verdict itself
 * never changes by it, so it has to say so. null where nothing was decided of them. `findings` are those of the verdict's snapshot.
 */
export function sayDecided(verdict: Verdict, findings: readonly Finding[], decisions: readonly Decision[]): string | null {
  const first = findings.find(({ ruleId, partOf }) => partOf === undefined && !ruleId.startsWith('DQ-'));
  const quoted = findings.filter(
    (finding) => finding === first || verdict.text.includes(finding.title.replace(/^(?:Candidate|Pattern seen): /, '')),
  );
  const said = quoted.flatMap((finding) => {
    const decision = findDecision(decisions, finding);
    return decision ? [{ finding, decision }] : [];
  });
  if (said.length === 0) return null;
  const sentences = said.map(({ finding, decision }) => `${finding.ruleId} (${finding.title}) was ${sayDecision(decision)}.`);
  return said.some(({ decision }) => decision.state === 'dismissed')
    ? `${sentences.join(' ')} The verdict is what the captures say; it does not change by that.`
    : sentences.join(' ');
}
