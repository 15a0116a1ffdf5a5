import { expect, test } from 'vitest';
import { advise } from '@/lib/findings/coach/coach';
import { STEPS } from '@/lib/findings/coach/steps';
import { formats } from '@/lib/formats/registry';
import type { Coach, PlaybookNode } from '@/lib/model/coach';
import { isOption, pathTo } from '@/lib/model/coach';
import { corpusPresent, corpusTest, readCorpusBytes } from '@/lib/testing/corpus';
import { analyseShots, filesOf, type MadeShot, printCoach } from './testing/coach-shots';
import { listCases } from './testing/judge';

const cases = corpusPresent ? listCases().filter(({ name }) => !/^samples\/(?!mixed-documents\/seed)/.test(name)) : [];
const READS_ALL = { timeout: 180_000 };

// Reviewed by reading: change it with `npx vitest run lib/workers/coach-corpus -u`, and read what changed.
corpusTest('what comes next, for every incident and lab capture', READS_ALL, async () => {
  const lines = cases.map(({ name, shots }) => `${name}\n${printCoach(analyseShots(shots).analysis.coach).join('\n')}\n`);
  await expect(lines.join('\n')).toMatchFileSnapshot('./testing/coach.golden.txt');
});

corpusTest('where nothing is unusual nothing more is needed, and elsewhere something is', READS_ALL, () => {
  for (const { name, shots, healthy } of cases.filter(({ name }) => !name.startsWith('alloc-') && name !== 'arena-max-1-jdk17')) {
    const { coach, verdict } = analyseShots(shots).analysis;
    const isCalm = verdict.text.startsWith('Nothing unusual');
    expect(isCalm && coach.steps.length > 0, name).toBe(false);
    expect(coach.summary.startsWith('Nothing more is needed. '), name).toBe(coach.steps.length === 0);
    expect(coach.steps.length, name).toBeLessThanOrEqual(6);
    if (!healthy && name.includes('map and NMT')) expect(coach.steps, name).not.toEqual([]);
    for (const { id, command, checks, answers, decides } of coach.steps) {
      expect(command, `${name}: ${id}`).not.toMatch(/\bPID\b|\{|undefined/);
      expect(decides, `${name}: ${id}`).not.toMatch(/undefined|NaN|the rest/);
      expect([...checks, ...answers], `${name}: ${id}`).not.toEqual([]);
    }
  }
});

const idsOf = (coach: Coach) => coach.steps.map(({ id }) => id);
/** Answers that hold: a branch that opens asks questions of its own. */
const held = (node: PlaybookNode): string[] => (node.state === 'yes' ? [node.id, ...node.children.flatMap(held)] : []);
const openedBy = (before: Coach, after: Coach) => held(after.playbook).filter((id) => !held(before.playbook).includes(id));

/** What a step asks for, where the corpus has it: the captures of an incident before and after. */
function answersTo(incident: string): { step: string; before: MadeShot[]; after: MadeShot[] }[] {
  const at = (moment: string, ...names: string[]) => filesOf(`incidents/${incident}/${moment}`, names);
  const shot = (...files: string[]): MadeShot => ({ label: 't1', files });
  const base = at('t1', 'pmap-x.txt', 'nmt-detail.txt');
  const added = (step: string, files: string[], before = base) => ({ step, before: [shot(...before)], after: [shot(...before, ...files)] });
  return [
    added('map', at('t1', 'pmap-ext-X.txt'), at('t1', 'nmt-detail.txt')),
    added('nmt', at('t1', 'nmt-detail.txt'), at('t1', 'pmap-x.txt')),
    added('whole-map', at('t1', 'pmap-ext-X.txt'), at('t1', 'pmap-x-sorted-top10.txt', 'nmt-detail.txt')),
    added('nmt-detail', at('t1', 'nmt-detail.txt'), at('t1', 'pmap-x.txt', 'nmt-summary.txt')),
    added('c-heap', at('t1', 'vm-info.txt')),
    added('native-profile', at('profile', 'ap-nativemem-leak-bytes-collapsed.txt')),
    added('metaspace', at('t1', 'vm-metaspace.txt')),
    added('nmt-diff', at('t1', 'nmt-detail-diff.txt')),
    added('totals', at('t1', 'status.txt', 'smaps_rollup.txt')),
    { step: 'again', before: [shot(...base)], after: [{ label: 't0', files: at('t0', 'pmap-x.txt', 'nmt-detail.txt') }, shot(...base)] },
  ].filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after) && before[0]?.files.length !== 0);
}

const INCIDENTS = [
  'deflater-leak',
  'deflater-jdk25',
  'deflater-arena2',
  'deflater-jemalloc',
  'direct-buffer-leak',
  'metaspace-leak',
  'mapped-files',
  'healthy',
  'healthy-zgc',
];

corpusTest('a step that is taken goes, checks what it promised, and the list gets no longer unless a branch opens', READS_ALL, () => {
  const taken = new Set<string>();
  const opened = new Set<string>();
  for (const incident of INCIDENTS)
    for (const { step, before, after } of answersTo(incident)) {
      const name = `${incident}: ${step}`;
      const was = analyseShots(before).analysis;
      const is = analyseShots(after).analysis;
      const branches = openedBy(was.coach, is.coach);
      for (const branch of branches) opened.add(branch);
      if (branches.length === 0) expect(idsOf(is.coach).length, name).toBeLessThanOrEqual(idsOf(was.coach).length);
      const asked = was.coach.steps.find(({ id }) => id === step);
      if (!asked) continue;
      taken.add(step);
      expect(idsOf(is.coach), name).not.toContain(step);
      const unchecked = is.notChecked.map(({ ruleId }) => ruleId);
      expect(
        asked.checks.filter((ruleId) => unchecked.includes(ruleId)),
        name,
      ).toEqual([]);
    }
  expect([...taken].toSorted()).toEqual([
    'again',
    'c-heap',
    'map',
    'metaspace',
    'native-profile',
    'nmt',
    'nmt-detail',
    'nmt-diff',
    'totals',
    'whole-map',
  ]);
  // These ask questions that nobody had before: a map or a report tells for the first time what the memory is, a profile names a suspect.
  expect([...opened].toSorted()).toEqual(['calm', 'direct', 'files', 'metaspace', 'named', 'nmt', 'outside', 'repeated-heap']);
});

corpusTest('captures are added one by one, in any order: the list gets no longer unless a branch opens', READS_ALL, () => {
  for (const incident of ['deflater-leak', 'direct-buffer-leak', 'metaspace-leak']) {
    const files = [
      ...filesOf(`incidents/${incident}/t1`, ['pmap-ext-X.txt', 'nmt-detail.txt', 'vm-info.txt', 'status.txt', 'vm-metaspace.txt']),
      ...filesOf(`incidents/${incident}/profile`, ['ap-nativemem-leak-bytes-collapsed.txt']),
    ];
    for (let turn = 0; turn < files.length; turn++) {
      const order = [...files.slice(turn), ...files.slice(0, turn)];
      let before = advise([]);
      for (let count = 1; count <= order.length; count++) {
        const now = analyseShots([{ label: 't1', files: order.slice(0, count) }]).analysis.coach;
        const name = `${incident} + ${order[count - 1]} after ${count - 1} others: ${idsOf(now)} was ${idsOf(before)}`;
        if (openedBy(before, now).length === 0) expect(now.steps.length, name).toBeLessThanOrEqual(before.steps.length);
        before = now;
      }
    }
  }
});

// What glibc said of these processes stands in the notes of the captures; the texts are as VM.info and GC.heap_info print them.
const cHeap = (outstanding: number, retained: number, usedKib: number) => ({
  name: 'vm.txt',
  text: `C-Heap outstanding allocations: ${outstanding}K, retained: ${retained}K\n\n garbage-first heap   total 524288K, used ${usedKib}K [0x00000000c0000000, 0x0000000100000000)\n  region size 1024K, 12 young (12288K), 2 survivors (2048K)\n`,
});
const lab = (prefix: string) =>
  filesOf(
    'knowledge/captures',
    ['nmt-summary.txt', 'pmap-x.txt', 'smaps.txt'].map((name) => `${prefix}.${name}`),
  );

corpusTest('leak, slack and delay, once glibc was asked, are three places', READS_ALL, () => {
  const placeOf = (shots: MadeShot[]) =>
    pathTo(analyseShots(shots).analysis.coach.playbook)
      .map(({ id }) => id)
      .join(' > ');
  const first = (prefix: string) => analyseShots([{ label: 'before', files: lab(prefix) }]).analysis.coach.steps[0];

  for (const prefix of ['slack-free-jdk17', 'slack-drop-jdk17']) {
    expect(placeOf([{ label: 'before', files: lab(prefix) }])).toBe('start > outside');
    expect(first(prefix)?.command).toMatch(/^jcmd \d+ VM\.info > /);
  }
  expect(placeOf([{ label: 'before', files: [...lab('slack-free-jdk17'), cHeap(54_170, 791_613, 24_576)] }])).toBe(
    'start > outside > kept',
  );
  // The answer of a trim decides it as well (859 to 115 MiB, as the notes of that capture have it).
  const trimmed = { name: 'trim.txt', text: '4243:\nTrim native heap: RSS+Swap: 859M->115M (-743M)\n' };
  expect(placeOf([{ label: 'before', files: [...lab('slack-free-jdk17'), trimmed] }])).toBe('start > outside > kept');
  const delay = [
    { label: 'before', files: [...lab('slack-drop-jdk17'), cHeap(850_335, 1_121, 24_576)] },
    { label: 'after', files: [cHeap(11_938, 613_961, 2_048)] },
  ];
  expect(placeOf(delay.slice(0, 1))).toBe('start > outside');
  expect(placeOf(delay)).toBe('start > outside > delayed');
  // Referenced, and the collection that was run freed nothing of it.
  const leak = cases.find(({ name }) => name === 'leak-jdk17-g1')?.shots[0]?.files ?? [];
  expect(placeOf([{ label: 'before', files: leak }])).toBe('start > outside > named > confirmed');
  const held = [
    { label: 'before', files: [...leak, cHeap(911_724, 2_139, 24_576)] },
    { label: 'after', files: [cHeap(911_700, 2_139, 2_048)] },
  ];
  const after = analyseShots(held).analysis.coach;
  expect(after.playbook.children.find(({ id }) => id === 'outside')?.children.find(({ id }) => id === 'delayed')?.state).toBe('no');
  expect(idsOf(after)).not.toContain('collect');
});

corpusTest('what a command prints is read: every step names a capture of which some format knows the command', READS_ALL, () => {
  const commands = new Map<string, string>();
  for (const { shots } of cases) for (const { id, command } of analyseShots(shots).analysis.coach.steps) commands.set(id, command);
  const unread = [...commands]
    .filter(([, command]) => !isOption(command))
    .filter(([, command]) => !formats.some((format) => format.command?.test(command)));
  expect(unread).toEqual([]);
  expect(commands.size).toBeGreaterThan(10);
});

corpusTest('a leak of which everything was captured: nothing more is needed, and what to do is said', READS_ALL, () => {
  const of = (moment: string, ...names: string[]) => filesOf(`incidents/deflater-jdk25/${moment}`, names);
  const histogram = {
    name: 'histogram.txt',
    text: '   1:          4490         287360  java.util.zip.Deflater (java.base@25.0.3)\n   5:          4490         107760  java.util.zip.Deflater$DeflaterZStreamRef (java.base@25.0.3)\n',
  };
  const shots = [
    { label: 't0', files: of('t0', 'pmap-x.txt', 'nmt-detail.txt') },
    {
      label: 't1',
      files: [
        ...of('t1', 'pmap-x.txt', 'nmt-detail.txt', 'vm-info.txt', 'status.txt'),
        ...of('profile', 'ap-nativemem-leak-bytes-collapsed.txt'),
        histogram,
      ],
    },
    { label: 'before', files: [cHeap(1_210_911, 3_596, 262_144)] },
    { label: 'after', files: [cHeap(1_210_700, 3_596, 8_192)] },
  ];
  const { coach } = analyseShots(shots).analysis;
  expect(idsOf(coach)).toEqual([]);
  expect(coach.snapshotId).toBe('t1');
  expect(coach.summary).toMatch(/^Nothing more is needed\. The count of its objects fits: 4,490 /);
  const place = pathTo(coach.playbook).at(-1);
  expect([place?.id, place?.action]).toEqual(['confirmed', expect.stringMatching(/^Repair it: /)]);
  // Each capture left out is asked for again.
  const without = (drop: (label: string, file: string) => boolean) =>
    idsOf(
      analyseShots(
        shots.map(({ label, files }) => ({
          label,
          files: files.filter((file) => !drop(label, typeof file === 'string' ? file : file.name)),
        })),
      ).analysis.coach,
    );
  expect(without((_, file) => file === 'histogram.txt')).toEqual(['count']);
  expect(without((label) => label === 'after')).toEqual(['collect']);
  expect(without((label) => label === 't0')).toEqual(['again']);
  expect(without((_, file) => file.includes('nativemem'))).toEqual(['native-profile']);
});

corpusTest('in a container the JVM has another pid than its map: each command gets its own', () => {
  const leak = 'incidents/deflater-leak/t1';
  const inside = { name: 'nmt.txt', text: new TextDecoder().decode(readCorpusBytes(`${leak}/nmt-detail.txt`)).replace(/^5247:/, '1:') };
  const { coach, findings } = analyseShots([{ label: 's', files: [`${leak}/pmap-x.txt`, `${leak}/smaps.txt`, inside] }]).analysis;
  expect(findings.map(({ ruleId }) => ruleId)).not.toContain('DQ-01');
  const step = (id: string) => coach.steps.find((one) => one.id === id);
  expect(step('c-heap')).toMatchObject({ command: 'jcmd 1 VM.info > vm-info.txt', where: 'inside the container, where the process is 1' });
  expect(step('totals')).toMatchObject({ command: 'cat /proc/5247/status /proc/5247/smaps_rollup > totals.txt', where: null });
});

const edge = (name: string) => `incidents/nmt-edge/${name}`;

corpusTest('what the JVM answered decides which NMT is asked for', () => {
  const stepsOf = (...files: (string | { name: string; text: string })[]) => {
    const { coach } = analyseShots([{ label: 's', files }]).analysis;
    return coach.steps.map(({ id, command, risk }) => `${id}: ${command} (${risk})`);
  };
  const map = 'incidents/healthy/t1/pmap-x.txt';
  expect(stepsOf(map)).toEqual([expect.stringMatching(/^nmt: jcmd \d+ VM\.native_memory detail > nmt\.txt \(light\)$/)]);
  expect(stepsOf(map, edge('off-summary.txt'))).toEqual(['nmt-on: -XX:NativeMemoryTracking=detail (restart)']);
  // A summary is asked for its ranges; where the JVM has said that it keeps none, only a restart gives them.
  const leak = 'incidents/deflater-leak/t1';
  expect(stepsOf(`${leak}/pmap-x.txt`, `${leak}/nmt-summary.txt`).join()).toContain('nmt-detail: jcmd 5247 VM.native_memory detail');
  const refused = stepsOf(`${leak}/pmap-x.txt`, `${leak}/nmt-summary.txt`, {
    name: 'nmt.txt',
    text: '5247:\nDetail tracking is not enabled\n',
  });
  expect(refused.join()).not.toContain('nmt-detail:');
  expect(refused.at(-1)).toBe('nmt-on: -XX:NativeMemoryTracking=detail (restart)');
});

corpusTest('a profile alone says nothing of memory: the map and the report come first', () => {
  const { coach } = analyseShots([
    { label: 's', files: filesOf('incidents/deflater-leak/profile', ['ap-nativemem-leak-bytes-collapsed.txt']) },
  ]).analysis;
  expect(coach.summary).toMatch(/^Nothing tells yet what is resident\./);
  expect(idsOf(coach)).toEqual(['map', 'nmt']);
});

corpusTest('captures of two processes: first of all they are taken anew', () => {
  const { coach } = analyseShots([
    { label: 's', files: ['incidents/deflater-leak/t1/pmap-x.txt', 'incidents/direct-buffer-leak/t1/nmt-detail.txt'] },
  ]).analysis;
  expect(coach.steps[0]).toMatchObject({ id: 'same-process', answers: ['DQ-01'] });
  expect(coach.steps[0]?.command).toMatch(/^jcmd (\d+) .*pmap -X \1 .*\/proc\/\1\//);
  expect(coach.playbook.children.filter(({ state }) => state === 'yes').map(({ id }) => id)).not.toContain('outside');
});

test('every step of the registry has an id of its own', () => {
  expect(new Set(STEPS.map(({ id }) => id)).size).toBe(STEPS.length);
});
