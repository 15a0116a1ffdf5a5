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
    this.addRun(line, line, use);
  }

  /** The same for several lines in a row. */
  addRun(firstLine: number, lastLine: number, use: LineUse): void {
    const last = this.runs[this.runs.length - 1];
    if (last && firstLine <= last.lastLine) throw new Error(`Line ${firstLine} was already accounted for (after line ${last.lastLine}).`);
    if (last && last.use === use && last.lastLine === firstLine - 1) last.lastLine = lastLine;
    else this.runs.push({ firstLine, lastLine, use });
  }

  /** Takes over runs that follow what is there; they are no longer the giver's. */
  append(runs: readonly LineRun[]): void {
    for (const run of runs) {
      const last = this.runs[this.runs.length - 1];
      if (last && (run.firstLine <= last.lastLine || (run.use === last.use && run.firstLine === last.lastLine + 1)))
        this.addRun(run.firstLine, run.lastLine, run.use);
      else this.runs.push(run);
    }
  }

  /** Takes back what was said of a line and of all behind it. */
  takeBack(firstLine: number): LineRun[] {
    let from = this.runs.length;
    while (from > 0 && (this.runs[from - 1]?.lastLine ?? 0) >= firstLine) from--;
    const taken = this.runs.splice(from);
    const [cut] = taken;
    if (cut && cut.firstLine < firstLine) {
      this.runs.push({ ...cut, lastLine: firstLine - 1 });
      cut.firstLine = firstLine;
    }
    return taken;
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
