export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? (sorted[middle] ?? Number.NaN) : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
};

/** Times `work` n times after `warm` runs that do not count; milliseconds. */
export async function time(n: number, warm: number, work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let i = -warm; i < n; i++) {
    const begun = performance.now();
    await work();
    if (i >= 0) times.push(performance.now() - begun);
  }
  return times;
}

export interface Result {
  what: string;
  medianMs: number;
  minMs: number;
  maxMs: number;
  targetMs: number;
  /** What the figures count where it is not milliseconds. */
  unit?: string;
  /** Against something timed in the same run. */
  ratio: string;
  /** Something that it takes was not there: it neither holds nor is missed. */
  notMeasured?: boolean;
}

export function toResult(what: string, times: readonly number[], targetMs: number, ratio: string): Result {
  return { what, medianMs: median(times), minMs: Math.min(...times), maxMs: Math.max(...times), targetMs, ratio };
}
