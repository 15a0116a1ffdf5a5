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
  /** One or two words for the chip: "NMT Total", "heap row". */
  text: string;
}

/** An exact command, with this incident's pid and addresses. */
export interface NextStep {
  command: string;
  why: string;
  /** Risk in production, plainly: "none, reads /proc", "one safepoint; on a 72 GiB heap it may take seconds". */
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
}
