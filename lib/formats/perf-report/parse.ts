import { LineAccount } from '@/lib/base/line-runs';
import type { Parsed, Warning } from '@/lib/model/artifact';
import type { ArtifactReader, ReadContext } from '../define';
import { readRecordedPid } from '../perf-script/parse';
import { DEFAULT_LAYOUT, type Layout, readLayout, readRowText } from './columns';
import { findLevels, Hierarchy } from './hierarchy';
import { looksLikeSymbol, type ReportLine, readLine, straighten } from './line';
import { ReportTable, type Row } from './table';
import { RowTree } from './tree';

/** Characters of a line that a warning repeats. */
const QUOTED = 80;
const MOST_TABLES = 64;
/** Percentages are rounded, and never above the whole. */
const MORE_THAN_ALL = 100.5;

/** "anon group { cycles, instructions }" → its events, each with a column of percentages; null for a single event. */
function groupMembers(event: string): string[] | null {
  const match = /\{ ?([^{}]{1,400}?) ?\}$/.exec(event) ?? (event.includes(', ') ? [event, event] : null);
  return match ? (match[1] ?? '').split(/, ?/) : null;
}

/** Reads perf report: one profile per event, made of the weight that each symbol has in itself. */
export function openReader(_context: ReadContext): ArtifactReader {
  const account = new LineAccount();
  const warnings: Warning[] = [];
  const tables: ReportTable[] = [];
  let open: { event: string | null; samples: ReportTable['samples']; eventCount: number | null; tables: ReportTable[] } | null = null;
  let layout: Layout = DEFAULT_LAYOUT;
  let columns: string | null = null;
  let hierarchy: Hierarchy | null = null;
  let rows: Row[] = [];
  let tree: RowTree | null = null;
  let rowColumn = 0;
  /** "-   37.48%  …": the row of an interactive screen that is open; a chain without branches stands below it as it is. */
  let isOpened = false;
  /** The first mark of the row's call graph stands to the right of the row, as perf prints it. */
  let indented = false;
  /** The indentation of the call graph is lost: what stands below a branch belongs to no branch any more. */
  let lost = false;
  let lostWarned = false;
  let complete = true;
  let lastWarned = 0;
  let lastLine = 0;
  let pid: number | null = null;
  let version: string | null = null;

  function warn(line: number, code: string, text: string): void {
    account.add(line, 'warned');
    warnings.push({ line, code: `perf-report/${code}`, text });
    lastWarned = line;
  }

  function use(next: Layout): void {
    layout = next;
    const levels = findLevels(next.names);
    hierarchy = levels === undefined ? null : new Hierarchy(levels);
  }

  function beginEvent(event: string | null): NonNullable<typeof open> {
    closeRow();
    open = { event, samples: null, eventCount: null, tables: [] };
    return open;
  }

  function closeRow(): void {
    for (const row of rows) {
      if (tree) row.branches = tree.branches;
      row.lastLine = Math.max(row.line, tree?.lastLine ?? 0);
    }
    rows = [];
    tree = null;
    lost = false;
  }

  /** One table per event; a group has one for each of its members. */
  function tablesFor(count: number): ReportTable[] {
    const at = open ?? beginEvent(null);
    if (at.tables.length === 0 && tables.length < MOST_TABLES) {
      const members = at.event === null ? null : groupMembers(at.event);
      const events = members && members.length === count ? members : [at.event];
      for (const event of events) {
        const table = new ReportTable(event);
        // The totals of a group are those of all its members.
        if (events.length === 1) {
          table.samples = at.samples;
          table.eventCount = at.eventCount;
        }
        at.tables.push(table);
        tables.push(table);
      }
    }
    return at.tables;
  }

  function takeRow(row: Extract<ReportLine, { kind: 'row' }>, line: number): void {
    closeRow();
    const { percents } = row;
    if (layout === DEFAULT_LAYOUT && percents.length === 2) layout = { ...layout, names: ['Children', 'Self', ...layout.names.slice(1)] };
    const hasChildren = layout.names[0] === 'Children';
    // "30.68%  29.91%    15.91%  28.82%": a group has a share for each of its events in every column.
    const members = hasChildren && open?.event ? (groupMembers(open.event)?.length ?? 1) : 1;
    const size = percents.length >= members * 2 ? members : 1;
    // (Their first share does not end where the column does.)
    let text = readRowText(size > 1 ? { ...layout, columns: null } : layout, row);
    if (text.symbol === null && row.markerAt >= 0) Object.assign(text, readRowText(DEFAULT_LAYOUT, row));
    if (hierarchy !== null) {
      const innermost = hierarchy.read(row, text);
      if (innermost === null) {
        account.add(line, 'noise');
        return;
      }
      text = innermost;
    }
    if (percents.some((percent) => percent > MORE_THAN_ALL)) {
      warn(line, 'more-than-all', 'A share above 100 %: a digit is wrong, or the line is none of perf report.');
      return;
    }
    const group = hasChildren ? percents.slice(size, size * 2) : percents;
    const targets = tablesFor(Math.max(1, group.length));
    targets.forEach((table, i) => {
      const inclusivePercent = hasChildren ? (percents[i] ?? 0) : null;
      const made: Row = { ...text, inclusivePercent, selfPercent: group[i] ?? 0, branches: [], line, lastLine: line, cut: false };
      table.rows.push(made);
      rows.push(made);
    });
    rowColumn = row.column;
    isOpened = row.text.trimStart().startsWith('-');
    tree = null;
    account.add(line, 'used');
  }

  /** Whether a frame belongs to the call graph of the row at hand, or begins it. */
  function continues({ name, indented: isIndented }: Extract<ReportLine, { kind: 'frame' }>, text: string): boolean {
    if (isChatter(name)) return false;
    if (tree && (isIndented || !indented)) return true;
    return isOpened && /^\s/.test(text) && looksLikeSymbol(name);
  }

  /** A line of the call graph below a row; `use` says what it is good for. */
  function takeTree(
    parsed: Extract<ReportLine, { kind: 'root' | 'branch' | 'flat' | 'folded' | 'frame' }>,
    text: string,
    line: number,
  ): void {
    const row = rows[0];
    if (!row) {
      warn(line, 'graph-without-row', `A call graph without the row it belongs to: not counted.`);
      return;
    }
    // Frames of rows without a weight of their own are those of other rows.
    const use = rows.some((one) => one.selfPercent > 0) ? 'used' : 'noise';
    if (lost) {
      account.add(line, 'noise');
      return;
    }
    const flush = text.length - text.trimStart().length <= rowColumn;
    if (!tree) {
      tree = new RowTree();
      indented = !flush;
    }
    const { column } = parsed;
    if (parsed.kind === 'branch' && flush && !/^\s*[+-]?\s*\d/.test(text)) {
      lost = true;
      complete = false;
      for (const one of rows) one.cut = true;
      if (lostWarned) account.add(line, 'noise');
      else
        warn(
          line,
          'indentation-lost',
          'The indentation of the call graphs is lost, and with it which branch belongs to which: chains end where they branch.',
        );
      lostWarned = true;
      // What the branches had goes on in an unknown way.
      tree.branch({ value: 0, percent: true }, '[...]', column + 1_000, line);
      return;
    }
    if (parsed.kind === 'root') tree.branch(null, parsed.name, column, line);
    else if (parsed.kind === 'branch') tree.branch(parsed.weight, parsed.name, column, line);
    else if (parsed.kind === 'flat') tree.branch(parsed.weight, null, 0, line);
    else if (parsed.kind === 'folded' && parsed.column > rowColumn) tree.branch(parsed.weight, parsed.chain, column, line);
    else if (parsed.kind === 'folded') {
      tree.branch(parsed.weight, null, 0, line);
      for (const frame of parsed.chain.split(';')) tree.frame(frame, line);
    } else if (parsed.kind === 'frame' && !tree.frame(parsed.name, line)) {
      warn(line, 'unknown-line', `Not a line of perf report: "${text.trim().slice(0, QUOTED)}".`);
      return;
    }
    account.add(line, use);
  }

  function take(parsed: ReportLine, text: string, line: number): void {
    switch (parsed.kind) {
      case 'samples': {
        const at = beginEvent(parsed.event);
        at.samples = { count: parsed.count, line };
        at.eventCount = parsed.eventCount;
        use(DEFAULT_LAYOUT);
        account.add(line, 'used');
        break;
      }
      case 'event-count':
        closeRow();
        (open ?? beginEvent(null)).eventCount = parsed.count;
        account.add(line, 'used');
        break;
      case 'columns':
        closeRow();
        columns = parsed.text;
        use(readLayout(parsed.text, null));
        account.add(line, 'used');
        break;
      case 'dots':
        if (columns !== null) use(readLayout(columns, parsed.text));
        columns = null;
        account.add(line, 'noise');
        break;
      case 'lost':
        if (parsed.count > 0) warn(line, 'lost-samples', `perf lost ${parsed.count} samples: the shares are of what it kept.`);
        else account.add(line, 'noise');
        break;
      case 'header':
        if (parsed.key === 'cmdline') pid = readRecordedPid(parsed.value);
        if (parsed.key === 'perf version') version = parsed.value.slice(0, 64);
        account.add(line, parsed.key === 'cmdline' || parsed.key === 'perf version' ? 'used' : 'noise');
        break;
      case 'row':
        takeRow(parsed, line);
        break;
      case 'root':
      case 'branch':
      case 'flat':
      case 'folded':
        takeTree(parsed, text, line);
        break;
      case 'frame':
        if (rows.length > 0 && continues(parsed, text)) takeTree(tree ? parsed : { ...parsed, kind: 'root' }, text, line);
        else if (isChatter(parsed.name)) account.add(line, 'noise');
        else warn(line, 'unknown-line', `Not a line of perf report: "${text.trim().slice(0, QUOTED)}".`);
        break;
      case 'elision':
        complete = false;
        for (const one of rows) one.cut = true;
        account.add(line, 'noise');
        break;
      case 'foreign':
        closeRow();
        warn(line, 'other-report', 'perf top, annotate, stat and diff print tables of another meaning: not read.');
        break;
      case 'bars':
      case 'comment':
      case 'blank':
        account.add(line, 'noise');
        break;
    }
  }

  return {
    line(raw, line) {
      const text = straighten(raw);
      const parsed = readLine(raw);
      if (parsed.kind !== 'blank') lastLine = line;
      take(parsed, text, line);
    },
    finish(): Parsed {
      if (open && open.tables.length === 0) tablesFor(1);
      closeRow();
      const told = tables.filter((table) => !table.isEmpty);
      const facts = told.map((table) => ({ kind: 'profile' as const, value: table.finish() }));
      for (const { line, code, text } of told.flatMap((table) => table.troubles))
        warnings.push({ line, code: `perf-report/${code}`, text });
      warnings.sort((a, b) => a.line - b.line);
      const partial = told.length === 0 || told.some((table) => table.isPartial);
      return {
        facts,
        runs: account.runs,
        warnings,
        complete: complete && !partial && (lastWarned === 0 || lastWarned !== lastLine),
        tool: { pid, version },
      };
    },
  };
}

/** The prompt that called perf, and what perf says before its report. */
function isChatter(text: string): boolean {
  return /^(?:\[[^\]]{1,200}\]\s?|[\w.-]{1,64}@[\w.-]{1,128}:\S{0,200})?[$#]\s+\S|^(?:Warning:|build id event received|Kernel address maps|no symbols found in |failed to open |Failed to )|^(?:Press|For a higher level overview|Tip: |Cannot load tips)/.test(
    text,
  );
}
