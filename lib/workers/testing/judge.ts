import { type Moment, toMoment } from '@/lib/findings/moment';
import { runRules, toRuleFacts } from '@/lib/findings/run';
import type { ThresholdKey } from '@/lib/findings/thresholds';
import { composeVerdict, type VerdictSnapshot } from '@/lib/findings/verdict';
import { addFacts, emptySnapshotFacts, type SnapshotFacts } from '@/lib/model/facts';
import { type Finding, groupStories, type NotChecked, type Story, type Verdict } from '@/lib/model/finding';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import { summariseProfile } from '@/lib/reconcile/hot-stacks';
import { reconcile } from '@/lib/reconcile/reconcile';
import { listCorpus, readCorpusBytes } from '@/lib/testing/corpus-files';
import { readDocument } from '../read-document';

/** Captures of one moment: paths in the corpus. */
export interface Shot {
  label: string;
  files: readonly string[];
}

export interface Case {
  name: string;
  shots: readonly Shot[];
  /** Known to have no trouble: nothing of severity high or above may fire on it, doubts about the data aside. */
  healthy: boolean;
}

export interface Judged {
  findings: Finding[];
  stories: Story[];
  verdict: Verdict;
  notChecked: NotChecked[];
  failures: { ruleId: string; message: string }[];
  /** The value farthest from its threshold on the firing side, per comparison. */
  measured: Map<ThresholdKey, number>;
}

/** Documents → facts → ledger → findings → verdict, as the service does it. */
export function judgeShots(shots: readonly Shot[]): Judged {
  const history: Moment[] = [];
  const findings: Finding[] = [];
  const failures: Judged['failures'] = [];
  const profiles: ProfileSummary[] = [];
  const snapshots: VerdictSnapshot[] = [];
  const measured: Judged['measured'] = new Map();
  let notChecked: NotChecked[] = [];
  for (const { label, files } of shots) {
    const { facts, commands, pid } = readShot(files);
    const { reconciliation, regions } = reconcile(facts);
    const summaries = facts.profile.map((profile, at) => summariseProfile(`${label}-${at}`, profile));
    history.push(toMoment({ id: label, label, pid }, facts, reconciliation));
    const run = runRules(toRuleFacts(facts, reconciliation, regions, summaries, [...history]), {
      pid: String(pid ?? 'PID'),
      snapshotId: label,
      commands,
      measure: (key, value) => measured.set(key, Math.max(value, measured.get(key) ?? Number.NEGATIVE_INFINITY)),
    });
    findings.push(...run.findings);
    failures.push(...run.failures);
    profiles.push(...summaries);
    notChecked = run.notChecked;
    snapshots.push({
      snapshotId: label,
      label,
      reconciliation,
      mapCommand: reconciliation.map ? (commands[reconciliation.map.artifactId] ?? null) : null,
    });
  }
  const last = shots.at(-1)?.label;
  const verdict = composeVerdict(snapshots, findings, profiles);
  return { findings, stories: groupStories(findings.filter((one) => one.snapshotId === last)), verdict, notChecked, failures, measured };
}

function readShot(files: readonly string[]): { facts: SnapshotFacts; commands: Record<string, string>; pid: number | null } {
  const facts = emptySnapshotFacts();
  const commands: Record<string, string> = {};
  let pid: number | null = null;
  for (const path of files) {
    readDocument(readCorpusBytes(path)).artifacts.forEach((artifact, at) => {
      const id = `${path.split('/').at(-1)}#${at}`;
      addFacts(facts, id, artifact.facts);
      pid ??= artifact.sheet.tool.pid;
      if (artifact.sheet.tool.command) commands[id] = artifact.sheet.tool.command;
    });
  }
  return { facts, commands, pid };
}

/** What belongs to one look at a process in a folder of an incident; thread dumps and raw dumps are left out, diffs stand for themselves. */
const SNAPSHOT_FILES = [
  'pmap-x.txt',
  'smaps.txt',
  'smaps_rollup.txt',
  'status.txt',
  'nmt-summary.txt',
  'nmt-detail.txt',
  'nmt-summary-diff.txt',
  'nmt-detail-diff.txt',
  'gc-heap-info.txt',
  'vm-info.txt',
  'vm-flags.txt',
  'vm-metaspace.txt',
];
/** As people take them: a map and one NMT report. */
const FEW_FILES = ['pmap-x.txt', 'nmt-detail.txt'];
const PROFILES = ['ap-nativemem-leak-bytes-collapsed.txt', 'ap-cpu-traces50.txt', 'perf-script-dwarf.txt', 'perf-report-page-faults.txt'];

const within = (folder: string, names: readonly string[]) => {
  const present = new Set(listCorpus(folder).map((name) => name.replace(/\.gz$/, '')));
  return names.filter((name) => present.has(name)).map((name) => `${folder}/${name}`);
};

/** Every incident and capture of the corpus, as cases. */
export function listCases(): Case[] {
  return [...incidentCases(), ...captureCases(), ...sampleCases()];
}

function incidentCases(): Case[] {
  const names = listCorpus('incidents').filter((name) => listCorpus(`incidents/${name}`).includes('truth.json'));
  return names.flatMap((name) => {
    const moments = listCorpus(`incidents/${name}`).filter((part) => /^t\d/.test(part));
    const isHealthy = name.startsWith('healthy') || name === 'mapped-files';
    const shotsOf = (wanted: readonly string[]) => moments.map((label) => ({ label, files: within(`incidents/${name}/${label}`, wanted) }));
    const profiles = within(`incidents/${name}/profile`, PROFILES);
    const t1 = within(`incidents/${name}/t1`, FEW_FILES);
    return [
      { name: `${name}, t0`, shots: [{ label: 't0', files: within(`incidents/${name}/t0`, SNAPSHOT_FILES) }], healthy: true },
      { name: `${name}, map and NMT of t1`, shots: [{ label: 't1', files: t1 }], healthy: isHealthy },
      { name: `${name}, everything`, shots: shotsOf(SNAPSHOT_FILES), healthy: isHealthy },
      ...(profiles.length > 0
        ? [{ name: `${name}, with profiles`, shots: [{ label: 't1', files: [...t1, ...profiles] }], healthy: isHealthy }]
        : []),
    ];
  });
}

/** Lab captures are told apart by what stands before the first dot. */
function captureCases(): Case[] {
  const groups = new Map<string, string[]>();
  for (const file of listCorpus('knowledge/captures')) {
    if (!file.endsWith('.txt')) continue;
    const prefix = file.slice(0, file.indexOf('.'));
    groups.set(prefix, [...(groups.get(prefix) ?? []), `knowledge/captures/${file}`]);
  }
  return [...groups].map(([name, files]) => ({ name, shots: [{ label: name, files }], healthy: /^(?:zgc|sysmap)/.test(name) }));
}

/** Samples of one healthy JVM each, or of nobody knows what: the names tell. */
function sampleCases(): Case[] {
  return listCorpus('samples').flatMap((folder) =>
    listCorpus(`samples/${folder}`)
      .filter((file) => /\.(?:txt|log|collapsed)$/.test(file))
      .map((file) => ({
        name: `samples/${folder}/${file}`,
        shots: [{ label: file, files: [`samples/${folder}/${file}`] }],
        healthy: /^jdk(?:17|21|25)/.test(file),
      })),
  );
}
