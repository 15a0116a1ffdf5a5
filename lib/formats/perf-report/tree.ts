import type { PrintedWeight } from './line';

/** A branch of a row's call graph: a chain of frames, then branches. Printed order, which may be leaf first or root first. */
export interface Branch {
  /** null: all that its parent has ("---f"). */
  weight: PrintedWeight | null;
  frames: string[];
  children: Branch[];
  column: number;
  line: number;
}

/** Chains that perf records have 127 frames, or as many as an administrator allowed; longer ones are no chains. */
const LONGEST_CHAIN = 1_024;

/** The call graph of one row while it is read. Depth follows from columns alone. */
export class RowTree {
  readonly branches: Branch[] = [];
  lastLine = 0;
  readonly #open: Branch[] = [];

  /** `column` is that of the first dash, which stands one to the right of the bar above it. */
  branch(weight: PrintedWeight | null, name: string | null, column: number, line: number): void {
    while ((this.#open.at(-1)?.column ?? -1) >= column) this.#open.pop();
    const branch: Branch = { weight, frames: name === null ? [] : [cleanName(name)], children: [], column, line };
    (this.#open.at(-1)?.children ?? this.branches).push(branch);
    this.#open.push(branch);
    this.lastLine = line;
  }

  /** Goes on with the chain that was opened last; false where there is none. */
  frame(name: string, line: number): boolean {
    const last = this.#open.at(-1);
    if (!last || last.frames.length >= LONGEST_CHAIN) return false;
    last.frames.push(cleanName(name));
    this.lastLine = line;
    return true;
  }
}

const cleanName = (name: string): string => name.trimEnd().replace(/ \(inlined\)$/, '');

/** One way through a tree: `frames` in printed order, and the share of the row (0..1 of the whole, percent of the event). */
export interface Path {
  frames: string[];
  percent: number;
  /** Branches below it are not printed: the chain goes on in an unknown way. */
  open: boolean;
  line: number;
}

/** Percentages are rounded to two decimals. */
const ROUNDING = 0.005;

/** True where the branches of some row have more than the row: then their percentages are of the parent (-g fractal). */
export function isRelative(percent: number, branches: readonly Branch[]): boolean {
  const stack: { percent: number; branches: readonly Branch[] }[] = [{ percent, branches }];
  for (let at = stack.pop(); at; at = stack.pop()) {
    let sum = 0;
    for (const branch of at.branches) {
      const own = branch.weight === null ? at.percent : branch.weight.percent ? branch.weight.value : 0;
      if (branch.weight?.percent) sum += own;
      if (branch.children.length > 0) stack.push({ percent: own, branches: branch.children });
    }
    if (sum > at.percent + ROUNDING * (at.branches.length + 2)) return true;
  }
  return false;
}

/**
 * All ways through a row's tree, with what each has for itself: its share less that of its branches. `toPercent` reads weights that
 * are no percentages. Paths repeat what they share, so at most `most` frames are listed; ways beyond are left out.
 */
export function listPaths(
  percent: number,
  branches: readonly Branch[],
  relative: boolean,
  toPercent: (count: number) => number,
  most: number,
): Path[] {
  let listed = 0;
  const paths: Path[] = [];
  const walk: { branch: Branch; percent: number; before: string[] }[] = [];
  const share = (branch: Branch, parent: number): number => {
    if (branch.weight === null) return parent;
    if (!branch.weight.percent) return Math.min(parent, toPercent(branch.weight.value));
    return relative ? (parent * branch.weight.value) / 100 : branch.weight.value;
  };
  for (const branch of branches.toReversed()) walk.push({ branch, percent: share(branch, percent), before: [] });
  for (let at = walk.pop(); at; at = walk.pop()) {
    const { branch } = at;
    listed += at.before.length + branch.frames.length;
    if (listed > most) return paths;
    const frames = at.before.length === 0 ? branch.frames : at.before.concat(branch.frames);
    let rest = at.percent;
    for (const child of branch.children.toReversed()) {
      const own = share(child, at.percent);
      rest -= own;
      walk.push({ branch: child, percent: own, before: frames });
    }
    if (branch.children.length === 0) paths.push({ frames, percent: at.percent, open: false, line: branch.line });
    else if (rest > ROUNDING * (branch.children.length + 1)) paths.push({ frames, percent: rest, open: true, line: branch.line });
  }
  return paths;
}
