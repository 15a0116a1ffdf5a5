import { expect } from 'vitest';
import { KIB } from '@/lib/base/bytes';
import type { Parsed } from '@/lib/model/artifact';
import type { NmtAmount, NmtReport } from '@/lib/model/nmt';
import type { NmtAmountChange, NmtCategoryChange, NmtCountedChange, NmtDiff } from '@/lib/model/nmt-diff';

/** The difference report of an artifact that holds exactly one. */
export function nmtDiff(parsed: Parsed): NmtDiff {
  const [diff, ...others] = parsed.facts.flatMap((fact) => (fact.kind === 'nmt-diff' ? [fact.value] : []));
  if (!diff || others.length > 0) throw new Error(`Expected one difference report, got ${diff ? others.length + 1 : 0}.`);
  return diff;
}

const signed = (value: number) => `${value < 0 ? '' : '+'}${value}`;
const kib = (value: number, delta: number) => `${value / KIB}${delta === 0 ? '' : ` ${signed(delta / KIB)}`}`;

function showCounted(what: string, counted: NmtCountedChange | null | undefined): string | null {
  if (!counted) return null;
  const count = counted.count === null ? '' : ` #${counted.count}${counted.deltaCount ? ` ${signed(counted.deltaCount)}` : ''}`;
  return `${what} ${kib(counted.bytes, counted.deltaBytes)}${count}`;
}

const showAmount = (what: string, amount: NmtAmountChange | null | undefined): string | null =>
  amount
    ? `${what} ${kib(amount.reservedBytes, amount.deltaReservedBytes)} / ${kib(amount.committedBytes, amount.deltaCommittedBytes)}`
    : null;

/** "Thread: 65 +2 threads, mmap 70656 / 6292 +32": KiB, reserved / committed, a delta where there is one. */
export function showChange(category: NmtCategoryChange): string {
  const { name, malloc, mmap, arena, stack, trackingOverhead, classCount, threadCount } = category;
  const count = (what: string, changed: typeof classCount) =>
    changed && `${changed.value}${changed.delta ? ` ${signed(changed.delta)}` : ''} ${what}`;
  const parts = [
    showAmount('total', category),
    count('classes', classCount),
    count('threads', threadCount),
    showCounted('malloc', malloc),
    showAmount('mmap', mmap),
    showAmount('stack', stack),
    showCounted('arena', arena),
    showCounted('overhead', trackingOverhead),
  ];
  return `${name}: ${parts.filter(Boolean).join(', ')}`;
}

/** The report as text: a head, then the categories and call sites that changed. */
export function showDiff(diff: NmtDiff): string[] {
  const changed = diff.categories.filter((category) => category.deltaReservedBytes !== 0 || category.deltaCommittedBytes !== 0);
  const totals = [showAmount('total', diff.total), showCounted('malloc', diff.totalMalloc), showAmount('mmap', diff.totalMmap)];
  return [
    `${diff.level} diff of pid ${diff.pid}, JDK ${diff.jdkFamily}: ${totals.filter(Boolean).join(', ')}`,
    ...changed.map(showChange),
    ...diff.sites.map(({ category, malloc, mmap, frames }) => {
      const value = showCounted('malloc', malloc) ?? showAmount('mmap', mmap);
      return `${category} ${value}, by ${frames[0]} (${frames.length} frames)`;
    }),
  ];
}

/** The parts of every category make up its total, and the categories the report's, now and in the change. */
export function expectWholeDiff(diff: NmtDiff): void {
  const { total, totalMalloc, totalMmap, categories, unitBytes } = diff;
  if (!total) throw new Error('The report has no total.');
  const within = (actual: number, expected: number, addends: number, what: string) =>
    expect(Math.abs(actual - expected), what).toBeLessThanOrEqual(unitBytes * addends);
  for (const key of ['reservedBytes', 'committedBytes', 'deltaReservedBytes', 'deltaCommittedBytes'] as const) {
    const sum = categories.reduce((bytes, category) => bytes + category[key], 0);
    within(sum, total[key], categories.length + 1, `Σ ${key}`);
    for (const category of categories) {
      const { malloc, arena, trackingOverhead, mmap, stack } = category;
      const counted = [malloc, arena, trackingOverhead].reduce(
        (bytes, one) => bytes + (key.startsWith('delta') ? (one?.deltaBytes ?? 0) : (one?.bytes ?? 0)),
        0,
      );
      within(counted + (mmap?.[key] ?? 0) + (stack?.[key] ?? 0), category[key], 5, `${category.name}: Σ ${key}`);
    }
  }
  if (totalMalloc && totalMmap) within(totalMalloc.deltaBytes + totalMmap.deltaReservedBytes, total.deltaReservedBytes, 2, 'malloc + mmap');
}

/** What the baseline was (value − delta) must be what the report taken then says, within one unit for rounding. */
export function expectSameBaseline(diff: NmtDiff, then: NmtReport, unitsOfDrift: number): void {
  const at = (change: NmtAmountChange | null, report: NmtAmount | null | undefined, what: string) => {
    if (!change || !report) return;
    for (const [value, delta, expected] of [
      [change.reservedBytes, change.deltaReservedBytes, report.reservedBytes],
      [change.committedBytes, change.deltaCommittedBytes, report.committedBytes],
    ] as const)
      expect(Math.abs(value - delta - expected) / diff.unitBytes, what).toBeLessThanOrEqual(unitsOfDrift);
  };
  at(diff.total, then.total, 'Total');
  for (const category of diff.categories) {
    at(
      category,
      then.categories.find(({ name }) => name === category.name),
      category.name,
    );
  }
}
