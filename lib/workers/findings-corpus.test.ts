import { expect } from 'vitest';
import { findPage } from '@/lib/findings/pages';
import { runRules, toRuleFacts } from '@/lib/findings/run';
import { composeVerdict } from '@/lib/findings/verdict';
import { addFacts, emptySnapshotFacts } from '@/lib/model/facts';
import { summariseProfile } from '@/lib/reconcile/hot-stacks';
import { reconcile } from '@/lib/reconcile/reconcile';
import { corpusPresent, corpusTest, listCorpus, readCorpus, readCorpusBytes, SEED } from '@/lib/testing/corpus';
import { readDocument } from './read-document';

interface Expectation {
  /** At least one rule of each group fires. */
  fires?: string[][];
  silent?: string[];
  /** No finding of high or critical severity, doubts about the data aside. */
  calm?: boolean;
}

/** Documents → facts → ledger → findings, for one snapshot. */
function judge(paths: readonly string[], label = 's') {
  const facts = emptySnapshotFacts();
  const commands: Record<string, string> = {};
  let pid: number | null = null;
  for (const path of paths) {
    readDocument(readCorpusBytes(path)).artifacts.forEach((artifact, at) => {
      const id = `${path.split('/').at(-1)}#${at}`;
      addFacts(facts, id, artifact.facts);
      pid ??= artifact.sheet.tool.pid;
      if (artifact.sheet.tool.command) commands[id] = artifact.sheet.tool.command;
    });
  }
  const { reconciliation, regions } = reconcile(facts);
  const profiles = facts.profile.map((profile, at) => summariseProfile(`p${at}`, profile));
  const run = runRules(toRuleFacts(facts, reconciliation, regions, profiles), { pid: String(pid ?? 'PID'), snapshotId: label, commands });
  const mapCommand = reconciliation.map ? (commands[reconciliation.map.artifactId] ?? null) : null;
  return { ...run, reconciliation, profiles, snapshot: { snapshotId: label, label, reconciliation, mapCommand } };
}

const idsOf = (run: { findings: { ruleId: string }[] }) => [...new Set(run.findings.map((finding) => finding.ruleId))];

/** "jcmd 4711 GC.run; …" and "jcmd PID GC.run" → "jcmd GC.run": what a step runs, whatever it runs it on. */
const toolOf = (command: string) =>
  command
    .split(/[;|&>]/)[0]
    ?.replace(/\b(?:PID|\d+)\b/g, '')
    .split(/\s+/)
    .slice(0, 2)
    .join(' ');

/** Captures of one moment as people hand them in. */
const SETS = [
  ['pmap-x.txt', 'nmt-detail.txt'],
  ['smaps.txt', 'nmt-detail.txt'],
  ['pmap-x.txt', 'nmt-summary.txt'],
  ['pmap-x.txt', 'smaps.txt', 'nmt-summary.txt', 'nmt-detail.txt'],
];

const expected: Record<string, Record<string, Expectation>> = corpusPresent ? JSON.parse(readCorpus('incidents/expected.json')) : {};
for (const [incident, snapshots] of Object.entries(expected)) {
  for (const [snapshot, expectation] of Object.entries(snapshots)) {
    for (const set of SETS) {
      corpusTest(`${incident}/${snapshot}: ${set.join(' + ')}`, () => {
        const run = judge(set.map((file) => `incidents/${incident}/${snapshot}/${file}`));
        const fired = idsOf(run);
        expect(run.failures).toEqual([]);
        for (const group of expectation.fires ?? [])
          expect(
            fired.filter((id) => group.includes(id)),
            `${group} of ${fired}`,
          ).not.toEqual([]);
        expect(fired.filter((id) => expectation.silent?.includes(id))).toEqual([]);
        if (expectation.calm) {
          const alarms = run.findings.filter(
            ({ ruleId, severity }) => !ruleId.startsWith('DQ-') && ['critical', 'high'].includes(severity),
          );
          expect(alarms.map((finding) => finding.title)).toEqual([]);
        }
      });
    }
  }
}

corpusTest('the sample incident: what fires, in which order, and what stays unchecked', () => {
  const run = judge([SEED]);
  expect(run.failures).toEqual([]);
  expect(run.findings.map(({ severity, confidence, ruleId, title }) => `${severity}, ${confidence}: ${ruleId} ${title}`)).toEqual([
    'high, certain: DQ-05 19.77 GiB of RSS is missing from the listing',
    'high, medium: PN-01 At least 16.13 GiB that NMT cannot explain',
    'high, high: PN-03 The allocator holds at least 4.1 times what the JVM asked malloc for',
    'high, high: NM-01 5.05 GiB of direct-type memory under Internal',
    "high, medium: PR-03 Candidate: Deflater under Jetty's gzip handler",
    'medium, high: PM-04 The brk heap alone holds 1.19 GiB',
    'medium, high: PR-04 Two problems, not one: zlib cannot appear under Internal',
    "medium, medium: PR-06 Pattern seen: Deflater under Jetty's gzip handler",
    'low, medium: DQ-09 "86.7G" is 82.74 GiB',
    'low, certain: DQ-10 The cpu profile is rough',
    'info, certain: DQ-06 The rows were sorted by somebody',
    'info, certain: DQ-11 CPU time, not memory',
    'info, certain: PN-02 RSS minus committed hides it',
    'info, low: PR-01 Active native library: zlib',
    'info, certain: PN-05 1 row of the map extends beyond what NMT knows there',
    'info, high: PN-07 3 rows matched with NMT by size',
    'info, certain: NM-05 The collector is G1 with a 72.00 GiB heap',
  ]);
  expect(run.notChecked.map((one) => one.ruleId)).toEqual([
    ...['DQ-03', 'PN-06', 'NM-10', 'ND-01', 'ND-02', 'ND-03', 'TS-01', 'TS-02', 'TS-03', 'TS-04'],
    ...['PM-02', 'PM-05', 'PM-12', 'PR-02', 'PR-07'],
  ]);
  const said = (id: string) => run.findings.find((finding) => finding.ruleId === id);
  expect(said('PN-01')?.summary).toContain('16,917,298 KiB are left');
  expect(said('PR-03')?.summary).toContain('about 64,300 Deflaters would be alive');
  expect(said('NM-01')?.summary).toContain('5,296,401 KiB in 75,822 blocks, 69.9 KiB each');
  expect(said('PN-05')?.summary).toContain('147,456 KiB');
  expect(said('PR-06')?.summary).toContain('9.3.18 and 9.4.4');
});

corpusTest('the verdict on the sample incident', () => {
  const run = judge([SEED]);
  const verdict = composeVerdict([run.snapshot], run.findings, run.profiles);
  expect(verdict.figure).toMatchObject({ bytes: 16_917_298 * 1024, qualifier: 'at-least' });
  expect(verdict.text).toBe(
    "At least 16.13 GiB of 82.74 GiB is outside everything NMT accounts for. The paste was cut by head -n 10, so 19.77 GiB of rows cannot be named; mapped files among them would lower the figure. There are two problems: this memory, and 5.05 GiB of direct-type memory under Internal, which NMT does count. Candidate for the memory outside NMT: Deflater under Jetty's gzip handler, seen in a profile that shows time, not memory. About 64,300 live Deflaters would confirm it.",
  );
  expect(verdict.certainty).toBe('Pattern seen, not yet confirmed.');
  expect(verdict.blockingDoubt).toContain('9 rows show 66,028,796 of 86,763,996 KiB');
});

corpusTest('a profile beside a leak joins it: who, and how many', () => {
  const profile = 'incidents/deflater-leak/profile/ap-nativemem-leak-bytes-collapsed.txt';
  const run = judge([...(SETS[0] ?? []).map((file) => `incidents/deflater-leak/t1/${file}`), profile]);
  const candidate = run.findings.find((finding) => finding.ruleId === 'PR-03');
  expect(candidate?.title).toBe('Candidate: Deflater under ReportServer.gzip');
  // The program itself counted 7,561 Deflaters that nobody ended.
  expect(candidate?.summary).toContain('about 7,550 Deflaters');
  expect(candidate?.nextSteps[0]?.command).toBe("jcmd 5247 GC.class_histogram -all | grep -E 'zip.(Deflater|Inflater)'");
});

corpusTest('a healthy process with its profiles stays calm', () => {
  const profiles = listCorpus('incidents/healthy/profile').filter((file) => /collapsed|traces/.test(file));
  expect(profiles.length).toBeGreaterThan(3);
  const run = judge([
    ...(SETS[0] ?? []).map((file) => `incidents/healthy/t1/${file}`),
    ...profiles.map((file) => `incidents/healthy/profile/${file.replace(/\.gz$/, '')}`),
  ]);
  expect(run.findings.filter(({ severity }) => ['critical', 'high'].includes(severity))).toEqual([]);
  expect(idsOf(run).filter((id) => ['PR-03', 'PR-04', 'PR-06'].includes(id))).toEqual([]);
});

corpusTest('whole NMT reports add up, excerpts do not', () => {
  const reports = listCorpus('samples/nmt').filter((file) => !/diff|not-enabled|baseline|statistics/.test(file));
  expect(reports.length).toBeGreaterThan(10);
  // Both were cut in the middle by the people who posted them.
  expect(reports.filter((file) => idsOf(judge([`samples/nmt/${file}`])).includes('DQ-08'))).toEqual([
    'jdk11-decimal-comma-no-dash.txt',
    'jdk8-print-at-exit.txt',
  ]);
});

corpusTest('every finding can be walked back, and every step says what it costs', () => {
  const sets = [
    [SEED],
    ...Object.entries(expected).flatMap(([incident, snapshots]) =>
      Object.keys(snapshots).map((at) => (SETS[0] ?? []).map((file) => `incidents/${incident}/${at}/${file}`)),
    ),
  ];
  for (const set of sets) {
    const lengths = new Map(set.map((path) => [path.split('/').at(-1), readCorpus(path).split('\n').length]));
    for (const finding of judge(set).findings) {
      const name = `${set[0]} ${finding.ruleId}`;
      expect(finding.evidence.length, name).toBeGreaterThan(0);
      for (const { artifactId, lines, text } of finding.evidence) {
        expect(lines[0], name).toBeGreaterThanOrEqual(1);
        expect(lines[1], name).toBeGreaterThanOrEqual(lines[0]);
        expect(lines[1], name).toBeLessThanOrEqual(lengths.get(artifactId.split('#')[0]) ?? 0);
        expect(text, name).not.toBe('');
      }
      for (const step of finding.nextSteps) {
        expect(step.risk, name).not.toBe('');
        expect(step.command, name).not.toMatch(/\{pid\}|\bPID\b/);
        // The page of the rule tells of it too, as far as that can be without an incident.
        const page = findPage(finding.signatureId ?? finding.ruleId);
        expect(
          page?.nextSteps.map(({ command }) => toolOf(command)),
          name,
        ).toContain(toolOf(step.command));
      }
      expect(`${finding.title} ${finding.summary} ${finding.explanation}`, name).not.toMatch(/root cause|undefined|NaN|null/i);
    }
  }
});

corpusTest('the ten largest rows of a leak still prove a part of it', () => {
  for (const nmt of ['nmt-summary.txt', 'nmt-detail.txt']) {
    const run = judge(['incidents/deflater-leak/t1/pmap-x-sorted-top10.txt', `incidents/deflater-leak/t1/${nmt}`]);
    expect(idsOf(run), nmt).toEqual(expect.arrayContaining(['PN-01', 'PN-03', 'DQ-05', 'DQ-06']));
    expect(
      run.notChecked.map((one) => one.ruleId),
      nmt,
    ).toContain('PM-02');
    // Never more than what the whole listing shows: 1,985,187 KiB, and the libraries that the cut hides.
    const { figure } = composeVerdict([run.snapshot], run.findings, run.profiles);
    expect(figure?.qualifier).toBe('at-least');
    expect(figure?.bytes).toBeGreaterThan(1_000_000 * 1024);
    expect(figure?.bytes).toBeLessThan(2_010_000 * 1024);
  }
});
