import { formatAddress, lowBits } from '@/lib/base/address';
import { formatKib, MIB } from '@/lib/base/bytes';
import type { Reconciliation } from '@/lib/model/ledger';
import type { Grade } from '@/lib/model/region';
import { type Naming, type Piece, UNNAMED } from './cut-rows';

// HEAP_MAX_SIZE in glibc's malloc/arena.c on 64-bit: twice DEFAULT_MMAP_THRESHOLD_MAX. Heaps start on multiples of it.
const HEAP_BYTES = 64 * MIB;
const GLIBC_NAME = '[anon: glibc: malloc arena]';

const isUnnamed = ({ row }: Piece) => row.name === '' || row.name === GLIBC_NAME;
const isAligned = (address: bigint) => lowBits(address) % HEAP_BYTES === 0;

/** What the whole map says about how far shapes may be trusted. */
export interface ArenaContext {
  /** False where rows were cut away: a missing tail proves nothing then. */
  neighboursKnown: boolean;
  /** True where NMT ranges have taken out everything that the JVM reserved itself. */
  jvmRangesKnown: boolean;
  /** True where some row carries VmFlags `nr`: the kernel keeps no-reserve mappings apart (it does not with overcommit_memory=2). */
  noReserveMarked: boolean;
}

/**
 * Marks glibc's arena heaps among uncovered anonymous pieces (sorted by address). A heap is 64 MiB of address space on a
 * 64 MiB line, its used part readable and writable, the rest without access; full heaps have no rest, and the kernel
 * merges full neighbours:
 *
 *   00007f40a4000000   65516   65516   65516 rw---   [ anon ]
 *   00007f40a7ffb000      20       0       0 -----   [ anon ]
 */
export function markArenas(pieces: readonly Piece[], context: ArenaContext): void {
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i];
    if (!piece || piece.naming !== UNNAMED || piece.row.mode !== 'rw-p' || !isUnnamed(piece) || !isAligned(piece.start)) continue;
    if (contradicts(piece, context)) continue;
    const next = pieces[i + 1];
    const adjoining = next?.adjoins && next.naming.match === null ? next : null;
    const tail = adjoining && isUnnamed(adjoining) && adjoining.row.mode === '---p' ? adjoining : null;
    const rest = piece.sizeBytes % HEAP_BYTES;
    if (rest === 0 && piece.sizeBytes > 0) markFull(piece, context);
    else if (tail && rest + tail.sizeBytes === HEAP_BYTES) markHeap(piece, tail, context);
    else if (!adjoining && !context.neighboursKnown && piece.sizeBytes < HEAP_BYTES) piece.naming = LONE.guess;
  }
}

/** VmFlags say that memory is accounted (`ac`), which an arena heap, reserved without reserve, is not. */
function contradicts(piece: Piece, { noReserveMarked }: ArenaContext): boolean {
  const flags = piece.row.vmFlags;
  return flags !== null && noReserveMarked && (flags.includes('ac') || !flags.includes('nr'));
}

const confirmedByKernel = (piece: Piece, { noReserveMarked }: ArenaContext) =>
  piece.row.name === GLIBC_NAME || (noReserveMarked && piece.row.vmFlags !== null);

function markFull(piece: Piece, context: ArenaContext): void {
  // Anything big may be aligned: without NMT ranges or VmFlags a row of several times 64 MiB is left unnamed.
  const one = piece.sizeBytes === HEAP_BYTES;
  if (confirmedByKernel(piece, context)) piece.naming = FULL.proven;
  // Metaspace reserves nodes of 64 MiB: only ranges or VmFlags tell a full one from a full arena heap.
  else if (one || context.jvmRangesKnown) piece.naming = one && context.jvmRangesKnown ? FULL.consistent : FULL.guess;
}

/** A heap's rest ends on a 64 MiB line because the heap begins on one and the two have whole heaps in sum. */
function markHeap(piece: Piece, tail: Piece, context: ArenaContext): void {
  const grade = confirmedByKernel(piece, context) ? 'proven' : 'consistent';
  piece.naming = HEAP[grade];
  piece.beside = tail;
  tail.naming = REST[grade];
  tail.beside = piece;
}

/** Proven is what VmFlags or the name say. */
const arena = (tell: (piece: Piece) => string, confirmed: readonly string[] = []): Record<Grade, Naming> => {
  const naming = (grade: Grade, more: readonly string[]): Naming => ({
    ...UNNAMED,
    kind: 'glibc-arena-heap',
    grade,
    why: (piece) => [tell(piece), ...more],
  });
  return { proven: naming('proven', confirmed), consistent: naming('consistent', []), guess: naming('guess', []) };
};

const NO_RESERVE = ['VmFlags: no reserve (nr) and not accounted (no ac), as glibc maps its heaps'];
const FULL = arena(({ sizeBytes }) => {
  const heaps = sizeBytes / HEAP_BYTES;
  return heaps === 1 ? 'a full 64 MiB on a 64 MiB line' : `${heaps} × 64 MiB on a 64 MiB line: full heaps that the kernel merged`;
}, NO_RESERVE);
const HEAP = arena(({ sizeBytes, beside }) => {
  const restBytes = beside?.sizeBytes ?? 0;
  const merged = Math.floor(sizeBytes / HEAP_BYTES);
  const sum = `${formatKib(sizeBytes)} KiB rw + ${formatKib(restBytes)} KiB reserved = ${formatKib(sizeBytes + restBytes)} KiB`;
  return `starts on a 64 MiB line; ${sum}${merged > 0 ? `, ${merged + 1} heaps merged` : ''}`;
}, NO_RESERVE);
const REST = arena(({ beside }) => `reserved rest of the arena heap at ${beside ? formatAddress(beside.start) : 'the address below'}`);
const LONE = arena(() => 'starts on a 64 MiB line; the row after it is not in this listing');

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** Counts arena heaps after residency is shared out; a piece of k × 64 MiB is k heaps. Guesses count: a cut listing has nothing better. Null where none was found. */
export function countArenas(pieces: readonly Piece[]): Reconciliation['arenas'] {
  let count = 0;
  let residentBytes = 0;
  let writableBytes = 0;
  const writable: number[] = [];
  const resident: number[] = [];
  for (const piece of pieces) {
    if (piece.naming.kind !== 'glibc-arena-heap') continue;
    residentBytes += piece.resident.best;
    if (piece.row.mode !== 'rw-p') continue;
    const heaps = Math.max(1, Math.ceil(piece.sizeBytes / HEAP_BYTES));
    count += heaps;
    writableBytes += piece.sizeBytes;
    for (let i = 0; i < heaps; i++) {
      writable.push(piece.sizeBytes / heaps);
      resident.push(piece.resident.best / heaps);
    }
  }
  if (count === 0) return null;
  return { count, residentBytes, writableBytes, medianWritableBytes: median(writable), medianResidentBytes: median(resident) };
}
