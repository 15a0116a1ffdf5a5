export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];
export const CONFIDENCES = ['certain', 'high', 'medium', 'low'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** Where a figure of a finding comes from. */
export interface Evidence {
  artifactId: string;
  /** [first, last], lines of the document, 1-based inclusive. */
  lines: [number, number];
  /** "0x7fd673000000", where it is about a region. */
  address?: string;
  /** Name of the frame as the profile prints it, where it is about one. */
  frame?: string;
  /** One or two words for the chip: "NMT Total", "heap row". */
  text: string;
}

/** An exact command, with this incident's pid and addresses. */
export interface NextStep {
  command: string;
  why: string;
  /** Risk in production, plainly: "none, reads /proc", "the JVM stands still (a safepoint); on a 72 GiB heap it may take seconds". */
  risk: string;
}

export interface Finding {
  ruleId: string;
  severity: Severity;
  confidence: Confidence;
  /** A claim, not a topic: "At least 16.13 GiB that NMT cannot explain". */
  title: string;
  /** One or two sentences with the figures. */
  summary: string;
  /** Plain words for somebody who does not know the term. */
  explanation: string;
  evidence: Evidence[];
  nextSteps: NextStep[];
  /** When this would be wrong. */
  falsePositives: string[];
  /** "JDK-8199752", "jetty #300, PR 1429". */
  sources: string[];
  snapshotId: string | null;
  /** What tells it from other findings of its rule on one snapshot: a signature, a library, "live". Absent: the only one. */
  subject?: string;
  /** The known defect that it names: "SIG-12". */
  signatureId?: string;
  /** Rule whose finding, of the same snapshot, this one explains: it is told beneath it. Absent: a story of its own. */
  partOf?: string;
  /** Rules whose findings, of the same snapshot, cannot have one cause: this one tells why. */
  contradicts?: string[];
  /** Doubts about the captures that lowered `confidence` by a step: ["DQ-03"]. */
  loweredBy?: string[];
}

/** A finding and what explains it. */
export interface Story {
  head: Finding;
  parts: Finding[];
}

/** Folds findings into stories, in the order of their heads; what explains a finding that is not there is a story of its own. */
export function groupStories(findings: readonly Finding[]): Story[] {
  const key = (ruleId: string, snapshotId: string | null) => `${ruleId} ${snapshotId ?? ''}`;
  const stories = new Map<string, Story>();
  const all: Story[] = [];
  const isPart = (finding: Finding) =>
    finding.partOf !== undefined &&
    finding.partOf !== finding.ruleId &&
    findings.some((other) => other.ruleId === finding.partOf && other.snapshotId === finding.snapshotId && other.partOf === undefined);
  for (const head of findings) {
    if (isPart(head)) continue;
    const story = { head, parts: [] };
    all.push(story);
    // Where a rule fired twice, what explains it stands beneath the first.
    const id = key(head.ruleId, head.snapshotId);
    if (!stories.has(id)) stories.set(id, story);
  }
  for (const finding of findings) {
    if (finding.partOf !== undefined && isPart(finding)) stories.get(key(finding.partOf, finding.snapshotId))?.parts.push(finding);
  }
  return all;
}

/** A rule that could not be checked, and what would let us. */
export interface NotChecked {
  ruleId: string;
  title: string;
  /** Kinds of facts that are missing. */
  needs: string[];
  advice: string;
}

/** The first thing on the page. */
export interface Verdict {
  /** null where there is no memory map with NMT. */
  figure: { bytes: number; qualifier: 'at-least' | 'exact'; label: string } | null;
  /** Sentences; **bold** marks quantity, place and candidate. Plain text is `text`. */
  markup: string;
  text: string;
  /** "Pattern seen, not yet confirmed." */
  certainty: string | null;
  /** A doubt that must stand between verdict and ledger: cut listing, other pid. */
  blockingDoubt: string | null;
  /** What people decided of the findings it rests on; absent where nothing was. Never part of the cached analysis. */
  decided?: string;
}
