import type { Confidence, NextStep, Severity } from './finding';
import type { Family } from './finding-family';

// What is told of rules and known signatures, whatever incident is looked at. Texts may hold `code`.

/** A rule or signature as others refer to it. */
export interface PageLink {
  id: string;
  title: string;
}

export interface RulePage extends PageLink {
  kind: 'rule';
  family: Family;
  /** When it fires, with the numbers in force. */
  condition: string;
  explanation: string;
  /** Kinds of captures in words: without one of `needs` it is not checked, `optional` ones make it say more. */
  needs: string[];
  optional: string[];
  /** What would let it be checked. */
  advice: string;
  /** Every number it compares with: "bytes", "512.0 MiB", and why there. */
  thresholds: { name: string; limit: string; why: string }[];
  /** Findings beneath which it is told, and those told beneath it. */
  explains: PageLink[];
  explainedBy: PageLink[];
  /** Doubts about the captures that lower its confidence; for such a doubt, what it lowers. */
  loweredBy: PageLink[];
  lowers: PageLink[];
  nextSteps: NextStep[];
  falsePositives: string[];
  sources: string[];
}

export interface SignaturePage extends PageLink {
  kind: 'signature';
  severity: Severity;
  confidence: Confidence;
  story: string;
  /** Any of these shows it … */
  signs: string[];
  /** … where all of these hold too. */
  and: string[];
  /** null: not a matter of versions. */
  versions: { of: string; affected: string[]; repaired: string | null } | null;
  /** Native bytes that one object holds; null where not known. */
  unitBytes: number | null;
  remedy: string;
  nextSteps: NextStep[];
  sources: string[];
}

export type FindingPage = RulePage | SignaturePage;
