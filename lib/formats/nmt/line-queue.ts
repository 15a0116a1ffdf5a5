import { LineAccount, type LineUse } from '@/lib/base/line-runs';

/** A line that waits for what follows it. `frame` holds the text of a stack frame whose owner is not known yet. */
export interface WaitingLine {
  line: number;
  use: LineUse | null;
  frame: string | null;
}

// Stacks have four frames; with pasted blank lines between them and before the amount they need a dozen lines.
const LONGEST = 32;

/** Accounts for lines in their order, although the use of some depends on later ones. Holds at most a few of them. */
export class LineQueue {
  readonly account = new LineAccount();
  waiting: WaitingLine[] = [];

  /** The frames that wait for an owner. */
  get frames(): WaitingLine[] {
    return this.waiting.filter((waiting) => waiting.frame !== null);
  }

  get isFull(): boolean {
    return this.waiting.length > LONGEST;
  }

  /** Accounts for a line, behind those that wait; with `use` null it waits itself. */
  put(line: number, use: LineUse | null, frame: string | null = null): void {
    if (use !== null && this.waiting.length === 0) this.account.add(line, use);
    else this.waiting.push({ line, use, frame });
  }

  /** Accounts for everything that waits; what nobody claimed is noise. */
  flush(): void {
    for (const { line, use } of this.waiting) this.account.add(line, use ?? 'noise');
    this.waiting.length = 0;
  }
}
