import { joinWords } from '@/lib/base/address';
import { type NameColumns, toNames } from '@/lib/base/byte-names';
import { defineLazy } from './lazy';
import type { NmtRange, NmtReport, NmtSite } from './nmt';

/** Addresses as two words of 32 bits each. */
export interface SpanColumns {
  startHigh: Uint32Array;
  startLow: Uint32Array;
  endHigh: Uint32Array;
  endLow: Uint32Array;
}

/**
 * The ranges and call sites of a report side by side, off the heap: a JVM of many threads prints tens of thousands, each with a stack.
 * `…From` say where the frames or parts of each begin in their list; a last place says where those of the last one end.
 */
export interface NmtColumns {
  ranges: SpanColumns & {
    line: Uint32Array;
    lastLine: Uint32Array;
    category: Uint32Array;
    committedBytes: Float64Array;
    framesFrom: Uint32Array;
    partsFrom: Uint32Array;
  };
  /** Committed parts of ranges. */
  parts: SpanColumns & { line: Uint32Array };
  sites: {
    line: Uint32Array;
    lastLine: Uint32Array;
    /** Number + 1; 0: none is printed. */
    category: Uint32Array;
    mallocBytes: Float64Array;
    /** NaN: none is printed. */
    mallocCount: Float64Array;
    reservedBytes: Float64Array;
    committedBytes: Float64Array;
    framesFrom: Uint32Array;
  };
  /** Numbers of frames: those of the ranges, of the sites. */
  rangeFrames: Uint32Array;
  siteFrames: Uint32Array;
  categories: string[];
  frames: NameColumns;
}

const startOf = (columns: SpanColumns, i: number) => joinWords(columns.startHigh[i] ?? 0, columns.startLow[i] ?? 0);
const endOf = (columns: SpanColumns, i: number) => joinWords(columns.endHigh[i] ?? 0, columns.endLow[i] ?? 0);

const framesOf = (names: readonly string[], list: Uint32Array, from: number | undefined, to: number | undefined): string[] =>
  Array.from(list.subarray(from, to), (frame) => names[frame] ?? '');

export function toRanges({ ranges, parts, rangeFrames, categories }: NmtColumns, names: readonly string[]): NmtRange[] {
  const toPart = (i: number) => ({ start: startOf(parts, i), end: endOf(parts, i), line: parts.line[i] ?? 0 });
  return Array.from(ranges.line, (line, i) => {
    const start = startOf(ranges, i);
    const end = endOf(ranges, i);
    const first = ranges.partsFrom[i] ?? 0;
    return {
      start,
      end,
      line,
      lastLine: ranges.lastLine[i] ?? 0,
      category: categories[ranges.category[i] ?? 0] ?? '',
      sizeBytes: Number(end - start),
      committedBytes: ranges.committedBytes[i] ?? 0,
      committed: Array.from({ length: (ranges.partsFrom[i + 1] ?? first) - first }, (_, part) => toPart(first + part)),
      frames: framesOf(names, rangeFrames, ranges.framesFrom[i], ranges.framesFrom[i + 1]),
    };
  });
}

export function toSites({ sites, siteFrames, categories }: NmtColumns, names: readonly string[]): NmtSite[] {
  return Array.from(sites.line, (line, i) => {
    const count = sites.mallocCount[i] ?? Number.NaN;
    return {
      line,
      lastLine: sites.lastLine[i] ?? 0,
      category: categories[(sites.category[i] ?? 0) - 1] ?? null,
      mallocBytes: sites.mallocBytes[i] ?? 0,
      mallocCount: Number.isNaN(count) ? null : count,
      reservedBytes: sites.reservedBytes[i] ?? 0,
      committedBytes: sites.committedBytes[i] ?? 0,
      frames: framesOf(names, siteFrames, sites.framesFrom[i], sites.framesFrom[i + 1]),
    };
  });
}

/** Columns of reports whose ranges and sites nobody has looked at. */
const unread = new WeakMap<object, NmtColumns>();

/** A report whose ranges and sites become objects when they are looked at. */
export function toNmtReport(report: Omit<NmtReport, 'ranges' | 'sites'>, columns: NmtColumns): NmtReport {
  let names: string[] | null = null;
  const open = () => {
    unread.delete(made);
    names ??= toNames(columns.frames);
    return names;
  };
  const withRanges = defineLazy(report, 'ranges', () => toRanges(columns, open()));
  const made: NmtReport = defineLazy(withRanges, 'sites', () => toSites(columns, open()));
  unread.set(made, columns);
  return made;
}

/** The columns of such a report as long as nobody has looked: what to keep of it. */
export const columnsOfReport = (report: NmtReport): NmtColumns | null => unread.get(report) ?? null;
