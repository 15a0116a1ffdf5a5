import { type MadeProfile, profileFile, sizeOf } from '../made-profiles';
import { median, type Result } from '../measure';
import { runProgram } from '../program';
import { findSpeedscope } from '../speedscope';

type Contender = 'tree' | 'tree-folded' | 'floor' | 'split' | 'speedscope' | 'speedscope-folded' | 'nothing';
interface Run {
  /** Of all threads: compiler and garbage collector, too. */
  cpuMs: number;
  /** Of the main thread: how long it would take on a quiet machine. */
  innerMs: number;
  wallMs: number;
  peakKib: number;
}
type Entry = `${MadeProfile} ${Contender}`;

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);

/** Who takes turns with whom, each time in a process of his own. */
const GROUPS = {
  hundred: ['perf-100 nothing', 'perf-100 tree', 'perf-100 floor', 'perf-100 split', 'perf-100u tree', 'perf-100 speedscope'],
  fiveHundred: [
    'perf-500 tree',
    'perf-500 floor',
    'perf-500 split',
    'perf-600 tree',
    'perf-100 tree',
    'perf-500 nothing',
    'perf-500 speedscope',
  ],
  folded: ['folded-50 tree-folded', 'folded-50 speedscope-folded'],
} satisfies Record<string, Entry[]>;
type Group = keyof typeof GROUPS;

const measured = new Map<Group, Promise<Map<string, Run[]>>>();

/** All rounds of a group; taken once, however many cases look at them. What cannot be had here has no rounds. */
function takeTurns(group: Group): Promise<Map<string, Run[]>> {
  const known = measured.get(group);
  if (known) return known;
  const rounds = run(GROUPS[group]);
  measured.set(group, rounds);
  return rounds;
}

async function run(entries: readonly string[]): Promise<Map<string, Run[]>> {
  const runs = new Map<string, Run[]>();
  const speedscope = findSpeedscope();
  for (let round = 0; round < ROUNDS; round++) {
    for (const entry of entries) {
      const [made, contender = ''] = entry.split(' ');
      const file = profileFile(made as MadeProfile); // the first word of an Entry
      if (!file || (contender.startsWith('speedscope') && !speedscope)) continue;
      const done = await runProgram<Run>('read-profile', [file, contender, speedscope ?? ''], ['--max-old-space-size=8192']);
      runs.set(entry, [...(runs.get(entry) ?? []), done]);
    }
  }
  return runs;
}

const MISSING = 'the generators (../shared/performance/gen) or the speedscope package are not here';

/** `of` against `to`, round by round, in percent. */
function compare(
  what: string,
  group: Group,
  of: Entry,
  to: Entry,
  targetPercent: number,
  against: string,
  time: 'innerMs' | 'cpuMs' = 'innerMs',
) {
  return async (): Promise<Result> => {
    const runs = await takeTurns(group);
    const ours = runs.get(of);
    const theirs = runs.get(to);
    if (!ours || !theirs) return notMeasured(what, targetPercent);
    const ratios = ours.map((run, round) => (run[time] / (theirs[round]?.[time] ?? Number.NaN)) * 100);
    const middle = (list: readonly Run[]) => median(list.map((run) => run[time])).toFixed(0);
    const ratio = median(ratios) / 100;
    const shown = ratio < 0.5 ? `1/${(1 / ratio).toFixed(1)} of` : `${ratio.toFixed(1)} ×`;
    return toPercent(what, ratios, targetPercent, `${shown} ${against} (${middle(ours)} to ${middle(theirs)} ms)`);
  };
}

const toPercent = (what: string, ratios: readonly number[], targetMs: number, ratio: string): Result => ({
  what,
  medianMs: median(ratios),
  minMs: Math.min(...ratios),
  maxMs: Math.max(...ratios),
  targetMs,
  unit: '%',
  ratio: ratios.length === 5 ? ratio : `${ratio}; rounds: ${ratios.length}`,
});

const notMeasured = (what: string, targetMs: number): Result => ({
  what,
  medianMs: Number.NaN,
  minMs: Number.NaN,
  maxMs: Number.NaN,
  targetMs,
  unit: '%',
  ratio: MISSING,
  notMeasured: true,
});

const TREE = 'perf script to the interned tree, thread, time and weight of every sample';

const FOLDED = '50 MB of folded stacks to the interned tree';

/** Peak of memory above a process that has loaded the same and read nothing, as a share of the file. */
async function memory(): Promise<Result> {
  const runs = await takeTurns('fiveHundred');
  const tree = runs.get('perf-500 tree');
  const nothing = runs.get('perf-500 nothing');
  const file = profileFile('perf-500');
  const what = '500 MB of perf script: peak resident memory above the empty process, of the size of the file';
  if (!tree || !nothing || !file) return notMeasured(what, 25);
  const above = tree.map(({ peakKib }, round) => (peakKib - (nothing[round]?.peakKib ?? 0)) * 1024);
  const shares = above.map((bytes) => (bytes / sizeOf(file)) * 100);
  return toPercent(
    what,
    shares,
    25,
    `${(median(above) / 1e6).toFixed(0)} MB above ${(median(nothing.map(({ peakKib }) => peakKib)) / 1024).toFixed(0)} MiB`,
  );
}

async function memoryGrowth(): Promise<Result> {
  const runs = await takeTurns('fiveHundred');
  const large = runs.get('perf-500 tree');
  const small = runs.get('perf-100 tree');
  const what = 'peak resident memory at 500 MB of perf script, of that at 100 MB';
  if (!large || !small) return notMeasured(what, 200);
  const ratios = large.map(({ peakKib }, round) => (peakKib / (small[round]?.peakKib ?? Number.NaN)) * 100);
  return toPercent(what, ratios, 200, `${(median(ratios) / 100).toFixed(1)} × as much`);
}

/** Large profiles against what else reads them. One line per case. */
export const LARGE_PROFILES: [name: string, run: () => Promise<Result>][] = [
  [
    'perf-hundred-floor',
    compare(`100 MB of ${TREE}`, 'hundred', 'perf-100 tree', 'perf-100 floor', 900, 'counting line ends by Buffer.indexOf'),
  ],
  [
    'perf-hundred-speedscope',
    compare(`100 MB of ${TREE}`, 'hundred', 'perf-100 tree', 'perf-100 speedscope', 100 / 12, "speedscope's importer"),
  ],
  [
    'perf-hostile',
    compare('100 MB of perf script, a fifth of the offsets random', 'hundred', 'perf-100u tree', 'perf-100 tree', 250, 'the ordinary file'),
  ],
  [
    'perf-large-floor',
    compare(`500 MB of ${TREE}`, 'fiveHundred', 'perf-500 tree', 'perf-500 floor', 800, 'counting line ends by Buffer.indexOf'),
  ],
  ['perf-large-split', compare(`500 MB of ${TREE}`, 'fiveHundred', 'perf-500 tree', 'perf-500 split', 100, 'TextDecoder + split')],
  [
    'perf-large-speedscope',
    compare(
      `500 MB of ${TREE}`,
      'fiveHundred',
      'perf-500 tree',
      'perf-500 speedscope',
      5,
      "speedscope's importer, CPU time of all threads",
      'cpuMs',
    ),
  ],
  [
    'perf-no-cliff',
    compare('600 MB of perf script, beyond the longest string', 'fiveHundred', 'perf-600 tree', 'perf-500 tree', 140, '500 MB'),
  ],
  ['perf-growth', compare('500 MB of perf script', 'fiveHundred', 'perf-500 tree', 'perf-100 tree', 500, '100 MB')],
  ['perf-memory', memory],
  ['perf-memory-growth', memoryGrowth],
  [
    'folded-speedscope',
    compare(
      FOLDED,
      'folded',
      'folded-50 tree-folded',
      'folded-50 speedscope-folded',
      12.5,
      "speedscope's importer, CPU time of all threads",
      'cpuMs',
    ),
  ],
  ['folded-main-thread', compare(FOLDED, 'folded', 'folded-50 tree-folded', 'folded-50 speedscope-folded', 12.5, "speedscope's importer")],
];
