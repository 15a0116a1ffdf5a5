import { type DecisionView, findDecision } from '@/lib/model/decision';
import { type Finding, groupStories, type NotChecked, SEVERITIES, type Severity } from '@/lib/model/finding';
import { FAMILIES, type Family, familyOf } from '@/lib/model/finding-family';

/** Rules about the captures themselves stand beside the findings, not among them. */
const aboutQuality = (finding: Finding): boolean => finding.ruleId.startsWith('DQ-');

/** Findings about memory, most severe first, and doubts about the captures; each keeps the order of the rules. */
export function splitFindings(findings: readonly Finding[]): { stories: Finding[]; quality: Finding[] } {
  const bySeverity = (a: Finding, b: Finding) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
  return {
    stories: findings.filter((finding) => !aboutQuality(finding)).toSorted(bySeverity),
    quality: findings.filter(aboutQuality).toSorted(bySeverity),
  };
}

/** The findings of a snapshot, with those about no snapshot in particular; how many others there are, by snapshot. */
export function findingsOf(
  findings: readonly Finding[],
  snapshotId: string | null,
): { here: Finding[]; elsewhere: { snapshotId: string; count: number }[] } {
  const here = findings.filter((finding) => finding.snapshotId === null || finding.snapshotId === snapshotId);
  const counts = new Map<string, number>();
  for (const finding of findings) {
    if (finding.snapshotId === null || finding.snapshotId === snapshotId || aboutQuality(finding)) continue;
    counts.set(finding.snapshotId, (counts.get(finding.snapshotId) ?? 0) + 1);
  }
  return { here, elsewhere: [...counts].map(([id, count]) => ({ snapshotId: id, count })) };
}

/** Nothing chosen: everything. */
export interface FindingFilter {
  severities: readonly Severity[];
  families: readonly Family[];
}

export interface ToldStory {
  head: Finding;
  /** What explains it, as far as the filter lets through. */
  parts: Finding[];
  /** Parts that the filter holds back. */
  hidden: number;
}

export interface FindingsPanel {
  stories: ToldStory[];
  /** Findings that somebody dismissed, each with the parts it takes along: never filtered, never gone. */
  dismissed: { finding: Finding; parts: Finding[] }[];
  /** Findings that are not dismissed, before the filter. */
  total: number;
  /** How many of those there are of each kind, in order; kinds of which there is none are left out, unless they are chosen. */
  severities: { severity: Severity; count: number }[];
  families: { family: Family; count: number }[];
}

/** Stories in the order of their heads. A story is told where any of its findings passes the filter: its head always stands above. */
export function arrangeFindings(findings: readonly Finding[], decisions: readonly DecisionView[], filter: FindingFilter): FindingsPanel {
  const isDismissed = (finding: Finding) => findDecision(decisions, finding)?.state === 'dismissed';
  const passes = (finding: Finding) =>
    (filter.severities.length === 0 || filter.severities.includes(finding.severity)) &&
    (filter.families.length === 0 || filter.families.some((family) => family === familyOf(finding.ruleId)));
  const stories: ToldStory[] = [];
  const dismissed: FindingsPanel['dismissed'] = [];
  const open: Finding[] = [];
  for (const { head, parts } of groupStories(findings)) {
    if (isDismissed(head)) {
      dismissed.push({ finding: head, parts });
      continue;
    }
    dismissed.push(...parts.filter(isDismissed).map((finding) => ({ finding, parts: [] })));
    const left = parts.filter((part) => !isDismissed(part));
    open.push(head, ...left);
    const shown = left.filter(passes);
    if (shown.length > 0 || passes(head)) stories.push({ head, parts: shown, hidden: left.length - shown.length });
  }
  return { stories, dismissed, total: open.length, ...countKinds(open, filter) };
}

function countKinds(findings: readonly Finding[], filter: FindingFilter): Pick<FindingsPanel, 'severities' | 'families'> {
  const countOf = (is: (finding: Finding) => boolean) => findings.filter(is).length;
  return {
    severities: SEVERITIES.map((severity) => ({ severity, count: countOf((finding) => finding.severity === severity) })).filter(
      ({ severity, count }) => count > 0 || filter.severities.includes(severity),
    ),
    families: FAMILIES.map((family) => ({ family, count: countOf((finding) => familyOf(finding.ruleId) === family) })).filter(
      ({ family, count }) => count > 0 || filter.families.includes(family),
    ),
  };
}

export interface Contradiction {
  /** The finding that tells why. */
  by: Finding;
  /** Those that cannot have one cause, without the one asked about. */
  others: Finding[];
}

/** What this finding cannot have one cause with, or, where it is the one that tells, which ones cannot. */
export function findContradictions(finding: Finding, all: readonly Finding[]): Contradiction[] {
  return all.flatMap((by) => {
    const told = by.contradicts ?? [];
    if (by.snapshotId !== finding.snapshotId || (by !== finding && !told.includes(finding.ruleId))) return [];
    const others = all.filter(
      ({ ruleId, snapshotId }) => ruleId !== finding.ruleId && snapshotId === by.snapshotId && told.includes(ruleId),
    );
    return others.length > 0 ? [{ by, others }] : [];
  });
}

/** What was decided here, or of the whole incident, on a finding that does not fire any more. */
export function goneDecisions(
  decisions: readonly DecisionView[],
  snapshotId: string | null,
  snapshotIds: readonly string[],
): DecisionView[] {
  const isHere = (decision: DecisionView) =>
    decision.snapshotId === null || decision.snapshotId === snapshotId || !snapshotIds.includes(decision.snapshotId);
  return decisions.filter((decision) => !decision.fires && isHere(decision));
}

/** The same finding after every reading anew. */
export const nameOf = ({ ruleId, subject, snapshotId }: Pick<Finding, 'ruleId' | 'subject' | 'snapshotId'>): string =>
  `${ruleId}:${subject ?? ''}:${snapshotId ?? ''}`;

export interface AdviceGroup {
  advice: string;
  rules: NotChecked[];
}

/** Rules that wait for the same capture are told together: the advice is what counts. */
export function groupByAdvice(notChecked: readonly NotChecked[]): AdviceGroup[] {
  const groups = new Map<string, AdviceGroup>();
  for (const rule of notChecked) {
    const group = groups.get(rule.advice) ?? { advice: rule.advice, rules: [] };
    group.rules.push(rule);
    groups.set(rule.advice, group);
  }
  return [...groups.values()];
}
