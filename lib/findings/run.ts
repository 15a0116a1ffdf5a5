import type { SnapshotFacts } from '@/lib/model/facts';
import { type Finding, type NotChecked, SEVERITIES } from '@/lib/model/finding';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import type { Ledger, Reconciliation } from '@/lib/model/ledger';
import type { Region } from '@/lib/model/region';
import type { AnyRule, RuleContext, RuleFactKind, RuleFacts, RuleFinding } from './define';
import { lowerConfidence } from './doubts';
import type { Moment } from './moment';
import { rules as registered } from './registry';

export interface RuleFailure {
  ruleId: string;
  message: string;
}

export interface RuleRun {
  /** Most severe first, then in registry order. */
  findings: Finding[];
  notChecked: NotChecked[];
  /** Rules that threw: our own mistakes, for the log. Each is in `notChecked` too. */
  failures: RuleFailure[];
}

/**
 * Asks every rule of the registry about one snapshot. Three outcomes: it fired, it is clear (silent), or it could not be
 * checked, with advice. A rule that throws harms only itself.
 */
export function runRules(facts: Partial<RuleFacts>, context: RuleContext, rules: readonly AnyRule[] = registered): RuleRun {
  const found: Finding[] = [];
  const notChecked: NotChecked[] = [];
  const failures: RuleFailure[] = [];
  for (const rule of rules) {
    const known: Partial<RuleFacts> = { ...facts, findings: [...found] };
    const missing = rule.needs.filter((kind) => known[kind] === undefined);
    const skip = (needs: string[], advice: string) =>
      notChecked.push({ ruleId: rule.id, title: rule.title, needs, advice: advice.replaceAll('{pid}', context.pid) });
    if (missing.length > 0) {
      skip(missing, rule.advice);
      continue;
    }
    try {
      const declared = pickDeclared(known, rule);
      const advice = rule.blocked?.(declared, context) ?? null;
      if (advice !== null) skip([], advice);
      else {
        const fired = rule.evaluate(declared, context).map((finding) => completeFinding(finding, rule, context, found));
        found.push(...tellApart(fired));
      }
    } catch (error) {
      failures.push({ ruleId: rule.id, message: error instanceof Error ? error.message : String(error) });
      skip([], 'This check stopped with an error of its own, so it says nothing either way. The other findings do not depend on it.');
    }
  }
  return { findings: sortFindings(foldStories(found, rules), rules), notChecked, failures };
}

/** How the figures came about: true, and never what somebody came for. */
const BACKGROUND = new Set(['PN-05', 'PN-07', 'NM-05']);

/** Most severe first; equal ones as in the registry, notes on the method last (the order of the input where a rule gave several). */
export function sortFindings(findings: readonly Finding[], rules: readonly AnyRule[] = registered): Finding[] {
  const order = new Map(rules.map((rule, index) => [rule.id, index]));
  return [...findings].sort(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      Number(BACKGROUND.has(a.ruleId)) - Number(BACKGROUND.has(b.ruleId)) ||
      (order.get(a.ruleId) ?? 0) - (order.get(b.ruleId) ?? 0),
  );
}

/**
 * What the rules may read of one snapshot. An empty list counts as missing; `regions` and `ledger` exist only with a memory map.
 * `profiles` may come from elsewhere in the incident: a profile is often taken beside the snapshots. `history` ends with this snapshot.
 */
export function toRuleFacts(
  facts: SnapshotFacts,
  reconciliation: Reconciliation | null,
  regions: readonly Region[],
  profiles: readonly ProfileSummary[],
  history: readonly Moment[] = [],
): Partial<RuleFacts> {
  // Every kind of fact is a kind that rules may ask for, under the same name (CapturedFacts).
  const given = Object.fromEntries(Object.entries(facts).filter(([, list]) => list.length > 0)) as Partial<RuleFacts>;
  if (history.length > 1) given.history = history;
  if (regions.length > 0) given.regions = regions;
  if (profiles.length > 0) given['hot-stacks'] = profiles;
  if (reconciliation) {
    given.reconciliation = reconciliation;
    const ledger = reconciliation.ledger;
    if (ledger) {
      given.ledger = ledger;
      const known = withNmt(ledger);
      if (known) given['ledger-with-nmt'] = known;
    }
  }
  return given;
}

/** The ledger where NMT was reconciled with it; null without NMT. */
export function withNmt(ledger: Ledger): RuleFacts['ledger-with-nmt'] | null {
  const { nmt, unexplainedBytes, outsideNmtBytes, naiveGapBytes } = ledger;
  if (!nmt || !unexplainedBytes || !outsideNmtBytes || naiveGapBytes === null) return null;
  return { ...ledger, nmt, unexplainedBytes, outsideNmtBytes, naiveGapBytes };
}

/** Hands a rule what it declared and nothing else: the compiler's promise, kept at run time. */
function pickDeclared(facts: Partial<RuleFacts>, rule: AnyRule): RuleFacts {
  const declared = new Set<RuleFactKind>([...rule.needs, ...(rule.optional ?? [])]);
  // Every need is present (checked by the caller) and defineRule proved that the rule reads no more than it declared.
  return Object.fromEntries(Object.entries(facts).filter(([kind]) => declared.has(kind as RuleFactKind))) as unknown as RuleFacts;
}

function completeFinding(finding: RuleFinding, rule: AnyRule, context: RuleContext, earlier: readonly Finding[]): Finding {
  const complete: Finding = {
    ...finding,
    ruleId: rule.id,
    explanation: finding.explanation ?? rule.explanation,
    nextSteps: finding.nextSteps ?? rule.nextSteps?.(context.pid) ?? [],
    falsePositives: [...rule.falsePositives, ...(finding.falsePositives ?? [])],
    sources: [...rule.sources, ...(finding.sources ?? [])],
    snapshotId: context.snapshotId,
  };
  return lowerConfidence(complete, earlier);
}

/** Findings of one rule that name one subject are numbered: somebody may confirm the one and dismiss the other. */
function tellApart(findings: readonly Finding[]): Finding[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const subject = finding.subject ?? '';
    const before = seen.get(subject) ?? 0;
    seen.set(subject, before + 1);
    return before === 0 ? finding : { ...finding, subject: `${subject}#${before + 1}` };
  });
}

/**
 * Tells every finding which one it explains: what it says itself, or the first of its rule's `explains` that fired. Stories are two
 * levels deep: what explains an explanation stands beneath the same head.
 */
function foldStories(findings: readonly Finding[], rules: readonly AnyRule[]): Finding[] {
  const fired = new Set(findings.map((finding) => finding.ruleId));
  const headOf = (finding: Finding): string | undefined => {
    const wished = finding.partOf ? [finding.partOf] : (rules.find((rule) => rule.id === finding.ruleId)?.explains ?? []);
    return wished.find((id) => id !== finding.ruleId && fired.has(id));
  };
  const heads = new Map(findings.map((finding) => [finding.ruleId, headOf(finding)]));
  return findings.map((finding) => {
    const { partOf: _, ...alone } = finding;
    const seen = new Set([finding.ruleId]);
    let head = headOf(finding);
    for (let above = head; above !== undefined && !seen.has(above); above = heads.get(above)) {
      seen.add(above);
      head = above;
    }
    return head === undefined ? alone : { ...alone, partOf: head };
  });
}
