import { highBits, lowBits } from '@/lib/base/address';
import { grown } from '@/lib/base/grown';
import type { MappingColumns } from './mapping-columns';
import type { Mapping } from './memory-map';

const FIRST_ROWS = 64;
/** Columns that only some tools print. */
const SIZES = ['pssBytes', 'dirtyBytes', 'anonymousBytes', 'swapBytes', 'anonHugePagesBytes'] as const;
export type SizeColumn = (typeof SIZES)[number];

/** Rows of a map while they arrive. Who reads bytes sets the columns of a row himself (`extend`); who reads text adds a `Mapping`. */
export class MappingTable {
  length = 0;
  line = new Uint32Array(FIRST_ROWS);
  lastLine = new Uint32Array(FIRST_ROWS);
  startHigh = new Uint32Array(FIRST_ROWS);
  startLow = new Uint32Array(FIRST_ROWS);
  endHigh = new Uint32Array(FIRST_ROWS);
  endLow = new Uint32Array(FIRST_ROWS);
  rssBytes = new Float64Array(FIRST_ROWS);
  mode = new Uint8Array(FIRST_ROWS);
  name = new Uint32Array(FIRST_ROWS);
  private readonly sizes: Record<SizeColumn, Float64Array | null> = {
    pssBytes: null,
    dirtyBytes: null,
    anonymousBytes: null,
    swapBytes: null,
    anonHugePagesBytes: null,
  };
  private vmFlags: Uint32Array | null = null;
  private readonly modes = new Numbers<string>(itself);
  private readonly names = new Numbers<string>(itself);
  private readonly flags = new Numbers<string[]>(joined);

  /** A further row, all of whose optional columns are null; its number. */
  extend(): number {
    const row = this.length++;
    if (row === this.line.length) this.grow(2 * row);
    return row;
  }

  private grow(rows: number): void {
    for (const key of ['line', 'lastLine', 'startHigh', 'startLow', 'endHigh', 'endLow', 'name'] as const)
      this[key] = grown(this[key], rows);
    this.mode = grown(this.mode, rows);
    this.rssBytes = grown(this.rssBytes, rows);
    for (const key of SIZES) {
      const column = this.sizes[key];
      if (column) this.sizes[key] = grown(column, rows);
    }
    if (this.vmFlags) this.vmFlags = grown(this.vmFlags, rows);
  }

  /** Makes an optional column ready, all of it null: for who sets it in every row. */
  openSize(column: SizeColumn): Float64Array {
    const values = this.sizes[column] ?? new Float64Array(this.line.length).fill(Number.NaN);
    this.sizes[column] = values;
    return values;
  }

  setSize(column: SizeColumn, row: number, bytes: number): void {
    const values = this.sizes[column] ?? this.openSize(column);
    values[row] = bytes;
  }

  /** `flags`: a number of `numberFlags`. */
  setFlags(row: number, flags: number): void {
    this.vmFlags ??= new Uint32Array(this.line.length);
    this.vmFlags[row] = flags + 1;
  }

  /** What a mode, a name, a list of flags is called in its column. */
  numberMode(mode: string): number {
    return this.modes.of(mode);
  }

  numberName(name: string): number {
    return this.names.of(name);
  }

  numberFlags(flags: string[]): number {
    return this.flags.of(flags);
  }

  add(row: Mapping): void {
    const at = this.extend();
    this.line[at] = row.line;
    this.lastLine[at] = row.lastLine;
    this.startHigh[at] = highBits(row.start);
    this.startLow[at] = lowBits(row.start);
    this.endHigh[at] = highBits(row.end);
    this.endLow[at] = lowBits(row.end);
    this.rssBytes[at] = row.rssBytes;
    for (const column of SIZES) {
      const bytes = row[column];
      if (bytes !== null) this.setSize(column, at, bytes);
    }
    this.mode[at] = this.numberMode(row.mode);
    this.name[at] = this.numberName(row.name);
    if (row.vmFlags) this.setFlags(at, this.numberFlags(row.vmFlags));
  }

  /** Whether the row begins at a lower address than the one before it. */
  descends(row: number): boolean {
    if (row === 0) return false;
    const high = (this.startHigh[row] as number) - (this.startHigh[row - 1] as number);
    return high < 0 || (high === 0 && (this.startLow[row] as number) < (this.startLow[row - 1] as number));
  }

  /** Of a row, in bytes. */
  sizeBytes(row: number): number {
    const high = (this.endHigh[row] as number) - (this.startHigh[row] as number);
    return high * 2 ** 32 + (this.endLow[row] as number) - (this.startLow[row] as number);
  }

  nameOf(row: number): string {
    return this.names.list[this.name[row] ?? 0] ?? '';
  }

  /** The columns, as long as there are rows: the same memory, of which no more is written. */
  finish(): MappingColumns {
    const { length } = this;
    const cut = <T extends Uint8Array | Uint32Array | Float64Array>(column: T): T => column.subarray(0, length) as T; // a part is of the same kind
    const size = (column: SizeColumn) => {
      const values = this.sizes[column];
      return values && cut(values);
    };
    return {
      length,
      line: cut(this.line),
      lastLine: cut(this.lastLine),
      startHigh: cut(this.startHigh),
      startLow: cut(this.startLow),
      endHigh: cut(this.endHigh),
      endLow: cut(this.endLow),
      rssBytes: cut(this.rssBytes),
      pssBytes: size('pssBytes'),
      dirtyBytes: size('dirtyBytes'),
      anonymousBytes: size('anonymousBytes'),
      swapBytes: size('swapBytes'),
      anonHugePagesBytes: size('anonHugePagesBytes'),
      mode: cut(this.mode),
      name: cut(this.name),
      vmFlags: this.vmFlags && cut(this.vmFlags),
      modes: this.modes.list,
      names: this.names.list,
      flags: this.flags.list,
    };
  }
}

const itself = (text: string): string => text;
const joined = (words: readonly string[]): string => words.join(' ');

/** Values called by their number, in the order in which they came. */
class Numbers<T> {
  readonly list: T[] = [];
  private readonly known = new Map<string, number>();
  /** The value asked for last and its number: rows of one kind stand together. */
  private last: T | null = null;
  private lastNumber = 0;

  constructor(private readonly keyOf: (value: T) => string) {}

  of(value: T): number {
    if (value === this.last) return this.lastNumber;
    this.last = value;
    this.lastNumber = this.find(value);
    return this.lastNumber;
  }

  private find(value: T): number {
    const key = this.keyOf(value);
    let number = this.known.get(key);
    if (number === undefined) {
      number = this.list.length;
      // A copy of its own: what is cut from a line keeps the chunk in memory that the line was cut from.
      const own = ` ${key}`.slice(1);
      this.known.set(own, number);
      this.list.push(typeof value === 'string' ? (own as T) : value);
    }
    return number;
  }
}
