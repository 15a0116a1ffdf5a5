import { type Result, toResult } from '../measure';
import { runProgram } from '../program';
import { captureFile } from './parsers';

interface Joined {
  rows: number;
  ranges: number;
  rounds: { cutMs: number; nameMs: number }[];
  doubleLoopMs: number;
}

/** Map and NMT joined in one sorted sweep, every piece named; beside the double loop, which only counts what it finds. */
export async function joinMapWithNmt(): Promise<Result> {
  const { rows, ranges, rounds, doubleLoopMs } = await runProgram<Joined>('join-map', [captureFile('pmap'), captureFile('nmt')]);
  const sum = (of: (round: Joined['rounds'][number]) => number) => rounds.reduce((all, round) => all + of(round), 0) / rounds.length;
  const sweep = sum(({ cutMs }) => cutMs);
  return toResult(
    `${rows} mappings × ${ranges} ranges: cut and named, CPU time`,
    rounds.map(({ cutMs, nameMs }) => cutMs + nameMs),
    50,
    `the sweep alone ${sweep.toFixed(0)} ms, the double loop ${doubleLoopMs.toFixed(0)} ms: ${(doubleLoopMs / sweep).toFixed(0)} × the sweep`,
  );
}
