import { KIB } from '@/lib/base/bytes';
import type { Mapping, MemoryMap } from '@/lib/model/memory-map';
import type { MemoryTotals } from '@/lib/model/process-facts';
import { isHighest } from '../proc-maps/highest';
import type { Columns } from './columns';
import type { ExtRow } from './row';

/** One process of a listing while its lines arrive. */
export interface Section {
  pid: number | null;
  columns: Columns | null;
  rows: { line: number; row: ExtRow }[];
  sums: { line: number; numbers: number[] } | null;
}

export const newSection = (): Section => ({ pid: null, columns: null, rows: [], sums: null });

/** pmap reads smaps twice, for its sums and for its rows: a live process differs by a little. */
const TOLERANCE = 0.001;
const ADDRESS_END = 1n << 64n;

/** The columns of a listing without heads: Size, Rss and Pss stand at the same places on every kernel; the others stay unnamed (""). */
export function guessColumns(rows: readonly ExtRow[], vmFlags: boolean): Columns {
  const counts = new Map<number, number>();
  for (const { numbers } of rows) counts.set(numbers.length, (counts.get(numbers.length) ?? 0) + 1);
  // The count of most rows: a name may begin with a number (more), and a row may be cut (fewer).
  const [most = 3] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0] ?? [];
  const keys = Array.from({ length: most }, () => '');
  // -XX since Linux 4.20 prints both page sizes before Rss: the same power of two twice in (nearly) every row.
  const paged = rows.filter(({ numbers }) => numbers[1] === numbers[2] && isPageKb(numbers[1] ?? 0)).length;
  const names = vmFlags && paged > 0.9 * rows.length ? ['Size', 'KernelPageSize', 'MMUPageSize', 'Rss', 'Pss'] : ['Size', 'Rss', 'Pss'];
  for (const [i, name] of names.entries()) if (i < keys.length) keys[i] = name;
  return { leading: ['Address', 'Perm', 'Offset', 'Device', 'Inode'], keys, vmFlags, mapping: true };
}

const isPageKb = (kb: number) => kb >= 4 && kb <= 1 << 24 && (kb & (kb - 1)) === 0;

/** A row with its numbers named, or why it cannot be believed. */
export type ReadRow = { mapping: Mapping } | { what: 'cut-line' | 'odd-row'; text: string };

export function toMapping({ start, mode, numbers, flags, tail }: ExtRow, columns: Columns, line: number): ReadRow {
  if (numbers.length < columns.keys.length)
    return { what: 'cut-line', text: `The row has ${numbers.length} numbers where ${columns.keys.length} belong: not counted.` };
  const bytes = (key: string) => {
    const at = columns.keys.indexOf(key);
    return at < 0 ? null : (numbers[at] ?? 0) * KIB;
  };
  const name = [...numbers.slice(columns.keys.length).map(String), ...(columns.vmFlags ? [] : flags), tail]
    .filter((part) => part !== '')
    .join(' ');
  if (name.startsWith('[') && !name.endsWith(']') && !name.endsWith('] (deleted)'))
    return { what: 'cut-line', text: 'The name of the row is cut: not counted.' };
  const sizeBytes = bytes('Size') ?? 0;
  const rssBytes = bytes('Rss');
  const pssBytes = bytes('Pss');
  const doubt = doubtRow(start, sizeBytes, rssBytes ?? pssBytes ?? 0);
  if (doubt !== null) return { what: 'odd-row', text: `${doubt} The row is not counted.` };
  const [shared, own] = [bytes('Shared_Dirty'), bytes('Private_Dirty')];
  return {
    mapping: {
      line,
      lastLine: line,
      start,
      end: start + BigInt(sizeBytes),
      sizeBytes,
      rssBytes: rssBytes ?? pssBytes ?? 0,
      pssBytes,
      dirtyBytes: shared === null || own === null ? null : shared + own,
      anonymousBytes: bytes('Anonymous'),
      swapBytes: bytes('Swap'),
      anonHugePagesBytes: bytes('AnonHugePages'),
      mode: mode ?? '',
      name,
      vmFlags: columns.vmFlags ? flags : null,
    },
  };
}

function doubtRow(start: bigint, sizeBytes: number, residentBytes: number): string | null {
  if (!Number.isSafeInteger(sizeBytes) || start + BigInt(sizeBytes) > ADDRESS_END) return 'Its size reaches beyond the address space.';
  if (start % 4096n !== 0n) return 'Its address is not the start of a page: digits are missing.';
  if (sizeBytes === 0 || sizeBytes % 4096 !== 0) return `${sizeBytes / KIB} KB is not a whole number of pages.`;
  if (residentBytes > sizeBytes) return `More is resident (${residentBytes / KIB} KB) than mapped (${sizeBytes / KIB} KB).`;
  return null;
}

/** Column by column, in KB, of the rows that count. */
export function sumRows(rows: readonly ExtRow[], columns: Columns): number[] {
  const sums = columns.keys.map(() => 0);
  for (const { numbers } of rows) for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] ?? 0) + (numbers[i] ?? 0);
  return sums;
}

/** True where two lists of sums are the same, to what a live process changes between two readings. */
export function agree(a: readonly number[], b: readonly number[]): boolean {
  return (
    a.length === b.length && a.every((value, i) => Math.abs(value - (b[i] ?? 0)) <= Math.max(4, TOLERANCE * Math.max(value, b[i] ?? 0)))
  );
}

/** Regions can be told where every row has its size, its mode and its name. */
export const tellsRegions = ({ leading, keys, mapping }: Columns): boolean => leading.includes('Perm') && keys.includes('Size') && mapping;

export function toMap(source: string, section: Section, columns: Columns, mappings: Mapping[], sums: readonly number[] | null): MemoryMap {
  const sum = (key: string) => {
    const at = columns.keys.indexOf(key);
    return at < 0 || sums === null ? null : (sums[at] ?? 0) * KIB;
  };
  const [shared, own] = [sum('Shared_Dirty'), sum('Private_Dirty')];
  const map: MemoryMap = {
    source,
    pid: section.pid,
    rows: mappings,
    printedTotal:
      section.sums && sums
        ? {
            line: section.sums.line,
            sizeBytes: sum('Size') ?? 0,
            rssBytes: sum('Rss') ?? sum('Pss'),
            dirtyBytes: shared === null || own === null ? null : shared + own,
          }
        : null,
    ascending: mappings.every((row, i) => i === 0 || row.start >= (mappings[i - 1]?.start ?? 0n)),
    kernelNames: true,
  };
  if (!columns.keys.includes('Rss')) map.residency = columns.keys.includes('Pss') ? 'pss' : 'none';
  return map;
}

/** Without sums, a listing is whole where it reaches what the kernel maps highest. */
export const reachesTheTop = ({ rows, ascending }: MemoryMap): boolean => ascending && isHighest(rows.at(-1)?.name ?? '');

/** The sums of a listing whose columns tell no regions. */
export function toTotals({ pid, sums }: Section, columns: Columns, corrected: readonly number[]): MemoryTotals | null {
  if (!sums) return null;
  const amounts: MemoryTotals['amounts'] = {};
  columns.keys.forEach((key, i) => {
    if (key !== '') amounts[key] = { line: sums.line, bytes: (corrected[i] ?? 0) * KIB };
  });
  return { pid, amounts };
}
