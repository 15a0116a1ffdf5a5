import { formatKib, MIB } from '@/lib/base/bytes';
import type { RegionKind } from '@/lib/model/region';
import { type ArenaContext, markArenas } from './arenas';
import { ANONYMOUS, type CutRow, makePiece, type Piece } from './cut-rows';
import { fitG1 } from './g1';
import type { MergedNmt } from './merge-nmt';
import { bucketOfCategory, type MmapAmount } from './nmt-amounts';
import { findStackPairs } from './stacks';

/**
 * With only an NMT summary, rows are recognised by their size: H + k·H/512 is the heap and k of G1's tables that the
 * kernel merged with it, n·H/512 G1's bitmaps, rwx the code cache, a guard and its stack a thread. Categories
 * whose ranges are known, and a heap that was placed by its addresses, are left alone. Changes `rows` in place; answers whether anything was found.
 */
export function matchBySize(rows: CutRow[], nmt: MergedNmt, context: ArenaContext): boolean {
  const ranged = new Map<string, number>();
  for (const range of nmt.ranges)
    ranged.set(bucketOfCategory(range.category), (ranged.get(bucketOfCategory(range.category)) ?? 0) + Number(range.end - range.start));
  const amountOf = (category: string): MmapAmount | null => {
    const amount = nmt.amounts.find((candidate) => candidate.category === category);
    return amount && (ranged.get(bucketOfCategory(category)) ?? 0) < 0.5 * amount.reservedBytes ? amount : null;
  };
  const before = countMatched(rows);
  const heap = amountOf('Java Heap');
  const gc = amountOf('GC');
  const archives = amountOf('Shared class space');
  const gcLeft = { bytes: (gc?.reservedBytes ?? 0) - placedBytes(rows, 'nmt-gc') };
  const hasViews = heap !== null && matchNamed(rows, heap, 'zgc-heap-view');
  const isPlaced = hasViews || placedBytes(rows, 'java-heap') > 0;
  if (heap && !isPlaced && !matchHeapRow(rows, heap, gc ? gcLeft : null)) matchRun(rows, heap, context, 'java-heap');
  if (heap && gc) matchG1Tables(rows, heap, gcLeft, fitG1(nmt)?.bitmaps ?? 2);
  // Archives inside the heap went with it; NMT counts the others as a category of their own.
  if (archives) matchNamed(rows, archives, 'cds-archive');
  const code = amountOf('Code');
  if (code) matchCode(rows, code);
  const classes = amountOf('Class');
  if (classes && classes.reservedBytes >= 128 * MIB) matchRun(rows, classes, context, 'class-space');
  const threads = amountOf('Thread');
  if (threads) matchStacks(rows, threads, nmt, context);
  return countMatched(rows) > before;
}

const placedBytes = (rows: readonly CutRow[], bucket: string) =>
  rows.reduce((bytes, { pieces }) => pieces.reduce((sum, piece) => (piece.bucket === bucket ? sum + piece.sizeBytes : sum), bytes), 0);

const countMatched = (rows: readonly CutRow[]) =>
  rows.reduce((n, { pieces }) => n + pieces.filter((piece) => piece.match !== null).length, 0);

const isFree = (piece: Piece) => piece.bucket === ANONYMOUS && piece.match === null && piece.row.name === '';

function assign(piece: Piece, category: string, kind: RegionKind, match: 'size' | 'shape', reason: string): void {
  piece.category = category;
  piece.match = match;
  piece.bucket = bucketOfCategory(category);
  piece.owner = 'nmt';
  piece.kind = kind;
  piece.grade = 'consistent';
  piece.reasons = [reason];
}

/** Free whole rows, largest residency first; equal ones by address, so that the choice is always the same. */
function freeRows(rows: readonly CutRow[], mode: (mode: string) => boolean): CutRow[] {
  return rows
    .filter(({ row, pieces }) => pieces.length === 1 && pieces[0] !== undefined && isFree(pieces[0]) && mode(row.mode))
    .sort((a, b) => b.row.rssBytes - a.row.rssBytes || (a.row.start < b.row.start ? -1 : 1));
}

/** H itself, or H and up to three tables of H/512 that G1 placed beside it. What is beyond H belongs to GC, if GC has that much. */
function matchHeapRow(rows: CutRow[], heap: MmapAmount, gcLeft: { bytes: number } | null): boolean {
  const bytes = heap.reservedBytes;
  for (const cut of freeRows(rows, (mode) => mode === 'rw-p')) {
    const [piece] = cut.pieces;
    const beyond = cut.row.sizeBytes - bytes;
    const k = (beyond * 512) / bytes;
    if (!piece || beyond < 0 || k > 3 || !Number.isInteger(k) || (k > 0 && (!gcLeft || gcLeft.bytes < beyond))) continue;
    if (k === 0) {
      assign(piece, 'Java Heap', 'java-heap', 'size', `exactly the ${formatKib(bytes)} KiB that NMT reserves for the Java heap`);
      return true;
    }
    const middle = piece.start + BigInt(bytes);
    const low = makePiece(cut.row, piece.start, middle, null);
    const high = makePiece(cut.row, middle, piece.end, null);
    const sum = `the row is the Java heap of ${formatKib(bytes)} KiB and exactly ${k} × 1/512 of it (${formatKib(beyond)} KiB)`;
    assign(low, 'Java Heap', 'java-heap', 'size', `${sum}; the heap is taken to be at its beginning`);
    assign(high, 'GC', 'gc', 'size', `${sum}: ${k === 1 ? 'a table' : 'tables'} of G1 that the kernel merged with the heap`);
    cut.pieces = [low, high];
    if (gcLeft) gcLeft.bytes -= beyond;
    return true;
  }
  // A heap that has not grown to its limit: the committed part is a row of its own.
  const [grown] = freeRows(rows, (mode) => mode === 'rw-p').filter(
    ({ row }) => row.sizeBytes === heap.committedBytes && row.sizeBytes >= MIB,
  );
  const [piece] = grown?.pieces ?? [];
  if (piece)
    assign(
      piece,
      'Java Heap',
      'java-heap',
      'size',
      `exactly the ${formatKib(heap.committedBytes)} KiB that NMT has committed for the Java heap`,
    );
  return piece !== undefined;
}

/** Rows whose file tells what NMT calls them: memfd:java_heap is ZGC's heap, classes.jsa the archive of class data. */
function matchNamed(rows: readonly CutRow[], { category }: MmapAmount, kind: 'zgc-heap-view' | 'cds-archive'): boolean {
  let found = false;
  for (const { pieces } of rows) {
    for (const piece of pieces) {
      if (piece.match !== null || piece.kind !== kind) continue;
      const reason =
        kind === 'zgc-heap-view' ? 'a view of the ZGC heap; RSS counts a page once per view that touched it' : 'class data sharing archive';
      assign(piece, category, kind, 'size', `${reason}, told by its file name ${piece.row.name}`);
      found = true;
    }
  }
  return found;
}

// Below 8 MiB (heaps under 4 GiB) a table is no larger than what malloc maps every day: an extent of jemalloc had such a size.
const SMALLEST_TABLE = 8 * MIB;

/**
 * n·H/512, where the mark bitmaps are side by side and tables of H/512 may be beside them: n from 16 to 19 with two
 * bitmaps of H/64 (JDK 8 to 19), from 8 to 10 with one. Never more in sum than GC has.
 */
function matchG1Tables(rows: readonly CutRow[], heap: MmapAmount, gcLeft: { bytes: number }, bitmaps: number): void {
  if (heap.reservedBytes / 512 < SMALLEST_TABLE) return;
  for (const { row, pieces } of freeRows(rows, (mode) => mode === 'rw-p')) {
    const n = (row.sizeBytes * 512) / heap.reservedBytes;
    const [piece] = pieces;
    if (!piece || !Number.isInteger(n) || n < 8 * bitmaps || n > 9 * bitmaps + 1 || row.sizeBytes > gcLeft.bytes) continue;
    assign(piece, 'GC', 'gc', 'size', `${n} × 1/512 of the heap: the size of G1's mark ${bitmaps === 1 ? 'bitmap' : 'bitmaps'} and tables`);
    gcLeft.bytes -= row.sizeBytes;
  }
}

function matchCode(rows: readonly CutRow[], code: MmapAmount): void {
  let left = code.reservedBytes;
  for (const { row, pieces } of freeRows(rows, (mode) => mode === 'rwxp')) {
    const [piece] = pieces;
    if (!piece || row.sizeBytes > left) continue;
    assign(
      piece,
      'Code',
      'code-cache',
      'shape',
      `readable, writable and executable (rwx), within the ${formatKib(code.reservedBytes)} KiB that NMT reserves for Code`,
    );
    left -= row.sizeBytes;
  }
}

/**
 * Adjoining rows that together are exactly what a category reserves: a heap or class space of which a part is committed,
 * or that CDS archives interrupt. Heap and class space may both be of 1 GiB: the run that is writable to about the size
 * committed is taken.
 */
function matchRun(rows: readonly CutRow[], amount: MmapAmount, context: ArenaContext, kind: RegionKind): void {
  const off = (run: readonly CutRow[]) => Math.abs(writableBytes(run) - amount.committedBytes);
  const [run] = findRuns(rows, amount.reservedBytes, arenaStarts(rows, context)).sort((a, b) => off(a) - off(b));
  if (!run) return;
  const which = run.length === 1 ? 'exactly' : `one of ${run.length} adjoining rows that together are exactly`;
  const reason = `${which} the ${formatKib(amount.reservedBytes)} KiB that NMT reserves for ${amount.category}`;
  for (const { pieces } of run) for (const piece of pieces) assign(piece, amount.category, kind, 'size', reason);
}

const writableBytes = (run: readonly CutRow[]) => run.reduce((bytes, { row }) => (row.mode === '---p' ? bytes : bytes + row.sizeBytes), 0);

/** All runs of adjoining free rows of exactly `wantedBytes`, by address, not overlapping. Two pointers: O(n). */
function findRuns(rows: readonly CutRow[], wantedBytes: number, arenas: ReadonlySet<bigint>): CutRow[][] {
  const runs: CutRow[][] = [];
  let run: CutRow[] = [];
  let bytes = 0;
  for (const cut of rows) {
    const [piece] = cut.pieces;
    const fits = piece !== undefined && cut.pieces.length === 1 && belongsToRun(piece) && !arenas.has(cut.row.start);
    if (!fits || run.at(-1)?.row.end !== cut.row.start) {
      run = [];
      bytes = 0;
    }
    if (!fits) continue;
    run.push(cut);
    bytes += cut.row.sizeBytes;
    let gone = 0;
    for (let first = run[0]; first && bytes > wantedBytes; first = run[gone]) {
      bytes -= first.row.sizeBytes;
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
  (isFree(piece) && (piece.row.mode === 'rw-p' || piece.row.mode === '---p')) || (piece.match === null && piece.kind === 'cds-archive');

/** Starts of rows that are arena heaps by their shape: eight of them in a row are no heap of 512 MiB. */
function arenaStarts(rows: readonly CutRow[], context: ArenaContext): Set<bigint> {
  const copies = rows.flatMap(({ pieces }) => pieces.map((piece) => ({ ...piece })));
  markArenas(copies, context);
  return new Set(copies.filter((piece) => piece.kind === 'glibc-arena-heap').map((piece) => piece.start));
}

/** Pairs of guard and stack near the mean size that NMT gives for its threads, and no more of them than it has threads. */
function matchStacks(rows: readonly CutRow[], amount: MmapAmount, nmt: MergedNmt, context: ArenaContext): void {
  const count = nmt.base.categories.find((category) => category.name === 'Thread')?.threadCount ?? 0;
  if (count === 0) return;
  const arenas = arenaStarts(rows, context);
  const mean = amount.reservedBytes / count;
  let left = count;
  for (const { guard, stack } of findStackPairs(rows.flatMap(({ pieces }) => pieces))) {
    const pair = guard.sizeBytes + stack.sizeBytes;
    if (left === 0) return;
    if (arenas.has(stack.start) || arenas.has(guard.start) || pair < 0.9 * mean || stack.sizeBytes > 1.1 * mean) continue;
    const reason = `guard and stack of ${formatKib(pair)} KiB, like the ${count} threads that NMT counts (${formatKib(mean)} KiB each)`;
    assign(stack, 'Thread', 'thread-stack', 'shape', reason);
    assign(guard, 'Thread', 'guard', 'shape', reason);
    left--;
  }
}
