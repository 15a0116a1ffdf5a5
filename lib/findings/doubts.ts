import type { Confidence, Finding } from '@/lib/model/finding';

/** Whose confidence a doubt about the captures lowers: rules by id, or by family. */
const DEPENDENTS: Readonly<Record<string, readonly string[]>> = {
  // Captures of two processes, or of two runs: whatever subtracts one from the other.
  'DQ-01': ['PN', 'PR-03', 'PR-04', 'ND', 'TS-01', 'TS-02', 'TS-03'],
  'DQ-02': ['PN', 'PR-03', 'PR-04', 'ND', 'TS-01', 'TS-02', 'TS-03'],
  // Growth between the captures is inside every difference of them.
  'DQ-03': ['PN-01', 'PN-03', 'PN-04', 'PN-06', 'PR-03'],
  // The process went on while it was listed: sums are of no one moment.
  'DQ-04': ['PN-01', 'PN-03', 'PN-04', 'PM-01', 'PM-02', 'PM-03', 'PM-07', 'TS-01', 'TS-02', 'TS-03'],
  // What is counted row by row is a lower bound (PN-01 and PN-03 use bounds of their own there).
  'DQ-05': ['PM-01', 'PM-03', 'PM-07', 'PM-08', 'PM-09', 'PM-10', 'PM-11', 'PN-04', 'TS-01', 'TS-02', 'TS-03'],
  // A paste that does not add up may lack the category in question.
  'DQ-08': ['NM-01', 'NM-02', 'NM-03', 'NM-04', 'NM-06', 'NM-07', 'NM-08', 'PN-01', 'PN-03'],
  // Shares are rough.
  'DQ-10': ['PR-02', 'PR-05', 'PR-07'],
  // glibc's own figures say nothing.
  'DQ-12': ['PN-06'],
};

const LOWER: Record<Confidence, Confidence> = { certain: 'high', high: 'medium', medium: 'low', low: 'low' };

/** Whether the doubt `id` is one about what rule `ruleId` rests on. */
export function lowersConfidence(id: string, ruleId: string): boolean {
  return DEPENDENTS[id]?.some((dependent) => ruleId === dependent || ruleId.startsWith(`${dependent}-`)) ?? false;
}

/** One step down, however many doubts there are: they mostly have one reason. The finding names them. */
export function lowerConfidence(finding: Finding, earlier: readonly Finding[]): Finding {
  const loweredBy = [...new Set(earlier.map((one) => one.ruleId))].filter((id) => lowersConfidence(id, finding.ruleId));
  if (loweredBy.length === 0 || finding.confidence === 'low') return finding;
  const titles = loweredBy.map((id) => `${id} (${earlier.find((one) => one.ruleId === id)?.title.replace(/\.$/, '') ?? ''})`);
  return {
    ...finding,
    confidence: LOWER[finding.confidence],
    loweredBy,
    explanation: `${finding.explanation} Confidence lowered by ${titles.join(' and ')}.`.trim(),
  };
}
