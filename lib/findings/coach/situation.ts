import { emptySnapshotFacts, type FactKind, type FactKinds, type SnapshotFacts, type Sourced } from '@/lib/model/facts';
import type { Finding, NotChecked } from '@/lib/model/finding';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import type { Ledger, Reconciliation } from '@/lib/model/ledger';
import { type Candidate, findCandidate } from '../candidate';
import { findReport } from '../evidence';
import { type Floor, findFloor, type LedgerWithNmt } from '../floor';
import { isNativeAllocation } from '../frame-weights';
import { type GcPair, gcPairs } from '../gc-pairs';
import { type Moment, toMoment } from '../moment';
import { withNmt } from '../run';
import { at } from '../thresholds';
import { makeShell, type Shell } from './shell';

/** One snapshot of the incident, with what the rules said of it. */
export interface CoachSnapshot {
  snapshotId: string;
  label: string;
  pid: number | null;
  facts: SnapshotFacts;
  reconciliation: Reconciliation;
  profiles: readonly ProfileSummary[];
  findings: readonly Finding[];
  notChecked: readonly NotChecked[];
  /** Commands of the prompts above its artifacts. */
  commands: readonly string[];
}

/** Everything that steps and the playbook ask about: worked out once, of the process that the verdict speaks of. */
export interface Situation {
  snapshotId: string | null;
  shell: Shell;
  /** Facts of all snapshots of the process, oldest first. */
  facts: SnapshotFacts;
  ledger: Ledger | null;
  known: LedgerWithNmt | null;
  /** Only where map and NMT belong together. */
  floor: Floor | null;
  reconciliation: Reconciliation | null;
  /** Feature release of the JDK, where NMT or VM.info tells. */
  family: number | null;
  profiles: readonly ProfileSummary[];
  allocationProfiles: readonly ProfileSummary[];
  /** Who may own memory outside NMT; only where there is some. */
  candidate: Candidate | null;
  /** Map and NMT of different processes or runs, or too little of either to match. */
  mismatch: boolean;
  /** The JVM answered that NMT is off, or on without detail. */
  nmtOff: boolean;
  detailOff: boolean;
  /** Moments of the process that have a ledger, and an NMT report. */
  ledgers: number;
  reports: number;
  /** What glibc counts; null where nobody asked, or another allocator answers 0K. */
  cHeap: FactKinds['c-heap'] | null;
  /** glibc's count before and after a collection, oldest first. */
  collections: readonly GcPair[];
  /** The finding that glibc keeps what was freed: a trim gave it back, or glibc says so. */
  slack: Finding | undefined;
  /** Memory outside NMT is worth asking about: so much of it that rules fired, or pools of malloc that are full or many. */
  outside: boolean;
  /** A finding about this snapshot's amounts. */
  found(ruleId: string): Finding | undefined;
  /** A finding of any snapshot of the process, the latest first: what was learnt once stays known. */
  learnt(ruleId: string): Finding[];
  /** Findings about memory that are more than a note, heads of stories only. */
  worthALook: readonly Finding[];
  /** Rules that no snapshot of the process lets us check. */
  unchecked: readonly NotChecked[];
}

/** What is said of memory that no NMT range covers. */
const OUTSIDE = ['PN-01', 'PM-01', 'PM-02', 'PM-04', 'PM-05'];

/** The situation of an incident; without snapshots, that of a process of which nothing is known. */
export function assess(snapshots: readonly CoachSnapshot[]): Situation {
  const main =
    snapshots.findLast(({ reconciliation }) => reconciliation.ledger) ??
    snapshots.findLast(({ reconciliation }) => reconciliation.nmt) ??
    snapshots.at(-1) ??
    null;
  const process = snapshots.filter(({ pid }) => !main || pid === null || main.pid === null || pid === main.pid);
  const facts = mergeFacts(process);
  const reconciliation = main?.reconciliation ?? null;
  const ledger = reconciliation?.ledger ?? null;
  const known = ledger && withNmt(ledger);
  const found = (ruleId: string) => main?.findings.find((finding) => finding.ruleId === ruleId);
  const learnt = (ruleId: string) => process.toReversed().flatMap(({ findings }) => findings.filter((one) => one.ruleId === ruleId));
  const mismatch =
    found('DQ-01') !== undefined ||
    found('DQ-02') !== undefined ||
    (reconciliation?.matching === 'none' && reconciliation.nmt?.hasRanges === true && ledger !== null);
  const profiles = process.flatMap((snapshot) => snapshot.profiles);
  const worthALook = (main?.findings ?? []).filter(
    ({ ruleId, severity, partOf }) =>
      partOf === undefined && !ruleId.startsWith('DQ-') && ['critical', 'high', 'medium'].includes(severity),
  );
  const outside = known !== null && !mismatch && OUTSIDE.some((id) => !['info', undefined].includes(found(id)?.severity));
  const history: Moment[] = process.map((one) =>
    toMoment({ id: one.snapshotId, label: one.label, pid: one.pid }, one.facts, one.reconciliation),
  );
  const replies = facts['nmt-reply'].map(({ value }) => value.reply);
  return {
    snapshotId: ledger || reconciliation?.nmt ? (main?.snapshotId ?? null) : null,
    shell: shellOf(main, facts, found('DQ-01') !== undefined),
    facts,
    ledger,
    known,
    floor: known && !mismatch ? findFloor(known) : null,
    reconciliation,
    family: familyOf(main, facts),
    profiles,
    allocationProfiles: profiles.filter(isNativeAllocation),
    candidate: outside ? findCandidate(profiles) : null,
    mismatch,
    nmtOff: facts['nmt-report'].length === 0 && replies.includes('not-enabled'),
    detailOff: replies.includes('detail-not-enabled'),
    ledgers: process.filter((one) => one.reconciliation.ledger).length,
    reports: process.filter((one) => one.reconciliation.nmt).length,
    cHeap: facts['c-heap'].findLast(({ value }) => value.outstandingBytes > 0)?.value ?? null,
    collections: gcPairs(history).filter(({ before, after }) => before.used - after.used > at('TS-03.fall') * before.used),
    slack: learnt('TS-04').find(({ subject }) => subject === 'slack') ?? learnt('PN-06').find(({ subject }) => subject === 'kept'),
    outside,
    worthALook,
    found,
    learnt,
    unchecked: (process[0]?.notChecked ?? []).filter((rule) =>
      process.every(({ notChecked }) => notChecked.some((other) => other.ruleId === rule.ruleId)),
    ),
  };
}

function mergeFacts(snapshots: readonly CoachSnapshot[]): SnapshotFacts {
  const merged = emptySnapshotFacts();
  // The kind and the type of its list belong together by SnapshotFacts; the compiler cannot follow that through an index.
  for (const kind of Object.keys(merged) as FactKind[])
    for (const { facts } of snapshots) (merged[kind] as Sourced<unknown>[]).push(...facts[kind]);
  return merged;
}

/** The pids of one process, as its map and as the JVM itself name it; of different processes, that of the snapshot. */
function shellOf(main: CoachSnapshot | null, facts: SnapshotFacts, mismatch: boolean): Shell {
  const whole = main?.pid ?? null;
  const map = main?.facts['memory-map'].find(({ value }) => value.pid !== null)?.value.pid ?? null;
  const report = main?.facts['nmt-report'].find(({ value }) => value.pid !== null)?.value.pid ?? null;
  const inner = facts['process-status'].find(({ value }) => value.nsPids.length > 1)?.value.nsPids ?? [];
  const text = (pid: number | null | undefined) => (pid == null ? 'PID' : String(pid));
  if (mismatch) return makeShell(text(whole), text(whole), main?.commands ?? []);
  const proc = map ?? inner[0] ?? whole ?? report;
  return makeShell(text(proc), text(report ?? inner.at(-1) ?? whole ?? proc), main?.commands ?? []);
}

// 17.0.15+6-Debian-1deb12u1 · OpenJDK 64-Bit Server VM (25.131-b11) for linux-amd64 JRE (1.8.0_131-b11)
const RELEASE = /\b(?:1\.(8)\.0|(\d{1,2})(?:\.\d{1,3}){0,3}(?:\+|-))/;

function familyOf(main: CoachSnapshot | null, facts: SnapshotFacts): number | null {
  const told = main && findReport(main.facts['nmt-report'], main.reconciliation)?.value.jdkFamily;
  if (told) return told;
  const version = facts['vm-flags'].find(({ value }) => value.vmVersion)?.value.vmVersion?.text;
  const release = version ? RELEASE.exec(version) : null;
  return release ? Number(release[1] ?? release[2]) : null;
}
