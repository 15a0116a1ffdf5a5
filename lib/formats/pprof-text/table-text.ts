import type { Warning } from '@/lib/model/artifact';
import type { Profile } from '@/lib/model/profile';
import { buildTableProfile, cleanSymbol, findUnit, type PrintedUnit, type ReportRow } from '../heap-profile/table-report';
import type { Amount, TableRow } from '../heap-profile/table-row';

/** The table of Go's pprof, gathered while it is read. */
export class TableText {
  readonly #rows: { row: TableRow; line: number }[] = [];
  /** Once a value with a unit was met, all others are of its kind; "0" stands alone. */
  #unit: PrintedUnit | null = null;
  #whole: { value: Amount; line: number } | null = null;
  #type: string | null = null;

  get hasFacts(): boolean {
    return this.#rows.length > 0;
  }

  get hasWhole(): boolean {
    return this.#whole !== null;
  }

  setType(type: string): void {
    this.#type ??= type;
  }

  setWhole(value: Amount, line: number): void {
    this.#whole = { value, line };
    this.#learn(value);
  }

  /** False where a value is in a unit that is not known, or of another kind. */
  add(row: TableRow, line: number): boolean {
    if (![row.flat, row.cumulative].every((amount) => this.#learn(amount))) return false;
    this.#rows.push({ row, line });
    return true;
  }

  #learn({ unit, value }: Amount): boolean {
    if (unit === '') return this.#unit === null || value === 0;
    const found = findUnit(unit);
    if (!found) return false;
    this.#unit ??= found;
    return this.#unit.unit === found.unit;
  }

  #toOurs({ value, unit }: Amount): number {
    return Math.round(value * (findUnit(unit)?.factor ?? 1));
  }

  build(): Profile {
    const rows = this.#rows.map(
      ({ row, line }): ReportRow => ({
        name: cleanSymbol(row.name),
        weight: this.#toOurs(row.flat),
        totalWeight: this.#toOurs(row.cumulative),
        sumPercent: row.sumPercent,
        line,
      }),
    );
    const event = this.#type?.trim() ?? null;
    const unit = this.#unit?.unit ?? (event === null ? 'unknown' : event === 'samples' ? 'samples' : 'count');
    return buildTableProfile(rows, { event, unit, unitPrinted: null, wholeWeight: this.#whole ? this.#toOurs(this.#whole.value) : null });
  }

  /** True where nothing is known to be missing: the last running share is what the rows reach. pprof itself drops small nodes. */
  check(warn: (warning: Warning) => void): boolean {
    const whole = this.#whole;
    if (!whole) return false;
    const wholeWeight = this.#toOurs(whole.value);
    const sum = this.#rows.reduce((total, { row }) => total + this.#toOurs(row.flat), 0);
    const last = this.#rows.at(-1)?.row.sumPercent ?? 0;
    const reached = wholeWeight === 0 ? 100 : (Math.abs(sum) / Math.abs(wholeWeight)) * 100;
    const fits = Math.abs(reached - last) <= 1;
    if (!fits) {
      warn({
        line: whole.line,
        code: 'pprof-text/sum-mismatch',
        text: `The rows sum up to ${reached.toFixed(1)} % of the total, their running share says ${last} %: rows are missing.`,
      });
    }
    return fits;
  }
}
