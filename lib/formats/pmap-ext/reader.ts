import { LineAccount, type LineUse } from '@/lib/base/line-runs';
import type { Parsed, Warning } from '@/lib/model/artifact';
import type { Facts } from '@/lib/model/facts';
import type { Mapping } from '@/lib/model/memory-map';
import type { ArtifactReader, ReadContext } from '../define';
import { isElision, readProcessLine } from '../pmap-x/frame-lines';
import { isSumsRuler, kindOf, readColumns, readSums } from './columns';
import type { ExtFormat } from './recognise';
import { type ExtRow, isCutRow, readChosenRow, readWholeRow, showsFlags } from './row';
import { agree, guessColumns, newSection, reachesTheTop, type Section, sumRows, tellsRegions, toMap, toMapping, toTotals } from './section';

/**
 * Reads `pmap -X`, `-XX` and chosen columns, whole, sorted or headed: one memory map for each process listed. Rows wait for the end,
 * because `sort` may put the column heads anywhere.
 */
export function openExtListing(context: ReadContext, format: ExtFormat): ArtifactReader {
  const uses = new Map<number, LineUse>();
  const warnings: Warning[] = [];
  const sections: Section[] = [];
  let section = newSection();
  let cut = false;
  /** Sums of the process above as printed: procps before 4.0.4 goes on from there. */
  let runningSums: readonly number[] | null = context.carried ?? null;
  let runsOn = false;

  function warn(line: number, what: string, text: string): void {
    uses.set(line, 'warned');
    warnings.push({ line, code: `${format}/${what}`, text });
  }

  function beginSection(): void {
    if (section.rows.length > 0 || section.sums) sections.push(section);
    section = newSection();
  }

  function readRow(text: string): ExtRow | null {
    const { columns } = section;
    return columns && kindOf(columns) === 'choice' ? readChosenRow(text, columns) : readWholeRow(text);
  }

  function takeProcess(pid: number, line: number): void {
    // A sorted listing has its only pid somewhere among the rows.
    if (section.pid !== null || (section.sums && section.columns && section.rows.length > 0)) beginSection();
    section.pid = pid;
    uses.set(line, 'used');
  }

  function takeStranger(text: string, line: number): void {
    if (text.trim() === '' || isSumsRuler(text)) uses.set(line, 'noise');
    else if (isElision(text)) {
      cut = true;
      uses.set(line, 'noise');
    } else if (isCutRow(text)) {
      cut = true;
      warn(line, 'cut-line', 'The row ends before its numbers: not counted. Copy the whole line.');
    } else if (section.pid !== null && section.columns === null && section.rows.length === 0 && !/^\s*[0-9a-f]{5,16}\s/.test(text)) {
      uses.set(line, 'noise'); // the rest of a command that wrapped
    } else {
      cut = true;
      warn(line, 'unknown-line', 'Not a row of this listing, or columns are missing: left out.');
    }
  }

  /** The sums of this process alone. */
  function ownSums(printed: Section['sums'], rows: readonly number[]): number[] | null {
    if (!printed) return null;
    const before = runningSums;
    runningSums = printed.numbers;
    if (printed.numbers.length !== rows.length) return null;
    if (!before || before.length !== rows.length || agree(printed.numbers, rows)) return printed.numbers;
    const without = printed.numbers.map((value, i) => value - (before[i] ?? 0));
    if (!agree(without, rows)) return printed.numbers;
    runsOn = true;
    const text = 'procps before 4.0.4 adds up over all processes listed: the sums of the processes above were taken off.';
    warnings.push({ line: printed.line, code: `${format}/running-sums`, text });
    return without;
  }

  /** Facts of one process; true where nothing of it is missing. */
  function closeSection(one: Section, facts: Facts): boolean {
    const flagged = one.rows.some(({ row }) => showsFlags(row));
    const columns =
      one.columns ??
      guessColumns(
        one.rows.map(({ row }) => row),
        flagged,
      );
    const regions = tellsRegions(columns);
    const mappings: Mapping[] = [];
    const counted: ExtRow[] = [];
    for (const { line, row } of one.rows) {
      // Without sizes there is nothing to hold a row against.
      const read = regions ? toMapping(row, columns, line) : null;
      if (read && 'what' in read) {
        if (read.what === 'cut-line') cut = true;
        warn(line, read.what, read.text);
        continue;
      }
      uses.set(line, 'used');
      counted.push(row);
      if (read) mappings.push(read.mapping);
    }
    const summed = sumRows(counted, columns);
    const sums = ownSums(one.sums, summed);
    if (one.sums && sums === null) warn(one.sums.line, 'odd-sums', 'Not one sum for each column: the sums are not used.');
    const whole = sums !== null && agree(sums, summed);
    if (!regions) {
      const totals = sums && toTotals(one, columns, sums);
      if (totals) facts.push({ kind: 'memory-totals', value: totals });
      const [first] = one.rows;
      const text = 'Without the columns Size, Perm and Mapping no region can be told: only the sums are used. Take pmap -XX.';
      if (first) warnings.push({ line: first.line, code: `${format}/few-columns`, text });
      return whole;
    }
    const map = toMap(format, one, columns, mappings, sums);
    if (mappings.length > 0 || map.printedTotal) facts.push({ kind: 'memory-map', value: map });
    return one.sums ? whole : mappings.length > 0 && reachesTheTop(map);
  }

  return {
    line(text, line) {
      const row = readRow(text);
      if (row) {
        section.rows.push({ line, row });
        uses.set(line, 'used');
        return;
      }
      const sums = readSums(text);
      const columns = sums ? null : readColumns(text);
      const pid = sums || columns ? null : readProcessLine(text);
      if (sums && section.sums) warn(line, 'second-sums', 'A second line of sums for the same process: the first one is used.');
      else if (sums) {
        section.sums = { line, numbers: sums };
        uses.set(line, 'used');
      } else if (columns) {
        if (section.columns) beginSection();
        section.columns = columns;
        uses.set(line, 'noise');
      } else if (pid !== null) takeProcess(pid, line);
      else takeStranger(text, line);
    },

    finish(): Parsed {
      beginSection();
      const only = sections.length === 1 ? sections[0] : undefined;
      if (only) only.pid ??= context.tool.pid;
      const facts: Facts = [];
      const whole = sections.map((one) => closeSection(one, facts));
      const account = new LineAccount();
      for (const [line, use] of uses) account.add(line, use);
      return {
        facts,
        runs: account.runs,
        warnings: warnings.sort((a, b) => a.line - b.line),
        complete: !cut && whole.length > 0 && whole.every(Boolean),
        tool: { pid: sections[0]?.pid ?? context.tool.pid, version: runsOn ? 'procps before 4.0.4' : null },
        ...(runningSums && { carry: runningSums }),
      };
    },
  };
}
