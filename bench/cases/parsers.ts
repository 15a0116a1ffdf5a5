import path from 'node:path';
import { type MadeSpace, makeSpace, printNmtDetail, printPmap, printSmaps, writePieces } from '../made-captures';
import { median, type Result } from '../measure';
import { OUTPUT, runProgram } from '../program';

interface Capture {
  format: string;
  what: string;
  space(): MadeSpace;
  print(space: MadeSpace): Iterable<string>;
}

const CAPTURES: Record<'pmap' | 'smaps' | 'nmt', Capture> = {
  pmap: { format: 'pmap-x', what: 'pmap -x, 100,000 rows', space: () => makeSpace(100_000, 20_000), print: printPmap },
  smaps: { format: 'smaps', what: 'smaps, 50,000 mappings', space: () => makeSpace(50_000, 1_000), print: printSmaps },
  nmt: {
    format: 'nmt-detail',
    what: 'NMT detail, 20,000 ranges, 50,000 sites',
    space: () => makeSpace(100_000, 20_000),
    print: (space) => printNmtDetail(space, 50_000),
  },
};

const written = new Map<string, string>();

/** The file of a made capture; written once in a run. */
export function captureFile(name: keyof typeof CAPTURES): string {
  const known = written.get(name);
  if (known) return known;
  const file = path.join(OUTPUT, `${name}.txt`);
  const { space, print } = CAPTURES[name];
  writePieces(file, print(space()));
  written.set(name, file);
  return file;
}

/** Bytes to facts, both passes, against TextDecoder + split + one regex per line; in turn, CPU time. */
export const readingTime = (name: keyof typeof CAPTURES) => async (): Promise<Result> => {
  const { format, what } = CAPTURES[name];
  const rounds = await runProgram<{ yardstickMs: number; readMs: number }[]>('read-capture', [captureFile(name), format, 'rounds']);
  const ratios = rounds.map(({ yardstickMs, readMs }) => (readMs / yardstickMs) * 100);
  const yardstick = median(rounds.map(({ yardstickMs }) => yardstickMs));
  const read = median(rounds.map(({ readMs }) => readMs));
  return {
    what: `${what}: bytes to facts, CPU time`,
    medianMs: median(ratios),
    minMs: Math.min(...ratios),
    maxMs: Math.max(...ratios),
    targetMs: 200,
    unit: '%',
    ratio: `${(read / yardstick).toFixed(1)} × TextDecoder + split + one regex per line (${read.toFixed(0)} to ${yardstick.toFixed(0)} ms)`,
  };
};

/** Peak memory with the facts held, over a process that has loaded the same code and read nothing. */
export const readingMemory = (name: keyof typeof CAPTURES) => async (): Promise<Result> => {
  const { format, what } = CAPTURES[name];
  const peaks: number[] = [];
  let empty = 0;
  for (let i = 0; i < 3; i++) {
    empty = (await runProgram<{ peakKib: number }>('read-capture', [captureFile(name), format, 'nothing'])).peakKib;
    const { peakKib } = await runProgram<{ peakKib: number }>('read-capture', [captureFile(name), format, 'read']);
    peaks.push((peakKib - empty) / 1024);
  }
  return {
    what: `${what}: peak resident memory over the empty process`,
    medianMs: median(peaks),
    minMs: Math.min(...peaks),
    maxMs: Math.max(...peaks),
    targetMs: 100,
    unit: 'MiB',
    ratio: `${(median(peaks) / (empty / 1024)).toFixed(1)} × the empty process`,
  };
};
