import { LineAccount } from '@/lib/base/line-runs';
import type { Parsed, Warning } from '@/lib/model/artifact';
import type { ArtifactReader } from '../define';
import { buildTableProfile, cleanSymbol, findUnit, type PrintedUnit, type ReportRow } from '../heap-profile/table-report';
import { type JeprofLine, readJeprofLine } from './line';

const QUOTED = 80;
/** Printed values are rounded to one decimal (MB) or none: each may be off by half of its last digit. */
const ROUNDING: Record<string, number> = { MB: 0.05, seconds: 0.0005 };

interface Printed {
  value: number;
  cumulative: number;
  sumPercent: number;
  name: string;
  line: number;
}

/** Reads one table of jeprof. The unit stands in the first line and holds for all rows. */
export function openReader(): ArtifactReader {
  const account = new LineAccount();
  const warnings: Warning[] = [];
  const rows: Printed[] = [];
  let total: { value: number; unit: string; line: number } | null = null;

  function warn(line: number, what: string, text: string): void {
    warnings.push({ line, code: `jeprof-text/${what}`, text });
  }

  function take(parsed: JeprofLine, text: string, line: number): void {
    switch (parsed.kind) {
      case 'row': {
        const { flat, cumulative, sumPercent, name } = parsed.row;
        rows.push({ value: flat.value, cumulative: cumulative.value, sumPercent, name, line });
        account.add(line, 'used');
        return;
      }
      case 'total':
        account.add(line, total ? 'warned' : 'used');
        if (total) warn(line, 'second-total', 'A second total: the rows behind it are counted with the first one.');
        else total = { value: parsed.value, unit: parsed.unit, line };
        return;
      case 'message':
      case 'blank':
        account.add(line, 'noise');
        return;
      case 'other':
        account.add(line, 'warned');
        warn(line, 'unknown-line', `Not a row of jeprof --text: "${text.trim().slice(0, QUOTED)}".`);
    }
  }

  /** Without the total only decimals tell megabytes; a whole number may be bytes, objects or samples. */
  function inferUnit(): PrintedUnit & { printed: string } {
    const printed = total?.unit ?? (rows.some(({ value, cumulative }) => !Number.isInteger(value + cumulative)) ? 'MB' : '');
    return { ...(findUnit(printed) ?? { unit: 'unknown', factor: 1 }), printed };
  }

  /** True where the rows are all there: they sum up to the total, and the running share reaches the whole. */
  function addsUp(printed: string): boolean {
    if (!total || rows.length === 0) return false;
    const sum = rows.reduce((whole, { value }) => whole + value, 0);
    const slack = (ROUNDING[printed] ?? 0) * (rows.length + 1) + 1e-6;
    if (sum > total.value + slack) {
      warn(
        total.line,
        'sum-mismatch',
        `The rows sum up to ${sum.toFixed(1)}, more than the printed total of ${total.value}: rows of two tables?`,
      );
    }
    return Math.abs(sum - total.value) <= slack;
  }

  return {
    line: (text, line) => take(readJeprofLine(text), text, line),
    finish(): Parsed {
      const { unit, factor, printed } = inferUnit();
      const complete = addsUp(printed);
      const toOurs = (value: number) => Math.round(value * factor);
      const weighed = rows.map(
        ({ value, cumulative, sumPercent, name, line }): ReportRow => ({
          name: cleanSymbol(name),
          weight: toOurs(value),
          totalWeight: toOurs(cumulative),
          sumPercent,
          line,
        }),
      );
      const event = printed === 'samples' ? 'cpu' : printed === 'seconds' ? 'lock' : 'malloc';
      const wholeWeight = total ? toOurs(total.value) : null;
      return {
        facts:
          rows.length > 0 ? [{ kind: 'profile', value: buildTableProfile(weighed, { event, unit, unitPrinted: null, wholeWeight }) }] : [],
        runs: account.runs,
        warnings: warnings.sort((a, b) => a.line - b.line),
        complete,
        tool: {},
      };
    },
  };
}
