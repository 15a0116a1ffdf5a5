import type { Sourced } from '@/lib/model/facts';
import type { NmtReport } from '@/lib/model/nmt';
import type { NmtAmountChange, NmtCountedChange, NmtDiff } from '@/lib/model/nmt-diff';

/** A diff prints, before every change, the value of now: `Java Heap (reserved=524288KB, committed=524288KB +2048KB)`. Read that way it is a summary. */
export function toReport({ artifactId, value: diff }: Sourced<NmtDiff>): Sourced<NmtReport> {
  return {
    artifactId,
    value: {
      pid: diff.pid,
      level: 'summary',
      unitBytes: diff.unitBytes,
      total: amount(diff.total),
      totalMalloc: counted(diff.totalMalloc ?? null),
      totalMmap: amount(diff.totalMmap ?? null),
      categories: diff.categories.map((category) => ({
        name: category.name,
        line: category.line,
        lastLine: category.lastLine,
        reservedBytes: category.reservedBytes,
        committedBytes: category.committedBytes,
        malloc: counted(category.malloc),
        mmap: amount(category.mmap),
        arena: counted(category.arena),
        stack: amount(category.stack),
        trackingOverhead: counted(category.trackingOverhead),
        classCount: category.classCount?.value ?? null,
        threadCount: category.threadCount?.value ?? null,
      })),
      ranges: [],
      sites: [],
      jdkFamily: diff.jdkFamily,
    },
  };
}

const counted = (change: NmtCountedChange | null) => change && { line: change.line, bytes: change.bytes, count: change.count };
const amount = (change: NmtAmountChange | null) =>
  change && { line: change.line, reservedBytes: change.reservedBytes, committedBytes: change.committedBytes };

/** The diffs that stand for a report of a snapshot: where no report has totals (there is none, or ranges were pasted alone). */
export function standIns(reports: readonly Sourced<NmtReport>[], diffs: readonly Sourced<NmtDiff>[]): Sourced<NmtReport>[] {
  const hasTotals = reports.some(({ value }) => value.total !== null || value.categories.length > 0);
  return hasTotals ? [] : diffs.map(toReport);
}
