import type { Computation, ComputedInput } from '@/components/ui/how-computed';
import { formatCount, formatKib } from '@/lib/base/bytes';
import type { NmtSheetCategory, NmtSheetRange } from '@/lib/model/nmt-sheet';

// How the figures of the NMT view come about: inputs, formula, lines.

/** Ranges that are named one by one. */
const RANGES_SHOWN = 5;

/** What NMT counts as malloc in a category: its blocks and the JVM's own arenas. */
export function explainMalloc({ name, lines, mallocBytes, mallocCount, arenaBytes, arenaCount }: NmtSheetCategory): Computation {
  const counted = (what: string, count: number | null) => (count === null ? what : `${what}, ${formatCount(count)}`);
  return {
    label: `${name}, malloc`,
    formula: arenaBytes > 0 ? 'malloc + arena, as printed' : '',
    inputs: [
      { label: counted('malloc, blocks', mallocCount), bytes: mallocBytes, lines: [lines] },
      ...(arenaBytes > 0 ? [{ label: counted('arena of the JVM, chunks', arenaCount), bytes: arenaBytes }] : []),
    ],
    bytes: mallocBytes + arenaBytes,
    note: 'It has no addresses: in the map it is part of the anonymous memory outside every NMT range.',
  };
}

/** Committed or reserved: the mmap side, and what malloc took. What neither has is the overhead of tracking, and rounding. */
export function explainAmount(category: NmtSheetCategory, what: 'reserved' | 'committed'): Computation {
  const { name, lines, mmap, mallocBytes, arenaBytes } = category;
  const bytes = what === 'reserved' ? category.reservedBytes : category.committedBytes;
  const mapped = (what === 'reserved' ? mmap?.reservedBytes : mmap?.committedBytes) ?? 0;
  const rest = bytes - mapped - mallocBytes - arenaBytes;
  const parts: ComputedInput[] = [
    { label: `mmap, ${what}`, bytes: mapped },
    { label: 'malloc', bytes: mallocBytes },
    { label: 'arena', bytes: arenaBytes },
    { label: 'tracking overhead and rounding', bytes: rest },
  ].filter((part) => part.bytes !== 0);
  const [first, ...others] = parts;
  return {
    label: `${name}, ${what}`,
    formula: others.length > 0 ? 'as the head of the category prints it: the sum of its parts' : 'as the head of the category prints it',
    inputs: first ? [{ ...first, lines: [lines] }, ...others] : [{ label: what, bytes, lines: [lines] }],
    bytes,
    ...(what === 'committed' ? { note: 'Committed memory becomes resident only when it is first touched.' } : {}),
  };
}

/** Resident: what the rows of the map hold inside the ranges of the category. null where no map says. */
export function explainResident({ name, lines, residentBytes }: NmtSheetCategory, ranges: readonly NmtSheetRange[]): Computation | null {
  if (residentBytes === null) return null;
  const own = ranges
    .filter(
      (range) => range.residentBytes !== null && (range.category === name || (name === 'Thread' && range.category === 'Thread Stack')),
    )
    .toSorted((a, b) => (b.residentBytes?.best ?? 0) - (a.residentBytes?.best ?? 0));
  const shown = own.slice(0, RANGES_SHOWN);
  const rest = residentBytes.best - shown.reduce((sum, range) => sum + (range.residentBytes?.best ?? 0), 0);
  const { min, max } = residentBytes;
  const bounds =
    min === max
      ? 'Exact: no row of the map is shared with other memory.'
      : `Between ${formatKib(min)} and ${formatKib(max)} KiB: a row that holds other memory, too, has one RSS for all of it.`;
  return {
    label: `${name}, resident`,
    formula:
      own.length > 0
        ? 'sum over its ranges of the RSS of the map inside them'
        : 'RSS of the rows of the map that its size or its kind tells',
    inputs: [
      ...shown.map((range) => ({ label: range.start, bytes: range.residentBytes?.best ?? 0, lines: [range.lines] })),
      ...(shown.length === 0 ? [{ label: 'rows of the map, all together', bytes: residentBytes.best, lines: [lines] }] : []),
      ...(shown.length > 0 && rest !== 0 ? [{ label: 'the other ranges', bytes: rest }] : []),
    ],
    bytes: residentBytes.best,
    note: bounds,
  };
}

/** Resident of one range. */
export function explainRange(range: NmtSheetRange): Computation | null {
  if (range.residentBytes === null) return null;
  const { min, best, max } = range.residentBytes;
  return {
    label: `${range.start}, resident`,
    formula: 'RSS of the rows of the map inside the range',
    inputs: [
      { label: 'range, reserved', bytes: range.sizeBytes, lines: [range.lines] },
      { label: 'resident in it', bytes: best },
    ],
    bytes: best,
    note:
      min === max
        ? 'Exact: no row of the map reaches beyond it into other memory.'
        : `Between ${formatKib(min)} and ${formatKib(max)} KiB: a row that reaches beyond it has one RSS for all of it; its share is r·o/s, the part of its size that lies inside.`,
  };
}
