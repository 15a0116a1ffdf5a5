import type { FactKinds, Sourced } from '@/lib/model/facts';
import type { Evidence, Finding, NextStep } from '@/lib/model/finding';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import type { Ledger, Reconciliation } from '@/lib/model/ledger';
import type { Region } from '@/lib/model/region';
import type { Moment } from './moment';
import type { ThresholdKey } from './thresholds';

/** Everything read from the captures of a snapshot, kind by kind; a kind of which there is none is missing. */
export type CapturedFacts = { [K in keyof FactKinds]: readonly Sourced<FactKinds[K]>[] };

/** What a rule may ask for. Raw facts of the snapshot, and what lib/reconcile derived from them. Missing = not in this snapshot. */
export interface RuleFacts extends CapturedFacts {
  /** Always present with a memory map. */
  ledger: Ledger;
  /** Present where ledger.nmt is. */
  'ledger-with-nmt': Ledger & {
    nmt: NonNullable<Ledger['nmt']>;
    unexplainedBytes: NonNullable<Ledger['unexplainedBytes']>;
    outsideNmtBytes: NonNullable<Ledger['outsideNmtBytes']>;
    naiveGapBytes: number;
  };
  reconciliation: Reconciliation;
  regions: readonly Region[];
  'hot-stacks': readonly ProfileSummary[];
  /** This snapshot and those before it, in the order of time; only where there are two or more. */
  history: readonly Moment[];
  /** Findings of the rules that came before (only for rules that join others). */
  findings: readonly Finding[];
}
export type RuleFactKind = keyof RuleFacts;

/** What does not come from facts. */
export interface RuleContext {
  /** The pid to put into commands; "PID" where unknown. */
  pid: string;
  snapshotId: string | null;
  /** Commands of the prompts above the artifacts, by artifact id: "pmap -x 107870 | sort -rn -k3 | head -n 10". */
  commands?: Readonly<Record<string, string>>;
  /** Hears of every comparison with a threshold, for `npm run calibrate`. */
  measure?(key: ThresholdKey, value: number): void;
}

/** A finding as a rule writes it; the engine adds rule id, snapshot, and the rule's own false positives and sources before these. */
export type RuleFinding = Omit<
  Finding,
  'ruleId' | 'snapshotId' | 'explanation' | 'nextSteps' | 'falsePositives' | 'sources' | 'partOf' | 'loweredBy'
> & {
  evidence: Evidence[];
  /** Absent: the rule's own. */
  explanation?: string;
  /** Absent: the rule's own. */
  nextSteps?: NextStep[];
  falsePositives?: readonly string[];
  sources?: readonly string[];
  /** Only where `explains` of the rule cannot say it: the finding that this one explains. Ignored where that one did not fire. */
  partOf?: string;
};

export interface Rule<N extends RuleFactKind = RuleFactKind, O extends RuleFactKind = RuleFactKind> {
  /** From the catalogue: "PN-01". */
  id: string;
  /** Noun of the failing state: "unexplained floor". */
  title: string;
  needs: readonly N[];
  optional?: readonly O[];
  /** When it fires, in words; `{bytes}` stands for its threshold "<id>.bytes", `{PN-04.times}` for one of another rule. */
  condition: string;
  /** What it means, in plain words for somebody who does not know the term; a finding may say it with its own figures. */
  explanation: string;
  /** Shown when something needed is missing: which command would let us check. `{pid}` is replaced. */
  advice: string;
  falsePositives: readonly string[];
  sources: readonly string[];
  /** Every step that it may advise; a finding may choose from them, or fill in addresses. Absent: none. */
  nextSteps?(pid: string): NextStep[];
  /** Rules whose findings this one explains: told beneath the first of them that fired. */
  explains?: readonly string[];
  /** The facts are there but cannot answer (the rows that matter were cut away): what would let us check. null: go on. */
  blocked?(facts: Pick<RuleFacts, N> & Partial<Pick<RuleFacts, O>>, context: RuleContext): string | null;
  /** Empty: clear. Reading a fact that neither `needs` nor `optional` lists is a compile error. */
  evaluate(facts: Pick<RuleFacts, N> & Partial<Pick<RuleFacts, O>>, context: RuleContext): RuleFinding[];
}

/** A rule of any needs, as the registry holds it. `evaluate` is a method, so a rule that needs less fits where one that may need all is asked for. */
export type AnyRule = Rule<RuleFactKind, RuleFactKind>;

export function defineRule<const N extends RuleFactKind, const O extends RuleFactKind = never>(rule: Rule<N, O>): Rule<N, O> {
  return rule;
}
