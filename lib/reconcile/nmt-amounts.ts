import type { Bounds } from '@/lib/base/bounds';
import { KIB } from '@/lib/base/bytes';
import { mallocLikeBytes, type NmtCategory, type NmtReport } from '@/lib/model/nmt';

/** What NMT says of one category's mmap side, in bytes. */
export interface MmapAmount {
  /** As the summary names it: "Thread", never "Thread Stack". */
  category: string;
  reservedBytes: number;
  committedBytes: number;
  line: number;
}

/** Detail reports call the ranges of category Thread "Thread Stack". */
export const summaryCategory = (category: string): string => (category === 'Thread Stack' ? 'Thread' : category);

/** "Java Heap" → "java-heap", "Shared class space" → "nmt-shared-class-space", "Thread Stack" → "nmt-thread". */
export function bucketOfCategory(category: string): string {
  if (category === 'Java Heap') return 'java-heap';
  const kebab = summaryCategory(category)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `nmt-${kebab}`;
}

const counted = (category: NmtCategory) =>
  (category.malloc?.bytes ?? 0) + (category.arena?.bytes ?? 0) + (category.trackingOverhead?.bytes ?? 0);

/** The mmap side of a category: its mmap and stack lines; where a paste kept only its head, what malloc leaves of it. */
function mmapSide(category: NmtCategory, unitBytes: number): MmapAmount {
  const parts = [category.mmap, category.stack].filter((part) => part !== null);
  const named = { category: category.name, line: (parts[0] ?? category).line };
  if (parts.length > 0) {
    return {
      ...named,
      reservedBytes: parts.reduce((sum, part) => sum + part.reservedBytes, 0),
      committedBytes: parts.reduce((sum, part) => sum + part.committedBytes, 0),
    };
  }
  // Every figure is rounded on its own: a difference of two units says nothing.
  const beyond = (bytes: number) => (bytes - counted(category) > 2 * unitBytes ? bytes - counted(category) : 0);
  return { ...named, reservedBytes: beyond(category.reservedBytes), committedBytes: beyond(category.committedBytes) };
}

/** Mmap side of every category of a report, in its order; categories with none are left out. */
export function mmapAmounts(report: NmtReport): MmapAmount[] {
  return report.categories.map((category) => mmapSide(category, report.unitBytes)).filter((amount) => amount.reservedBytes > 0);
}

/** M of the ledger: malloc + arena + tracking overhead. Exact for reports in KB or bytes (to their rounding), with bounds for coarser ones and for pastes that lost categories. */
export function mallocBounds(report: NmtReport): { bytes: Bounds; doubts: string[] } {
  const listed = mallocLikeBytes(report);
  const doubts: string[] = [];
  let best = listed;
  let below = 0;
  let above = 0;
  if (report.unitBytes > KIB) {
    // scale=MB rounds each of some forty figures; the malloc total is rounded once.
    const figures = report.totalMalloc
      ? 1
      : report.categories.reduce((n, c) => n + [c.malloc, c.arena, c.trackingOverhead].filter(Boolean).length, 0);
    if (report.totalMalloc) best = report.totalMalloc.bytes;
    below = above = (figures * report.unitBytes) / 2;
    doubts.push('The NMT report is rounded to megabytes or coarser: bounds on its malloc side are wider.');
  }
  const missing = missingBytes(report);
  if (missing > 0) {
    if (report.totalMalloc) best = report.totalMalloc.bytes;
    else above += missing;
    doubts.push('The categories of the NMT report do not add up to its Total: lines seem to be missing from the paste.');
  }
  return { bytes: { min: Math.max(0, best - below), best, max: best + above }, doubts };
}

/** What the Total line has beyond the categories, where that exceeds rounding (DQ-08). */
function missingBytes(report: NmtReport): number {
  if (!report.total) return 0;
  const sum = report.categories.reduce((bytes, category) => bytes + category.committedBytes, 0);
  const missing = report.total.committedBytes - sum;
  return missing > (report.categories.length + 2) * report.unitBytes ? missing : 0;
}
