/** What became of a line of a document. Every line ends in exactly one of these. */
export type LineUse =
  /** a value from it reaches a fact or a printed total that is checked */
  | 'used'
  /** known and without a value: headers, rulers, blank lines inside an artifact, prompts */
  | 'noise'
  /** inside an artifact and not understood: there is a Warning with this line number */
  | 'warned'
  /** outside every artifact: prose, images lost, output of formats that we do not read */
  | 'note';

/** Lines `firstLine`..`lastLine` (1-based, inclusive, of the original document) share one use. */
export interface LineRun {
  firstLine: number;
  lastLine: number;
  use: LineUse;
}

/** Collects the use of ascending lines as runs; adding a line twice is our own mistake and throws. */
export class LineAccount {
  readonly runs: LineRun[] = [];

  add(line: number, use: LineUse): void {
    const last = this.runs.at(-1);
    if (last && line <= last.lastLine) throw new Error(`Line ${line} was already accounted for (after line ${last.lastLine}).`);
    if (last && last.use === use && last.lastLine === line - 1) last.lastLine = line;
    else this.runs.push({ firstLine: line, lastLine: line, use });
  }

  count(use: LineUse): number {
    return countLines(this.runs, use);
  }
}

export function countLines(runs: readonly LineRun[], use: LineUse): number {
  let lines = 0;
  for (const run of runs) if (run.use === use) lines += run.lastLine - run.firstLine + 1;
  return lines;
}
