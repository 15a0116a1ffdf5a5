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

/** A use as a number, for those who account for many lines: the index in this list. */
export const LINE_USES: readonly LineUse[] = ['note', 'used', 'noise', 'warned'];
export const USED = 1;
export const NOISE = 2;
/** Between two runs: lines that nobody told of. */
const GAP = 4;

const CODES: Record<LineUse, number> = { note: 0, used: USED, noise: NOISE, warned: 3 };

/**
 * Collects the use of ascending lines as runs; adding a line twice is our own mistake and throws. Where every other line has another use
 * there are as many runs as lines (smaps has thirteen for one mapping): five bytes are kept of each, its first line and its use.
 */
export class LineAccount {
  private firsts = new Uint32Array(16);
  private uses = new Uint8Array(16);
  private length = 0;
  /** Behind the last line told of. */
  private next = 0;

  add(line: number, use: LineUse): void {
    this.addLines(line, line, CODES[use]);
  }

  /** The same for several lines in a row. */
  addRun(firstLine: number, lastLine: number, use: LineUse): void {
    this.addLines(firstLine, lastLine, CODES[use]);
  }

  /** The same by the number of a use. */
  addLines(firstLine: number, lastLine: number, use: number): void {
    if (firstLine !== this.next) {
      if (firstLine < this.next) throw new Error(`Line ${firstLine} was already accounted for (after line ${this.next - 1}).`);
      if (this.length > 0) this.begin(this.next, GAP);
    }
    if (this.length === 0 || this.uses[this.length - 1] !== use) this.begin(firstLine, use);
    this.next = lastLine + 1;
  }

  private begin(line: number, use: number): void {
    const at = this.length++;
    if (at === this.firsts.length) {
      const firsts = new Uint32Array(2 * at);
      const uses = new Uint8Array(2 * at);
      firsts.set(this.firsts);
      uses.set(this.uses);
      this.firsts = firsts;
      this.uses = uses;
    }
    this.firsts[at] = line;
    this.uses[at] = use;
  }

  /** Takes over runs that follow what is there. */
  append(runs: Iterable<LineRun>): void {
    for (const { firstLine, lastLine, use } of runs) this.addRun(firstLine, lastLine, use);
  }

  /** The same for all that another account tells. */
  appendAll(other: LineAccount): void {
    for (let i = 0; i < other.length; i++) {
      const use = other.uses[i] as number;
      if (use !== GAP) this.addLines(other.firsts[i] as number, other.lastOf(i), use);
    }
  }

  /** Takes back what was said of a line and of all behind it. */
  takeBack(firstLine: number): LineRun[] {
    let from = this.length;
    while (from > 0 && this.lastOf(from - 1) >= firstLine) from--;
    const taken: LineRun[] = [];
    for (let i = from; i < this.length; i++) {
      const run = this.runAt(i);
      if (run) taken.push({ ...run, firstLine: Math.max(run.firstLine, firstLine) });
    }
    if (from === this.length) return taken;
    // A run that begins before the line keeps what is before it; what ends before it ends with the run, not with the gap behind it.
    const first = this.firsts[from] as number;
    this.length = from;
    if (first < firstLine && taken[0]?.firstLine === firstLine) {
      this.length++;
      this.next = firstLine;
    } else {
      this.next = first;
      if (this.length > 0 && this.uses[this.length - 1] === GAP) this.next = this.firsts[--this.length] as number;
    }
    return taken;
  }

  /** A fresh list of the runs, ascending and disjoint. */
  get runs(): LineRun[] {
    const runs: LineRun[] = [];
    for (let i = 0; i < this.length; i++) {
      const run = this.runAt(i);
      if (run) runs.push(run);
    }
    return runs;
  }

  count(use: LineUse): number {
    let lines = 0;
    for (let i = 0; i < this.length; i++) if (this.uses[i] === CODES[use]) lines += this.lastOf(i) - (this.firsts[i] as number) + 1;
    return lines;
  }

  /** Whether exactly these lines are told of, each of them. */
  covers(firstLine: number, lastLine: number): boolean {
    if (this.length === 0 || this.firsts[0] !== firstLine || this.next !== lastLine + 1) return false;
    return !this.uses.subarray(0, this.length).includes(GAP);
  }

  /** First lines and uses (indexes in LINE_USES) of the runs, for a document that is covered from its first line on. Copies. */
  toColumns(): { firsts: Uint32Array; uses: Uint8Array } {
    const uses = this.uses.slice(0, this.length);
    for (let i = 0; i < uses.length; i++) if (uses[i] === GAP) uses[i] = CODES.note;
    return { firsts: this.firsts.slice(0, this.length), uses };
  }

  private lastOf(i: number): number {
    return (i + 1 < this.length ? (this.firsts[i + 1] as number) : this.next) - 1;
  }

  private runAt(i: number): LineRun | null {
    const use = LINE_USES[this.uses[i] as number];
    return use ? { firstLine: this.firsts[i] as number, lastLine: this.lastOf(i), use } : null;
  }
}

export function countLines(runs: readonly LineRun[], use: LineUse): number {
  let lines = 0;
  for (const run of runs) if (run.use === use) lines += run.lastLine - run.firstLine + 1;
  return lines;
}
