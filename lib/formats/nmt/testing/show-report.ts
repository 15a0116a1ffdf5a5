import { expect } from 'vitest';
import { formatAddress } from '@/lib/base/address';
import { KIB, MIB } from '@/lib/base/bytes';
import type { Parsed } from '@/lib/model/artifact';
import type { NmtCategory, NmtRange, NmtReport } from '@/lib/model/nmt';

/** The reports among the facts. */
export const nmtReports = (parsed: Parsed): NmtReport[] => parsed.facts.flatMap((fact) => (fact.kind === 'nmt-report' ? [fact.value] : []));

/** The report of an artifact that holds exactly one. */
export function nmtReport(parsed: Parsed): NmtReport {
  const [report, ...others] = nmtReports(parsed);
  if (!report || others.length > 0) throw new Error(`Expected one report, got ${report ? others.length + 1 : 0}.`);
  return report;
}

const mib = (bytes: number) => (bytes / MIB).toFixed(1).padStart(9);

/** "Java Heap               reserved   73728.0 committed   73728.0 MiB  mmap". */
function showCategory(category: NmtCategory): string {
  const { malloc, arena, mmap, stack, trackingOverhead, classCount, threadCount } = category;
  const parts = [
    malloc && `malloc ${(malloc.bytes / KIB).toFixed(0)} KiB${malloc.count === null ? '' : ` #${malloc.count}`}`,
    mmap && 'mmap',
    stack && 'stack',
    arena && `arena ${(arena.bytes / KIB).toFixed(0)} KiB`,
    trackingOverhead && `overhead ${(trackingOverhead.bytes / KIB).toFixed(0)} KiB`,
    classCount === null ? null : `${classCount} classes`,
    threadCount === null ? null : `${threadCount} threads`,
  ];
  const sizes = `reserved ${mib(category.reservedBytes)} committed ${mib(category.committedBytes)} MiB`;
  return `${category.name.padEnd(22)} ${sizes}  ${parts.filter(Boolean).join(', ')}`;
}

/** A report as short text, for goldens: a head, then a line per category. */
export function showReport(report: NmtReport): string[] {
  const { total, totalMalloc, totalMmap, pid, level, jdkFamily } = report;
  const sums = [
    total && `reserved ${mib(total.reservedBytes).trim()} committed ${mib(total.committedBytes).trim()} MiB`,
    totalMalloc && `malloc ${mib(totalMalloc.bytes).trim()}`,
    totalMmap && `mmap ${mib(totalMmap.reservedBytes).trim()}`,
  ];
  return [
    `${level} of pid ${pid}, JDK ${jdkFamily}: ${sums.filter(Boolean).join(', ') || 'no total'}`,
    ...report.categories.map(showCategory),
  ];
}

/** "0x7fb851dff000 1024 KiB Thread Stack, committed 32 KiB in 2, 1 frames". */
export const showRange = (range: NmtRange): string =>
  `${range.line}-${range.lastLine} ${formatAddress(range.start)} ${range.sizeBytes / KIB} KiB ${range.category}, ` +
  `committed ${range.committedBytes / KIB} KiB in ${range.committed.length}, ${range.frames.length} frames`;

/** What holds in every report that is whole. `exact`: printed with scale=b, where nothing is rounded. */
export function expectWholeReport(report: NmtReport, exact = report.unitBytes === 1): void {
  const { total, totalMalloc, totalMmap, categories, unitBytes } = report;
  if (!total) throw new Error('The report has no total.');
  const within = (actual: number, expected: number, addends: number, what: string) =>
    expect(Math.abs(actual - expected), what).toBeLessThanOrEqual(exact ? 0 : unitBytes * addends);
  const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
  within(sum(categories.map((c) => c.reservedBytes)), total.reservedBytes, categories.length + 1, 'Σ reserved = total');
  within(sum(categories.map((c) => c.committedBytes)), total.committedBytes, categories.length + 1, 'Σ committed = total');
  if (totalMalloc && totalMmap) {
    within(totalMalloc.bytes + totalMmap.reservedBytes, total.reservedBytes, 1, 'malloc + mmap reserved = total');
    within(totalMalloc.bytes + totalMmap.committedBytes, total.committedBytes, 1, 'malloc + mmap committed = total');
  }
  expect(total.committedBytes).toBeLessThanOrEqual(total.reservedBytes);
  for (const category of categories) {
    const { name, malloc, arena, mmap, stack, trackingOverhead } = category;
    expect(category.committedBytes, name).toBeLessThanOrEqual(category.reservedBytes);
    const outside = (malloc?.bytes ?? 0) + (arena?.bytes ?? 0) + (trackingOverhead?.bytes ?? 0);
    within(outside + (mmap?.reservedBytes ?? 0) + (stack?.reservedBytes ?? 0), category.reservedBytes, 5, `${name}: Σ reserved`);
    within(outside + (mmap?.committedBytes ?? 0) + (stack?.committedBytes ?? 0), category.committedBytes, 5, `${name}: Σ committed`);
    expect(category.lastLine).toBeGreaterThanOrEqual(category.line);
  }
}

/** What holds in every map: sizes fit addresses, committed parts lie inside their range and apart from each other. */
export function expectSoundRanges(ranges: readonly NmtRange[]): void {
  for (const range of ranges) {
    expect(range.sizeBytes).toBe(Number(range.end - range.start));
    expect(range.frames.length).toBeLessThanOrEqual(4);
    expect(range.category).not.toBe('');
    let at = range.start;
    let committedBytes = 0;
    for (const part of [...range.committed].sort((a, b) => (a.start < b.start ? -1 : 1))) {
      expect(part.start >= at && part.end <= range.end && part.line > range.line && part.line <= range.lastLine).toBe(true);
      at = part.end;
      committedBytes += Number(part.end - part.start);
    }
    // At KB scale a range that is committed as a whole lists all of its parts, or none.
    expect(range.committedBytes).toBe(range.committed.length > 0 ? committedBytes : range.committedBytes);
    expect([0, range.sizeBytes]).toContain(range.committed.length > 0 ? 0 : range.committedBytes);
  }
}
