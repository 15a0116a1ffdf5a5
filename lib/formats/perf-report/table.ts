import { frameType, gapFrame, isKernelEntry } from '@/lib/model/frame-type';
import type { FrameType, Profile, ProfileUnit } from '@/lib/model/profile';
import { StackTable } from '@/lib/model/stack-table';
import { dsoKind, typeSymbol, unknownFrame } from '../perf-script/dso';
import { nameUnit } from '../perf-script/profile-builder';
import type { RowText } from './columns';
import { type Branch, isRelative, listPaths, type Path } from './tree';

/** One row: a symbol, and the call graph below it. */
export interface Row extends RowText {
  /** With all it called (column Children); null where the table has no such column. */
  inclusivePercent: number | null;
  /** In itself: column Self or Overhead. */
  selfPercent: number;
  branches: Branch[];
  line: number;
  lastLine: number;
  /** Frames of its call graph are lost. */
  cut: boolean;
}

type Order = 'callee' | 'caller';

/** perf prints two decimals. */
const STEP = 0.01;
const CLOCK = /^(?:cpu-clock|task-clock)(?::|$)/;
/** So many frames are listed of all paths of one table; what is beyond has its symbol only. */
const MOST_FRAMES = 4_000_000;
/** Below this share a table is known to lack rows. */
const ALMOST_ALL = 95;

const isUnresolved = (name: string): boolean => /^0x[0-9a-f]{1,16}$/.test(name);

/** An offset in the file ("0x0000000000004a26") and its address in memory ("0x7fa91863ea26") share their place in the page. */
function isSame(name: string, symbol: string): boolean {
  if (name === symbol) return true;
  return isUnresolved(name) && isUnresolved(symbol) && name.slice(-3) === symbol.slice(-3);
}

/** Gathers the rows of one event, then makes stacks of them: only a whole table tells in which order and unit its call graphs are. */
export class ReportTable {
  samples: { count: number; line: number } | null = null;
  eventCount: number | null = null;
  readonly rows: Row[] = [];
  /** A reason why stacks are missing, with the first line it concerns. */
  readonly troubles: { line: number; code: string; text: string }[] = [];

  constructor(readonly event: string | null) {}

  get isEmpty(): boolean {
    return this.samples === null && this.eventCount === null && this.rows.length === 0;
  }

  get selfPercent(): number {
    return this.rows.reduce((sum, row) => sum + row.selfPercent, 0);
  }

  /** Rows are missing: cut, or left out by a limit or filter. */
  get isPartial(): boolean {
    return this.selfPercent < ALMOST_ALL || this.rows.some((row) => row.cut);
  }

  finish(): Profile {
    const table = new StackTable();
    const scale = this.#scale();
    const relative = this.rows.some((row) => isRelative(row.inclusivePercent ?? row.selfPercent, row.branches));
    const order = this.#order();
    const types = this.#typesByName();
    const hasChains = this.rows.some((row) => row.branches.length > 0 || row.inclusivePercent !== null);
    const gap = () => table.frame(gapFrame(null).name, 'unknown');
    const countToPercent = this.#countToPercent();
    let left = MOST_FRAMES;

    for (const row of this.rows) {
      if (row.selfPercent <= 0) continue;
      const own = this.#ownFrame(row, table);
      const roots = row.comm === null || row.comm === '' ? [] : [table.frame(row.comm, 'thread')];
      const weightOf = (percent: number) => scale(percent, row);
      const add = (frames: readonly number[], percent: number, cut: boolean) => {
        const whole = percent >= row.selfPercent - STEP / 2;
        table.add([...roots, ...frames], {
          weight: weightOf(percent),
          samples: whole ? row.samples : null,
          firstLine: row.line,
          lastLine: row.lastLine,
          cut,
        });
      };
      if (own === null) {
        add([], row.selfPercent, false);
        continue;
      }
      let rest = row.selfPercent;
      if (row.branches.length > 0) {
        const paths = listPaths(row.inclusivePercent ?? row.selfPercent, row.branches, relative, countToPercent, left);
        for (const path of paths) {
          left -= path.frames.length;
          const percent = Math.min(path.percent, rest);
          const stack = this.#toStack(path, row, order, own, table, types, gap);
          if (stack === null || percent <= 0) continue;
          rest -= percent;
          add(stack.frames, percent, stack.cut || row.cut);
        }
      }
      // What the tool left out because it is below its threshold, or what the text lost.
      if (rest > (rest < row.selfPercent ? STEP : 0)) add(hasChains ? [gap(), own] : [own], rest, hasChains);
    }
    return this.#toProfile(table);
  }

  #toProfile(table: StackTable): Profile {
    const { frames, stacks } = table;
    const total = stacks.reduce((sum, stack) => sum + stack.weight, 0);
    const { unit, unitPrinted } = this.#unit();
    const samples = this.rows.every((row) => row.samples !== null) && this.rows.length > 0;
    return {
      event: this.event,
      unit,
      unitPrinted,
      frames,
      stacks,
      totalWeight: unit === 'unknown' ? Math.round(total * 100) / 100 : total,
      samples: samples ? this.rows.reduce((sum, row) => sum + (row.samples ?? 0), 0) : null,
      recordedSamples: this.samples,
      recordedWeight: Math.max(this.eventCount ?? (unit === 'samples' ? (this.samples?.count ?? 0) : 100), total),
      failures: [],
      flat: [],
    };
  }

  #unit(): { unit: ProfileUnit; unitPrinted: string | null } {
    if (this.eventCount !== null || this.#hasPeriods()) {
      if (this.event === null) return { unit: 'unknown', unitPrinted: null };
      return CLOCK.test(this.event) ? { unit: 'ns', unitPrinted: null } : { unit: 'count', unitPrinted: nameUnit(this.event) };
    }
    return this.#hasSamples() ? { unit: 'samples', unitPrinted: null } : { unit: 'unknown', unitPrinted: '%' };
  }

  #hasPeriods(): boolean {
    return this.rows.length > 0 && this.rows.every((row) => row.period !== null);
  }

  /** `# Samples: 41K` is rounded, but every row of the column Samples is exact. */
  #hasSamples(): boolean {
    return this.samples !== null || (this.rows.length > 0 && this.rows.every((row) => row.samples !== null));
  }

  /** A share of the event, as the unit of the profile has it. */
  #scale(): (percent: number, row: Row) => number {
    const { eventCount } = this;
    if (this.#hasPeriods() && (eventCount === null || this.rows.every((row) => row.inclusivePercent === null)))
      return (percent, row) => Math.round((percent / (row.selfPercent || 1)) * (row.period ?? 0));
    if (eventCount !== null) return (percent) => Math.round((percent / 100) * eventCount);
    const samples = this.samples?.count ?? 0;
    if (samples > 0) return (percent) => Math.round((percent / 100) * samples * 100) / 100;
    if (this.#hasSamples()) return (percent, row) => Math.round((percent / (row.selfPercent || 1)) * (row.samples ?? 0) * 100) / 100;
    return (percent) => Math.round(percent * 100) / 100;
  }

  /** -g count and -g period print integers: they are counts of samples unless some exceed them. */
  #countToPercent(): (count: number) => number {
    const samples = this.samples?.count ?? 0;
    // "1K" is at most 1,999.
    const mostSamples = samples >= 1_000 ? samples * 2 : samples;
    let largest = 0;
    const walk = this.rows.flatMap((row) => row.branches);
    for (let branch = walk.pop(); branch; branch = walk.pop()) {
      if (branch.weight && !branch.weight.percent) largest = Math.max(largest, branch.weight.value);
      for (const child of branch.children) walk.push(child);
    }
    const whole = largest > mostSamples ? (this.eventCount ?? 0) : samples;
    return (count) => (whole > 0 ? (count / whole) * 100 : 0);
  }

  /** Leaf first or root first: where the symbol of the row stands in chains that are all its own. */
  #order(): Order | null {
    let first = 0;
    let last = 0;
    for (const { branches, symbol, inclusivePercent, selfPercent } of this.rows) {
      if (symbol === null || branches.length === 0 || (inclusivePercent !== null && inclusivePercent > selfPercent + STEP)) continue;
      const [branch] = branches;
      if (!branch) continue;
      const depth = branch.frames.length;
      if (depth > 0 && (depth > 1 || branch.children.length > 0) && isSame(branch.frames[0] ?? '', symbol)) first++;
      // Follow the heaviest way down to its end.
      let end = branch;
      while (end.children[0]) end = end.children[0];
      if ((depth > 1 || end !== branch) && isSame(end.frames.at(-1) ?? '', symbol)) last++;
    }
    return first === last ? null : first > last ? 'callee' : 'caller';
  }

  /** What the rows say of symbols, for the chains, which name no DSO. */
  #typesByName(): Map<string, FrameType> {
    const types = new Map<string, FrameType>();
    for (const { symbol, dso, kernel } of this.rows) {
      if (symbol === null || isUnresolved(symbol) || types.has(symbol)) continue;
      const kind = dso === null ? 'unknown' : dsoKind(dso);
      types.set(symbol, kernel ? 'kernel' : typeSymbol(symbol, kind, false));
    }
    return types;
  }

  /** null where the table is sorted by neither symbol nor DSO. */
  #ownFrame(row: Row, table: StackTable): number | null {
    const kind = row.dso === null ? 'unknown' : dsoKind(row.dso);
    if (row.symbol === null || row.symbol === '' || isUnresolved(row.symbol) || row.symbol === '[unknown]') {
      if (row.symbol === null && row.dso === null) return null;
      const { name, type } = unknownFrame(row.dso, kind, row.kernel);
      return table.frame(name, type);
    }
    return table.frame(row.symbol, row.kernel ? 'kernel' : typeSymbol(row.symbol, kind, false));
  }

  /** Root first, with the row's own frame as leaf; null for a chain that is not the row's own (its callees, column Children). */
  #toStack(
    path: Path,
    row: Row,
    tableOrder: Order | null,
    own: number,
    table: StackTable,
    types: ReadonlyMap<string, FrameType>,
    gap: () => number,
  ): { frames: number[]; cut: boolean } | null {
    const { frames } = path;
    const symbol = row.symbol ?? '';
    const atFirst = isSame(frames[0] ?? '', symbol);
    const atLast = isSame(frames.at(-1) ?? '', symbol);
    if (frames.length === 1 && atFirst && !path.open) return { frames: [own], cut: false };
    const mixed = row.inclusivePercent !== null && row.inclusivePercent > row.selfPercent + STEP;
    if (mixed && (tableOrder !== 'caller' || (atFirst && !atLast) || path.open)) return null;
    // A chain that is cut behind its beginning shows that only: leaf first, it begins with the row's symbol.
    const order = tableOrder ?? (row.cut ? (atFirst ? 'callee' : 'caller') : atFirst === atLast ? null : atFirst ? 'callee' : 'caller');
    if (order === null) {
      if (this.troubles.length === 0) {
        const why =
          row.symbol === null
            ? 'The rows name no symbol'
            : `The chain does not hold "${symbol.slice(0, 80)}", the symbol of its row, at either end`;
        const text = `${why}: whether it is printed leaf first or root first is not known. Such chains are not used.`;
        this.troubles.push({ line: path.line, code: 'order-unknown', text });
      }
      return null;
    }
    const isOwn = order === 'callee' ? atFirst : atLast && !path.open;
    const rootFirst = order === 'callee' ? frames.toReversed() : frames.slice();
    if (isOwn) rootFirst.pop();
    const ids = this.#typeFrames(rootFirst, types, table, gap);
    // Callers below the threshold are missing at the root, callees before the leaf.
    if (order === 'callee') return { frames: path.open ? [gap(), ...ids, own] : [...ids, own], cut: path.open };
    return { frames: isOwn || ids.at(-1) === gap() ? [...ids, own] : [...ids, gap(), own], cut: !isOwn };
  }

  #typeFrames(names: readonly string[], types: ReadonlyMap<string, FrameType>, table: StackTable, gap: () => number): number[] {
    let inKernel = false;
    return names.map((name) => {
      if (name === '[...]') return gap();
      // What perf prints for a return address of null.
      if (name === '0') return table.frame('[unknown]', 'unknown');
      const known = types.get(name);
      inKernel ||= known === 'kernel' || isKernelEntry(name);
      const type = known ?? frameType(name);
      return table.frame(name, known === undefined && inKernel && type === 'native' ? 'kernel' : type);
    });
  }
}
