import { formatKib, MIB } from '@/lib/base/bytes';
import type { RegionKind } from '@/lib/model/region';
import { type ArenaContext, markArenas } from './arenas';
import { type Naming, type Piece, partOf, UNNAMED, withReason } from './cut-rows';
import { fitG1 } from './g1';
import type { MergedNmt } from './merge-nmt';
import { bucketOfCategory, type MmapAmount } from './nmt-amounts';
import { findStackPairs } from './stacks';

/**
 * With only an NMT summary, rows are recognised by their size: H + k·H/512 is the heap and k of G1's tables that the
 * kernel merged with it, n·H/512 G1's bitmaps, rwx the code cache, a guard and its stack a thread. Categories
 * whose ranges are known, and a heap that was placed by its addresses, are left alone. Changes `pieces` in place; answers whether anything was found.
 */
export function matchBySize(pieces: Piece[], nmt: MergedNmt, context: ArenaContext): boolean {
  const ranged = new Map<string, number>();
  for (const range of nmt.ranges)
    ranged.set(bucketOfCategory(range.category), (ranged.get(bucketOfCategory(range.category)) ?? 0) + Number(range.end - range.start));
  const amountOf = (category: string): MmapAmount | null => {
    const amount = nmt.amounts.find((candidate) => candidate.category === category);
    return amount && (ranged.get(bucketOfCategory(category)) ?? 0) < 0.5 * amount.reservedBytes ? amount : null;
  };
  const before = countMatched(pieces);
  const heap = amountOf('Java Heap');
  const gc = amountOf('GC');
  const archives = amountOf('Shared class space');
  const gcLeft = { bytes: (gc?.reservedBytes ?? 0) - placedBytes(pieces, 'nmt-gc') };
  const hasViews = heap !== null && matchNamed(pieces, heap, 'zgc-heap-view');
  const isPlaced = hasViews || placedBytes(pieces, 'java-heap') > 0;
  if (heap && !isPlaced && !matchHeapRow(pieces, heap, gc ? gcLeft : null)) matchRun(pieces, heap, context, 'java-heap');
  if (heap && gc) matchG1Tables(pieces, heap, gcLeft, fitG1(nmt)?.bitmaps ?? 2);
  // Archives inside the heap went with it; NMT counts the others as a category of their own.
  if (archives) matchNamed(pieces, archives, 'cds-archive');
  const code = amountOf('Code');
  if (code) matchCode(pieces, code);
  const classes = amountOf('Class');
  if (classes && classes.reservedBytes >= 128 * MIB) matchRun(pieces, classes, context, 'class-space');
  const threads = amountOf('Thread');
  if (threads) matchStacks(pieces, threads, nmt, context);
  return countMatched(pieces) > before;
}

const placedBytes = (pieces: readonly Piece[], bucket: string) =>
  pieces.reduce((sum, { naming, sizeBytes }) => (naming.bucket === bucket ? sum + sizeBytes : sum), 0);

const countMatched = (pieces: readonly Piece[]) => pieces.reduce((n, { naming }) => (naming.match === null ? n : n + 1), 0);

const isFree = ({ naming, row }: Piece) => naming === UNNAMED && row.name === '';

const named = (category: string, kind: RegionKind, match: 'size' | 'shape', reason: string): Naming =>
  withReason({ category, match, bucket: bucketOfCategory(category), owner: 'nmt', kind, grade: 'consistent' }, reason);

/** Free whole rows, largest residency first; equal ones by address, so that the choice is always the same. */
function freeRows(pieces: readonly Piece[], mode: string): Piece[] {
  return pieces
    .filter((piece) => piece.whole && isFree(piece) && piece.row.mode === mode)
    .sort((a, b) => b.row.rssBytes - a.row.rssBytes || (a.start < b.start ? -1 : 1));
}

/** H itself, or H and up to three tables of H/512 that G1 placed beside it. What is beyond H belongs to GC, if GC has that much. */
function matchHeapRow(pieces: Piece[], heap: MmapAmount, gcLeft: { bytes: number } | null): boolean {
  const bytes = heap.reservedBytes;
  const rows = freeRows(pieces, 'rw-p');
  for (const piece of rows) {
    const beyond = piece.sizeBytes - bytes;
    const k = (beyond * 512) / bytes;
    if (beyond < 0 || k > 3 || !Number.isInteger(k) || (k > 0 && (!gcLeft || gcLeft.bytes < beyond))) continue;
    if (k === 0) {
      piece.naming = named('Java Heap', 'java-heap', 'size', `exactly the ${formatKib(bytes)} KiB that NMT reserves for the Java heap`);
      return true;
    }
    const middle = piece.start + BigInt(bytes);
    const low = partOf(piece, piece.start, middle);
    const high = partOf(piece, middle, piece.end);
    const sum = `the row is the Java heap of ${formatKib(bytes)} KiB and exactly ${k} × 1/512 of it (${formatKib(beyond)} KiB)`;
    low.naming = named('Java Heap', 'java-heap', 'size', `${sum}; the heap is taken to be at its beginning`);
    high.naming = named('GC', 'gc', 'size', `${sum}: ${k === 1 ? 'a table' : 'tables'} of G1 that the kernel merged with the heap`);
    pieces.splice(pieces.indexOf(piece), 1, low, high);
    if (gcLeft) gcLeft.bytes -= beyond;
    return true;
  }
  // A heap that has not grown to its limit: the committed part is a row of its own.
  const committed = heap.committedBytes;
  const grown = rows.find(({ sizeBytes }) => sizeBytes === committed && sizeBytes >= MIB);
  if (grown)
    grown.naming = named(
      'Java Heap',
      'java-heap',
      'size',
      `exactly the ${formatKib(committed)} KiB that NMT has committed for the Java heap`,
    );
  return grown !== undefined;
}

/** Rows whose file tells what NMT calls them: memfd:java_heap is ZGC's heap, classes.jsa the archive of class data. */
function matchNamed(pieces: readonly Piece[], { category }: MmapAmount, kind: 'zgc-heap-view' | 'cds-archive'): boolean {
  let found = false;
  for (const piece of pieces) {
    if (piece.naming.match !== null || piece.naming.kind !== kind) continue;
    const reason =
      kind === 'zgc-heap-view' ? 'a view of the ZGC heap; RSS counts a page once per view that touched it' : 'class data sharing archive';
    piece.naming = named(category, kind, 'size', `${reason}, told by its file name ${piece.row.name}`);
    found = true;
  }
  return found;
}

// Below 8 MiB (heaps under 4 GiB) a table is no larger than what malloc maps every day: an extent of jemalloc had such a size.
const SMALLEST_TABLE = 8 * MIB;

/**
 * n·H/512, where the mark bitmaps are side by side and tables of H/512 may be beside them: n from 16 to 19 with two
 * bitmaps of H/64 (JDK 8 to 19), from 8 to 10 with one. Never more in sum than GC has.
 */
function matchG1Tables(pieces: readonly Piece[], heap: MmapAmount, gcLeft: { bytes: number }, bitmaps: number): void {
  if (heap.reservedBytes / 512 < SMALLEST_TABLE) return;
  for (const piece of freeRows(pieces, 'rw-p')) {
    const n = (piece.sizeBytes * 512) / heap.reservedBytes;
    if (!Number.isInteger(n) || n < 8 * bitmaps || n > 9 * bitmaps + 1 || piece.sizeBytes > gcLeft.bytes) continue;
    piece.naming = named(
      'GC',
      'gc',
      'size',
      `${n} × 1/512 of the heap: the size of G1's mark ${bitmaps === 1 ? 'bitmap' : 'bitmaps'} and tables`,
    );
    gcLeft.bytes -= piece.sizeBytes;
  }
}

function matchCode(pieces: readonly Piece[], code: MmapAmount): void {
  const reason = `readable, writable and executable (rwx), within the ${formatKib(code.reservedBytes)} KiB that NMT reserves for Code`;
  const naming = named('Code', 'code-cache', 'shape', reason);
  let left = code.reservedBytes;
  for (const piece of freeRows(pieces, 'rwxp')) {
    if (piece.sizeBytes > left) continue;
    piece.naming = naming;
    left -= piece.sizeBytes;
  }
}

/**
 * Adjoining rows that together are exactly what a category reserves: a heap or class space of which a part is committed,
 * or that CDS archives interrupt. Heap and class space may both be of 1 GiB: the run that is writable to about the size
 * committed is taken.
 */
function matchRun(pieces: readonly Piece[], amount: MmapAmount, context: ArenaContext, kind: RegionKind): void {
  const off = (run: readonly Piece[]) => Math.abs(writableBytes(run) - amount.committedBytes);
  const [run] = findRuns(pieces, amount.reservedBytes, arenaStarts(pieces, context)).sort((a, b) => off(a) - off(b));
  if (!run) return;
  const which = run.length === 1 ? 'exactly' : `one of ${run.length} adjoining rows that together are exactly`;
  const reason = `${which} the ${formatKib(amount.reservedBytes)} KiB that NMT reserves for ${amount.category}`;
  const naming = named(amount.category, kind, 'size', reason);
  for (const piece of run) piece.naming = naming;
}

const writableBytes = (run: readonly Piece[]) => run.reduce((bytes, { row }) => (row.mode === '---p' ? bytes : bytes + row.sizeBytes), 0);

/** All runs of adjoining free rows of exactly `wantedBytes`, by address, not overlapping. Two pointers: O(n). */
function findRuns(pieces: readonly Piece[], wantedBytes: number, arenas: ReadonlySet<bigint>): Piece[][] {
  const runs: Piece[][] = [];
  let run: Piece[] = [];
  let bytes = 0;
  for (const piece of pieces) {
    const fits = piece.whole && belongsToRun(piece) && !arenas.has(piece.start);
    if (!fits || !piece.adjoins) {
      run = [];
      bytes = 0;
    }
    if (!fits) continue;
    run.push(piece);
    bytes += piece.sizeBytes;
    let gone = 0;
    for (let first = run[0]; first && bytes > wantedBytes; first = run[gone]) {
      bytes -= first.sizeBytes;
      gone++;
    }
    if (gone > 0) run = run.slice(gone);
    if (bytes !== wantedBytes) continue;
    runs.push(run);
    run = [];
    bytes = 0;
  }
  return runs;
}

const belongsToRun = (piece: Piece) =>
  (isFree(piece) && (piece.row.mode === 'rw-p' || piece.row.mode === '---p')) ||
  (piece.naming.match === null && piece.naming.kind === 'cds-archive');

/** Starts of rows that are arena heaps by their shape: eight of them in a row are no heap of 512 MiB. */
function arenaStarts(pieces: readonly Piece[], context: ArenaContext): Set<bigint> {
  const copies = pieces.map((piece) => ({ ...piece }));
  markArenas(copies, context);
  return new Set(copies.filter(({ naming }) => naming.kind === 'glibc-arena-heap').map(({ start }) => start));
}

/** Pairs of guard and stack near the mean size that NMT gives for its threads, and no more of them than it has threads. */
function matchStacks(pieces: readonly Piece[], amount: MmapAmount, nmt: MergedNmt, context: ArenaContext): void {
  const count = nmt.base.categories.find((category) => category.name === 'Thread')?.threadCount ?? 0;
  if (count === 0) return;
  const arenas = arenaStarts(pieces, context);
  const mean = amount.reservedBytes / count;
  let left = count;
  for (const { guard, stack } of findStackPairs(pieces)) {
    const pair = guard.sizeBytes + stack.sizeBytes;
    if (left === 0) return;
    if (arenas.has(stack.start) || arenas.has(guard.start) || pair < 0.9 * mean || stack.sizeBytes > 1.1 * mean) continue;
    const reason = `guard and stack of ${formatKib(pair)} KiB, like the ${count} threads that NMT counts (${formatKib(mean)} KiB each)`;
    stack.naming = named('Thread', 'thread-stack', 'shape', reason);
    guard.naming = named('Thread', 'guard', 'shape', reason);
    left--;
  }
}
