import { type Address, formatAddress, spanBytes } from '@/lib/base/address';
import { formatKib } from '@/lib/base/bytes';
import type { HeapState } from '@/lib/model/beside';
import type { Sourced } from '@/lib/model/facts';
import type { HeapUsage } from '@/lib/model/process-facts';
import type { Grade, RegionKind } from '@/lib/model/region';
import { figureOf } from './container';
import { ANONYMOUS, type Naming, type Piece, partOf, withReason } from './cut-rows';
import { bucketOfCategory } from './nmt-amounts';

/** The reserved addresses of the Java heap, as a capture prints them. */
export interface HeapRange {
  start: Address;
  end: Address;
  artifactId: string;
  line: number;
}

/** The captures that say most of the heap: addresses, then what is used and committed; the same on every run. */
export function orderHeapUsages(facts: readonly Sourced<HeapUsage>[]): Sourced<HeapUsage>[] {
  const merit = ({ value }: Sourced<HeapUsage>) => (value.used ? 4 : 0) + (value.committed ? 2 : 0) + (value.range ? 1 : 0);
  return [...facts].sort(
    (a, b) => merit(b) - merit(a) || (b.value.used?.bytes ?? 0) - (a.value.used?.bytes ?? 0) || (a.artifactId < b.artifactId ? -1 : 1),
  );
}

export function describeHeap(usages: readonly Sourced<HeapUsage>[]): HeapState | null {
  if (usages.length === 0) return null;
  const [said] = usages;
  const max = usages.find(({ value }) => value.maxHeap !== null);
  const collector = usages.find(({ value }) => value.collector !== null);
  return {
    used: said ? figureOf(said.artifactId, said.value.used) : null,
    committed: said ? figureOf(said.artifactId, said.value.committed) : null,
    max: max ? figureOf(max.artifactId, max.value.maxHeap) : null,
    collector: collector?.value.collector ?? null,
  };
}

export function findHeapRange(usages: readonly Sourced<HeapUsage>[]): HeapRange | null {
  for (const { artifactId, value } of usages)
    if (value.range && value.range.end > value.range.start)
      return { start: value.range.start, end: value.range.end, artifactId, line: value.range.line };
  return null;
}

/**
 * Lays the heap's addresses over pieces that no NMT range has cut: what lies inside is Java heap whatever its name (archives of
 * class data lie in it), to the page. What a row holds beyond the heap, in whole 512ths of it, three at most and no more than
 * `gcBytes`, is a table of G1 that the kernel merged with it. Changes `pieces` in place; false where no row touches the range.
 */
export function placeHeap(pieces: Piece[], range: HeapRange, gcBytes: number): boolean {
  const heapBytes = spanBytes(range.start, range.end);
  const heap = jvmNaming('Java Heap', 'java-heap', 'proven', insideWords(range));
  let found = false;
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i];
    if (!piece?.whole || piece.naming.match !== null || piece.end <= range.start || range.end <= piece.start) continue;
    if (piece.naming.bucket !== ANONYMOUS && piece.naming.kind !== 'cds-archive') continue;
    found = true;
    const from = piece.start > range.start ? piece.start : range.start;
    const to = piece.end < range.end ? piece.end : range.end;
    const inside = partOf(piece, from, to);
    inside.naming = heap;
    inside.whole = inside.sizeBytes === piece.sizeBytes;
    const below = piece.start < from ? [partOf(piece, piece.start, from)] : [];
    const above = to < piece.end ? [partOf(piece, to, piece.end)] : [];
    const beyond = [...below, ...above];
    const beyondBytes = beyond.reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0);
    const tables = (beyondBytes * 512) / heapBytes;
    if (beyondBytes > 0 && beyondBytes <= gcBytes && Number.isInteger(tables) && tables <= 3) {
      const words = `${formatKib(beyondBytes)} KiB beside the heap in its row, exactly ${tables} × 1/512 of it: ${tables === 1 ? 'a table' : 'tables'} of G1 that the kernel merged with it`;
      for (const table of beyond) table.naming = jvmNaming('GC', 'gc', 'consistent', words);
    }
    pieces.splice(i, 1, ...below, inside, ...above);
    i += beyond.length;
  }
  return found;
}

const insideWords = ({ start, end }: HeapRange) =>
  `inside the heap's addresses, ${formatAddress(start)} to ${formatAddress(end)}, as the JVM prints them`;

const jvmNaming = (category: string, kind: RegionKind, grade: Grade, reason: string): Naming =>
  withReason({ category, match: 'size', bucket: bucketOfCategory(category), owner: 'nmt', kind, grade }, reason);
