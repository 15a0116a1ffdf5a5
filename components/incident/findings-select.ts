import { type Finding, type NotChecked, SEVERITIES } from '@/lib/model/finding';

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
