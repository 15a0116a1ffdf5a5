import type { Bounds } from '@/lib/base/bounds';
import { MIB } from '@/lib/base/bytes';
import type { Sourced } from '@/lib/model/facts';
import type { NmtRange, NmtReport } from '@/lib/model/nmt';
import { flattenRanges, type OwnedRange } from './flatten-ranges';
import { type MmapAmount, mallocBounds, mmapAmounts, summaryCategory } from './nmt-amounts';

/** What the NMT reports of one snapshot say together. */
export interface MergedNmt {
  /** The report that gives totals and categories. */
  artifactId: string;
  base: NmtReport;
  pid: number | null;
  reservedBytes: number;
  committedBytes: number;
  /** M: malloc + arena + tracking overhead. */
  malloc: Bounds;
  /** False in a fragment of ranges alone: M is then anybody's guess. */
  mallocKnown: boolean;
  /** Mmap side by category; from the ranges where the report has no categories (a fragment). */
  amounts: MmapAmount[];
  /** Disjoint, sorted. */
  ranges: OwnedRange[];
  /** As printed, for their committed parts. */
  printedRanges: NmtRange[];
  /** True where the ranges are (nearly) all the JVM reserved, so that memory outside them is not NMT's. */
  rangesComplete: boolean;
  doubts: string[];
}

const rangeBytes = (report: NmtReport) => report.ranges.reduce((sum, range) => sum + range.sizeBytes, 0);
const reservedMmapBytes = (report: NmtReport) => mmapAmounts(report).reduce((sum, amount) => sum + amount.reservedBytes, 0);

/** True where a report lists (nearly) every range it counts. Ranges that overlap or were reserved since make more; a paste cut short makes less. */
function listsAllRanges(report: NmtReport): boolean {
  const reserved = reservedMmapBytes(report);
  return report.ranges.length > 0 && reserved > 0 && rangeBytes(report) >= 0.95 * reserved;
}

/** Best first: has a Total, has categories, fine unit, has all its ranges, then the later one (a process seldom gives back). */
function compareReports(a: Sourced<NmtReport>, b: Sourced<NmtReport>): number {
  const merit = ({ value: report }: Sourced<NmtReport>) => [
    report.total ? 1 : 0,
    report.categories.length > 0 ? 1 : 0,
    -report.unitBytes,
    listsAllRanges(report) ? 1 : 0,
    report.ranges.length > 0 ? 1 : 0,
    report.total?.committedBytes ?? 0,
    report.categories.length,
    report.ranges.length,
  ];
  const left = merit(a);
  const right = merit(b);
  for (let i = 0; i < left.length; i++) {
    const difference = (right[i] ?? 0) - (left[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.artifactId < b.artifactId ? -1 : 1;
}

/** Unites the NMT reports of a snapshot: totals of the most complete one, ranges of all that belong with it, fragments too. Null without any figure. */
export function mergeNmt(reports: readonly Sourced<NmtReport>[], mapPid: number | null): MergedNmt | null {
  const telling = reports.filter(({ value }) => value.total || value.categories.length > 0 || value.ranges.length > 0);
  // Where one report names the pid of the map, reports of another process are left aside.
  const samePid = telling.filter(({ value }) => mapPid !== null && value.pid === mapPid);
  const belonging = samePid.length > 0 ? telling.filter(({ value }) => value.pid === mapPid || value.pid === null) : telling;
  const doubts: string[] = [];
  if (belonging.length < telling.length) doubts.push(`NMT reports of another process than ${mapPid} were left aside.`);

  const [base] = [...belonging].sort(compareReports);
  if (!base) return null;
  const pid = base.value.pid ?? belonging.find(({ value }) => value.pid !== null)?.value.pid ?? null;
  // Ranges of another full report would bring back threads that have ended; fragments and cut reports only add.
  const baseListsAll = listsAllRanges(base.value);
  // What System.map tells is the mapping around a range: only where no report says it better.
  const exact = belonging.some(({ value }) => value.rangesOf !== 'mappings' && listsAllRanges(value));
  const giving = belonging.filter(
    (report) =>
      (report === base || !baseListsAll || (report.value.total === null && report.value.categories.length === 0)) &&
      !(exact && report.value.rangesOf === 'mappings'),
  );
  const printedRanges = giving.flatMap(({ value }) => value.ranges);
  const owned = giving.flatMap(({ artifactId, value }) =>
    value.ranges.map(
      (range): OwnedRange => ({ start: range.start, end: range.end, category: range.category, artifactId, line: range.line }),
    ),
  );
  const ranges = flattenRanges(owned);
  const malloc = mallocBounds(base.value);
  const amounts = base.value.categories.length > 0 ? mmapAmounts(base.value) : amountsOfRanges(printedRanges);
  const sum = (key: 'reservedBytes' | 'committedBytes') => amounts.reduce((bytes, amount) => bytes + amount[key], 0);
  return {
    artifactId: base.artifactId,
    base: base.value,
    pid,
    reservedBytes: base.value.total?.reservedBytes ?? sum('reservedBytes') + malloc.bytes.best,
    committedBytes: base.value.total?.committedBytes ?? sum('committedBytes') + malloc.bytes.best,
    malloc: malloc.bytes,
    mallocKnown: base.value.categories.length > 0 || base.value.totalMalloc !== null,
    amounts,
    ranges,
    printedRanges,
    rangesComplete: base.value.categories.length > 0 ? coverAll(ranges, amounts) : holdsWholeJvm(ranges),
    doubts: [...doubts, ...malloc.doubts],
  };
}

/** Asked of every category by itself: the heap alone is often nine tenths of all that a JVM reserves. */
function coverAll(ranges: readonly OwnedRange[], amounts: readonly MmapAmount[]): boolean {
  const covered = new Map<string, number>();
  for (const range of ranges) {
    const category = summaryCategory(range.category);
    covered.set(category, (covered.get(category) ?? 0) + Number(range.end - range.start));
  }
  return (
    ranges.length > 0 &&
    amounts.every(
      ({ category, reservedBytes, committedBytes }) => committedBytes <= MIB || (covered.get(category) ?? 0) >= 0.9 * reservedBytes,
    )
  );
}

/** Without a summary to hold them against, ranges count as complete where they hold what every JVM reserves first and last. */
function holdsWholeJvm(ranges: readonly OwnedRange[]): boolean {
  const categories = new Set(ranges.map((range) => range.category));
  return categories.has('Java Heap') && categories.has('Code') && categories.has('Thread Stack');
}

/** Sums of the ranges by category, for a fragment that has nothing else. */
function amountsOfRanges(ranges: readonly NmtRange[]): MmapAmount[] {
  const amounts = new Map<string, MmapAmount>();
  for (const range of ranges) {
    const category = summaryCategory(range.category);
    const amount = amounts.get(category) ?? { category, reservedBytes: 0, committedBytes: 0, line: range.line };
    amount.reservedBytes += range.sizeBytes;
    amount.committedBytes += range.committedBytes;
    amounts.set(category, amount);
  }
  return [...amounts.values()].sort((a, b) => b.committedBytes - a.committedBytes || (a.category < b.category ? -1 : 1));
}
