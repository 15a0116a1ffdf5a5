import { advise } from '@/lib/findings/coach/coach';
import type { CoachSnapshot } from '@/lib/findings/coach/situation';
import { type Moment, toMoment } from '@/lib/findings/moment';
import { type RuleFailure, runRules, sortFindings, toRuleFacts } from '@/lib/findings/run';
import { composeVerdict, type VerdictSnapshot } from '@/lib/findings/verdict';
import { addFacts, emptySnapshotFacts, type Facts, type SnapshotFacts } from '@/lib/model/facts';
import type { Finding, NotChecked } from '@/lib/model/finding';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import type { IncidentAnalysis, SnapshotAnalysis } from '@/lib/model/incident';
import type { NmtSheet } from '@/lib/model/nmt-sheet';
import type { Profile } from '@/lib/model/profile';
import { type Region, toRegionView } from '@/lib/model/region';
import type { SnapshotDigest } from '@/lib/model/snapshot-digest';
import type { ComparedSide } from '@/lib/reconcile/compare/compare-snapshots';
import { digestSnapshot } from '@/lib/reconcile/compare/digest-snapshot';
import { layTimeline } from '@/lib/reconcile/compare/lay-timeline';
import { stacksOf, summariseProfile } from '@/lib/reconcile/hot-stacks';
import { makeNmtSheet } from '@/lib/reconcile/nmt-sheet';
import { traceOrigin } from '@/lib/reconcile/profile-origin';
import { reconcile } from '@/lib/reconcile/reconcile';
import { tieDumps } from '@/lib/reconcile/tie-dumps';
import { warnOfLimit } from './compare';

/** Raise it when the same facts would give another ledger, other findings or other words. */
export const ANALYSIS_VERSION = 21;

/** The page shows this many unmatched regions at once; the API lists all. */
const SHOWN_REGIONS = 1_000;

export interface SnapshotInput {
  id: string;
  label: string;
  pid: number | null;
  /** Milliseconds, where somebody said when it was taken. */
  takenAt?: number | null;
  artifacts: {
    id: string;
    /** Of the prompt above it. */
    command: string | null;
    /** Name of its file, where nothing else is in that file. */
    filename?: string | null;
    facts: Facts;
  }[];
}

export interface Analysed {
  analysis: IncidentAnalysis;
  /** All regions per snapshot, ascending by address. */
  regions: Map<string, Region[]>;
  /** What the NMT view shows, by snapshot; null where it has no NMT. */
  nmt: Map<string, NmtSheet | null>;
  /** What comparing needs of each snapshot. */
  digests: Map<string, SnapshotDigest>;
  /** What the whole call trees are made of, by id of the profile. */
  profiles: Map<string, Profile>;
  /** Rules that threw: our own mistakes, for the log. */
  failures: RuleFailure[];
}

/** Facts of an incident → ledger, regions, hot stacks, findings, verdict. Pure. */
export function analyse(inputs: readonly SnapshotInput[]): Analysed {
  const regions = new Map<string, Region[]>();
  const nmt = new Map<string, NmtSheet | null>();
  const snapshots: SnapshotAnalysis[] = [];
  const profiles: ProfileSummary[] = [];
  const findings: Finding[] = [];
  const failures: RuleFailure[] = [];
  const unchecked: NotChecked[][] = [];
  const judged: CoachSnapshot[] = [];
  const profilesById = new Map<string, Profile>();
  const history: Moment[] = [];
  const sides: ComparedSide[] = [];
  for (const input of inputs) {
    const facts = emptySnapshotFacts();
    for (const artifact of input.artifacts) addFacts(facts, artifact.id, artifact.facts);
    const origins = traceOrigins(input, facts);
    const result = reconcile(facts);
    const summaries = facts.profile.map((profile, i) => {
      const because = origins[i] ?? null;
      return { ...summariseProfile(`${profile.artifactId}-${i}`, profile), ...(because === null ? {} : { because }) };
    });
    facts.profile.forEach(({ value }, i) => {
      profilesById.set(summaries[i]?.id ?? '', stacksOf(value));
    });
    sides.push({
      digest: digestSnapshot({ ...input, takenAt: input.takenAt ?? null }, facts, result.reconciliation, summaries),
      regions: result.regions,
    });
    history.push(toMoment(input, facts, result.reconciliation));
    const ruled = runRules(toRuleFacts(facts, result.reconciliation, result.regions, summaries, [...history]), {
      pid: input.pid === null ? 'PID' : String(input.pid),
      snapshotId: input.id,
      commands: commandsOf(input),
    });
    regions.set(input.id, result.regions);
    nmt.set(input.id, makeNmtSheet(facts, result.reconciliation, result.regions));
    snapshots.push(summarise(input, facts, result));
    profiles.push(...summaries);
    findings.push(...ruled.findings);
    failures.push(...ruled.failures);
    unchecked.push(ruled.notChecked);
    judged.push({
      snapshotId: input.id,
      label: input.label,
      pid: input.pid,
      facts,
      reconciliation: result.reconciliation,
      profiles: summaries,
      findings: ruled.findings,
      notChecked: ruled.notChecked,
      commands: Object.values(commandsOf(input)),
    });
  }
  const verdict = composeVerdict(
    inputs.map((input, i) => toVerdictSnapshot(input, snapshots[i])),
    findings,
    profiles,
    warnOfLimit(sides),
  );
  const timeline = layTimeline(sides);
  return {
    regions,
    nmt,
    digests: new Map(sides.map(({ digest }) => [digest.snapshotId, digest])),
    profiles: profilesById,
    failures,
    analysis: {
      snapshots,
      profiles,
      findings: sortFindings(findings),
      notChecked: inEvery(unchecked),
      verdict,
      coach: advise(judged),
      ...(timeline ? { timeline } : {}),
    },
  };
}

/** Profiles learn from their file's name what their text does not say; gives the reason of each. */
function traceOrigins(input: SnapshotInput, facts: SnapshotFacts): (string | null)[] {
  const traced = facts.profile.map((sourced) => {
    const artifact = input.artifacts.find(({ id }) => id === sourced.artifactId);
    const { profile, because } = traceOrigin(sourced.value, {
      command: artifact?.command ?? null,
      filename: artifact?.filename ?? null,
    });
    return { sourced: { ...sourced, value: profile }, because };
  });
  facts.profile = traced.map(({ sourced }) => sourced);
  return traced.map(({ because }) => because);
}

/** Artifact id → the command above it. */
function commandsOf(input: SnapshotInput): Record<string, string> {
  return Object.fromEntries(input.artifacts.flatMap(({ id, command }) => (command === null ? [] : [[id, command]])));
}

/** A rule that could be checked in one snapshot is not "not checked", even if another snapshot lacks the capture. */
function inEvery(lists: readonly NotChecked[][]): NotChecked[] {
  const [first = [], ...others] = lists;
  return first.filter((rule) => others.every((list) => list.some((other) => other.ruleId === rule.ruleId)));
}

function toVerdictSnapshot(input: SnapshotInput, analysed: SnapshotAnalysis | undefined): VerdictSnapshot {
  const reconciliation = analysed?.reconciliation ?? null;
  const map = input.artifacts.find((artifact) => artifact.id === reconciliation?.map?.artifactId);
  return { snapshotId: input.id, label: input.label, reconciliation, mapCommand: map?.command ?? null };
}

function summarise(
  { id: snapshotId, pid, artifacts }: SnapshotInput,
  facts: SnapshotFacts,
  { reconciliation, regions, tree }: ReturnType<typeof reconcile>,
): SnapshotAnalysis {
  const dumps = tieDumps(facts, pid, (id) => artifacts.find((artifact) => artifact.id === id)?.command ?? null);
  const unmatched = regions.filter((region) => region.owner === 'unmatched');
  const shown = unmatched
    .toSorted((a, b) => b.residentBytes.best - a.residentBytes.best || (a.start < b.start ? -1 : 1))
    .slice(0, SHOWN_REGIONS);
  const sum = (of: (region: Region) => number) => unmatched.reduce((total, region) => total + of(region), 0);
  return {
    snapshotId,
    reconciliation,
    regionCount: regions.length,
    tree,
    unmatched: {
      regions: shown.map(toRegionView),
      total: unmatched.length,
      sizeBytes: sum((region) => region.sizeBytes),
      residentBytes: sum((region) => region.residentBytes.best),
    },
    ...(dumps ? { dumps } : {}),
  };
}
