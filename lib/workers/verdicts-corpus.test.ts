import { expect, test } from 'vitest';
import { corpusPresent, corpusTest, readCorpus } from '@/lib/testing/corpus';
import { type Judged, judgeShots, listCases } from './testing/judge';

const cases = corpusPresent ? listCases() : [];
const judged = new Map<string, Judged>();
function judge(name: string): Judged {
  const known = judged.get(name);
  if (known) return known;
  const found = cases.find((one) => one.name === name);
  if (!found) throw new Error(`no such case: ${name}`);
  const made = judgeShots(found.shots);
  judged.set(name, made);
  return made;
}
/** The first story about memory, doubts about the captures aside. */
const firstStory = (name: string) => judge(name).stories.find(({ head }) => !head.ruleId.startsWith('DQ-'));

const within = (share: number, value: number, truth: number) => Math.abs(value - truth) <= share * truth;
const numberIn = (text: string, pattern: RegExp) => Number((pattern.exec(text)?.[1] ?? 'NaN').replaceAll(',', ''));

// Reviewed by reading: change it with `npx vitest run lib/workers/verdicts-corpus -u`, and read what changed.
// Reading the whole corpus takes a while on a busy machine.
const READS_ALL = { timeout: 180_000 };

corpusTest('the verdict on every incident and lab capture', READS_ALL, async () => {
  const lines = cases
    .filter(({ name }) => !/^samples\/(?!mixed-documents\/seed)/.test(name))
    .map(({ name }) => {
      const { verdict } = judge(name);
      const first = firstStory(name);
      const parts = first && first.parts.length > 0 ? ` < ${first.parts.map((part) => part.ruleId).join(' ')}` : '';
      return `${name}\n  ${verdict.text}${verdict.certainty ? ` (${verdict.certainty})` : ''}\n  ${first ? `${first.head.ruleId}${parts}` : 'no story'}\n`;
    });
  await expect(lines.join('\n')).toMatchFileSnapshot('./testing/verdicts.golden.txt');
});

corpusTest.each(cases.filter(({ healthy }) => healthy).map(({ name }) => [name]))('calm: %s', (name) => {
  const { findings, failures } = judge(name);
  const alarms = findings.filter(({ severity, ruleId }) => ['critical', 'high'].includes(severity) && !ruleId.startsWith('DQ-'));
  expect(alarms.map(({ ruleId, title }) => `${ruleId} ${title}`)).toEqual([]);
  expect(failures).toEqual([]);
});

corpusTest.each([
  ['deflater-leak', 'PN-01'],
  ['deflater-jdk25', 'PN-01'],
  ['deflater-jemalloc', 'PN-01'],
  ['deflater-arena2', 'PN-01'],
  ['direct-buffer-leak', 'NM-01'],
  ['metaspace-leak', 'NM-02'],
  ['mapped-files', 'PM-09'],
  ['healthy-zgc', 'PM-06'],
])('the first story of %s is its cause, %s', (incident, ruleId) => {
  for (const captures of ['map and NMT of t1', 'everything'])
    expect(firstStory(`${incident}, ${captures}`)?.head.ruleId, captures).toBe(ruleId);
});

corpusTest.each([['deflater-leak'], ['deflater-jdk25']])('%s, with profiles: one story, and it names who takes the memory', (incident) => {
  const { findings, stories, verdict } = judge(`${incident}, with profiles`);
  const cause = firstStory(`${incident}, with profiles`);
  expect(cause?.head.ruleId).toBe('PN-01');
  expect(cause?.parts.map(({ ruleId }) => ruleId)).toEqual(expect.arrayContaining(['PR-02', 'PR-03']));
  expect(findings.find(({ ruleId }) => ruleId === 'PR-03')?.title).toMatch(/^Candidate: Deflater under ReportServer/);
  expect(verdict.text).toMatch(/goes to Deflater under ReportServer\.gzip\. About [\d,]+ live Deflaters would confirm it\./);
  // Nothing else of that weight beside it.
  const loud = stories.filter(({ head }) => ['critical', 'high'].includes(head.severity) && !head.ruleId.startsWith('DQ-'));
  expect(loud.map(({ head }) => head.ruleId)).toEqual(['PN-01']);
});

corpusTest('direct-buffer-leak: the bytes told agree with what the program counted', () => {
  const truth = JSON.parse(readCorpus('incidents/direct-buffer-leak/truth.json')) as {
    snapshots: Record<string, { leaked: { kb: number } }>;
  };
  for (const [captures, moment] of [
    ['t0', 't0'],
    ['map and NMT of t1', 't1'],
    ['everything', 't1'],
  ] as const) {
    const said = judge(`direct-buffer-leak, ${captures}`).findings.findLast(({ ruleId }) => ruleId === 'NM-01')?.summary ?? '';
    const kib = numberIn(said, /: ([\d,]+) KiB/);
    expect(within(0.05, kib, truth.snapshots[moment]?.leaked.kb ?? 0), `${captures}: ${said}`).toBe(true);
  }
});

interface Truth {
  snapshots: Record<string, { leaked: { deflaters: number; requested_kb: number } }>;
  per_deflater: { requested_bytes_per_deflater: number; how: string };
}

corpusTest.each([['deflater-leak'], ['deflater-jdk25']])(
  '%s: count and bytes derived with the profile agree with what the program counted',
  (incident) => {
    const truth = JSON.parse(readCorpus(`incidents/${incident}/truth.json`)) as Truth;
    const leaked = truth.snapshots.t1?.leaked;
    const { findings, verdict } = judge(`${incident}, with profiles`);
    const said = (ruleId: string) => findings.find((finding) => finding.ruleId === ruleId)?.summary ?? '';
    // The whole process: the gap divided by what one Deflater takes.
    const alive = numberIn(said('PR-03'), /about ([\d,]+) Deflaters/);
    expect(within(0.05, alive, leaked?.deflaters ?? 0), `${alive} of ${leaked?.deflaters}`).toBe(true);
    expect(within(0.05, (verdict.figure?.bytes ?? 0) / 1024, leaked?.requested_kb ?? 0)).toBe(true);
    // The recording: its own bytes divided by the same, against what its Deflaters asked for.
    const bytes = numberIn(said('PR-02'), /\(([\d,]+) KiB/) * 1024;
    const recorded = numberIn(said('PR-02'), /about ([\d,]+) Deflaters/);
    expect(within(0.05, recorded, bytes / truth.per_deflater.requested_bytes_per_deflater)).toBe(true);
    const counted = numberIn(truth.per_deflater.how, /: (\d+) deflaters/);
    if (!Number.isNaN(counted)) expect(within(0.05, recorded, counted), `${recorded} of ${counted}`).toBe(true);
  },
);

corpusTest('leak, slack and delay: told apart where glibc was asked, else the finding names the command that tells', () => {
  const leak = judge('leak-jdk17-g1').findings;
  expect(leak.find(({ ruleId }) => ruleId === 'PN-06')?.title).toMatch(/of live malloc are not the JVM's/);
  // The histogram beside it: 3,200 Deflaters at 263 KiB are the gap.
  expect(leak.find(({ ruleId }) => ruleId === 'PR-06')).toMatchObject({
    confidence: 'certain',
    summary: expect.stringContaining('the count confirms it'),
  });
  for (const name of ['slack-free-jdk17', 'slack-drop-jdk17']) {
    const head = firstStory(name)?.head;
    expect(head?.ruleId).toBe('PN-01');
    const commands = head?.nextSteps.map((step) => step.command).join('\n') ?? '';
    for (const tells of ['VM.info | grep C-Heap', 'GC.run', 'System.trim_native_heap']) expect(commands).toContain(tells);
  }
});

test('the cases cover every incident', () => {
  if (corpusPresent) expect(cases.length).toBeGreaterThan(60);
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
});
