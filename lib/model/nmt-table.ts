import { ByteNames } from '@/lib/base/byte-names';
import { grown } from '@/lib/base/grown';
import type { NmtColumns } from './nmt-columns';

const FIRST = 64;

/** Addresses as two words of 32 bits each. */
export interface Span {
  startHigh: number;
  startLow: number;
  endHigh: number;
  endLow: number;
}

export const spanOf = ({ startHigh, startLow, endHigh, endLow }: Span): number => (endHigh - startHigh) * 2 ** 32 + endLow - startLow;

/** A call site as it is printed: what malloc has, or what is mapped. */
export interface SiteValues {
  firstLine: number;
  lastLine: number;
  category: string | null;
  mallocBytes: number;
  mallocCount: number | null;
  reservedBytes: number;
  committedBytes: number;
}

/** Ranges and call sites of a report while they arrive. The last range is open: parts and frames are added to it. */
export class NmtTable {
  rangeCount = 0;
  siteCount = 0;
  /** By their bytes; a frame is called by its number here. */
  readonly frames = new ByteNames();
  private readonly ranges = new Spans();
  private readonly parts = new Spans();
  private readonly rangeFrames = new Column(new Uint32Array(FIRST));
  private readonly siteFrames = new Column(new Uint32Array(FIRST));
  private readonly rangeColumns = {
    lastLine: new Column(new Uint32Array(FIRST)),
    category: new Column(new Uint32Array(FIRST)),
    committedBytes: new Column(new Float64Array(FIRST)),
    framesFrom: new Column(new Uint32Array(FIRST)),
    partsFrom: new Column(new Uint32Array(FIRST)),
  };
  private readonly siteColumns = {
    line: new Column(new Uint32Array(FIRST)),
    lastLine: new Column(new Uint32Array(FIRST)),
    category: new Column(new Uint32Array(FIRST)),
    mallocBytes: new Column(new Float64Array(FIRST)),
    mallocCount: new Column(new Float64Array(FIRST)),
    reservedBytes: new Column(new Float64Array(FIRST)),
    committedBytes: new Column(new Float64Array(FIRST)),
    framesFrom: new Column(new Uint32Array(FIRST)),
  };
  private readonly categories: string[] = [];
  private readonly categoryNumbers = new Map<string, number>();

  private numberCategory(name: string): number {
    let number = this.categoryNumbers.get(name);
    if (number === undefined) {
      number = this.categories.length;
      // A copy of its own: what is cut from a line keeps the chunk in memory that the line was cut from.
      const own = ` ${name}`.slice(1);
      this.categories.push(own);
      this.categoryNumbers.set(own, number);
    }
    return number;
  }

  addRange(span: Span, category: string, line: number): void {
    const { rangeColumns } = this;
    this.rangeCount++;
    this.ranges.add(span, line);
    rangeColumns.lastLine.push(line);
    rangeColumns.category.push(this.numberCategory(category));
    rangeColumns.committedBytes.push(0);
    rangeColumns.framesFrom.push(this.rangeFrames.length);
    rangeColumns.partsFrom.push(this.parts.length);
  }

  /** Adds a committed part of the last range; false where it lies outside of it. */
  addPart(span: Span, line: number): boolean {
    if (!this.ranges.lastHolds(span)) return false;
    this.parts.add(span, line);
    this.setLastLine(line);
    return true;
  }

  setLastLine(line: number): void {
    this.rangeColumns.lastLine.values[this.rangeCount - 1] = line;
  }

  addRangeFrame(frame: number): void {
    this.rangeFrames.push(frame);
  }

  /** Ends the last range: `whole` where it is all committed, whatever parts are listed. */
  closeRange(whole: boolean): void {
    const last = this.rangeCount - 1;
    const from = this.rangeColumns.partsFrom.values[last] ?? 0;
    this.rangeColumns.committedBytes.values[last] = whole ? this.ranges.bytesOf(last) : this.parts.unionOf(from);
  }

  addSite(site: SiteValues): void {
    const columns = this.siteColumns;
    this.siteCount++;
    columns.line.push(site.firstLine);
    columns.lastLine.push(site.lastLine);
    columns.category.push(site.category === null ? 0 : this.numberCategory(site.category) + 1);
    columns.mallocBytes.push(site.mallocBytes);
    columns.mallocCount.push(site.mallocCount ?? Number.NaN);
    columns.reservedBytes.push(site.reservedBytes);
    columns.committedBytes.push(site.committedBytes);
    columns.framesFrom.push(this.siteFrames.length);
  }

  /** Of the site added last. */
  addSiteFrame(frame: number): void {
    this.siteFrames.push(frame);
  }

  /** The columns, as long as there are rows: the same memory, of which no more is written. */
  finish(): NmtColumns {
    const { rangeColumns, siteColumns } = this;
    rangeColumns.framesFrom.push(this.rangeFrames.length);
    rangeColumns.partsFrom.push(this.parts.length);
    siteColumns.framesFrom.push(this.siteFrames.length);
    return {
      ranges: {
        ...this.ranges.cut(),
        lastLine: rangeColumns.lastLine.cut(),
        category: rangeColumns.category.cut(),
        committedBytes: rangeColumns.committedBytes.cut(),
        framesFrom: rangeColumns.framesFrom.cut(),
        partsFrom: rangeColumns.partsFrom.cut(),
      },
      parts: this.parts.cut(),
      sites: {
        line: siteColumns.line.cut(),
        lastLine: siteColumns.lastLine.cut(),
        category: siteColumns.category.cut(),
        mallocBytes: siteColumns.mallocBytes.cut(),
        mallocCount: siteColumns.mallocCount.cut(),
        reservedBytes: siteColumns.reservedBytes.cut(),
        committedBytes: siteColumns.committedBytes.cut(),
        framesFrom: siteColumns.framesFrom.cut(),
      },
      rangeFrames: this.rangeFrames.cut(),
      siteFrames: this.siteFrames.cut(),
      categories: this.categories,
      frames: this.frames.toColumns(),
    };
  }
}

/** A column that grows. */
class Column<T extends Uint32Array | Float64Array> {
  length = 0;
  constructor(public values: T) {}

  push(value: number): void {
    if (this.length === this.values.length) this.values = grown(this.values, 2 * this.length);
    this.values[this.length++] = value;
  }

  cut(): T {
    return this.values.subarray(0, this.length) as T; // a part is of the same kind
  }
}

/** Spans of addresses that grow in number, each with its line. */
class Spans {
  length = 0;
  private startHigh = new Uint32Array(FIRST);
  private startLow = new Uint32Array(FIRST);
  private endHigh = new Uint32Array(FIRST);
  private endLow = new Uint32Array(FIRST);
  private line = new Uint32Array(FIRST);

  add(span: Span, line: number): void {
    const at = this.length++;
    if (at === this.line.length)
      for (const key of ['startHigh', 'startLow', 'endHigh', 'endLow', 'line'] as const) this[key] = grown(this[key], 2 * at);
    this.startHigh[at] = span.startHigh;
    this.startLow[at] = span.startLow;
    this.endHigh[at] = span.endHigh;
    this.endLow[at] = span.endLow;
    this.line[at] = line;
  }

  bytesOf(i: number): number {
    return this.startTo(i, this.endHigh[i] as number, this.endLow[i] as number);
  }

  /** Bytes from the start of a span to an address; negative where that lies before it. */
  private startTo(i: number, high: number, low: number): number {
    return (high - (this.startHigh[i] as number)) * 2 ** 32 + low - (this.startLow[i] as number);
  }

  lastHolds({ startHigh, startLow, endHigh, endLow }: Span): boolean {
    const last = this.length - 1;
    return last >= 0 && this.startTo(last, startHigh, startLow) >= 0 && this.startTo(last, endHigh, endLow) <= this.bytesOf(last);
  }

  /** Bytes covered by at least one of the spans from this one on. */
  unionOf(first: number): number {
    if (this.length - first < 2) return this.length > first ? this.bytesOf(first) : 0;
    const starts = Array.from({ length: this.length - first }, (_, i) =>
      this.startTo(first, this.startHigh[first + i] as number, this.startLow[first + i] as number),
    );
    const order = starts.map((_, i) => i).sort((a, b) => (starts[a] as number) - (starts[b] as number));
    let bytes = 0;
    let end = Number.NEGATIVE_INFINITY;
    for (const i of order) {
      const start = Math.max(starts[i] as number, end);
      const own = (starts[i] as number) + this.bytesOf(first + i);
      if (own > start) bytes += own - start;
      end = Math.max(end, own);
    }
    return bytes;
  }

  cut() {
    const cut = (column: Uint32Array) => column.subarray(0, this.length);
    return {
      startHigh: cut(this.startHigh),
      startLow: cut(this.startLow),
      endHigh: cut(this.endHigh),
      endLow: cut(this.endLow),
      line: cut(this.line),
    };
  }
}
