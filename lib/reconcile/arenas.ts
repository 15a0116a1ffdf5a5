import { formatAddress, lowBits } from '@/lib/base/address';
import { formatKib, MIB } from '@/lib/base/bytes';
import type { Reconciliation } from '@/lib/model/ledger';
import { ANONYMOUS, type Piece } from './cut-rows';

// HEAP_MAX_SIZE in glibc's malloc/arena.c on 64-bit: twice DEFAULT_MMAP_THRESHOLD_MAX. Heaps start on multiples of it.
const HEAP_BYTES = 64 * MIB;
const GLIBC_NAME = '[anon: glibc: malloc arena]';

const isUnnamed = (piece: Piece) => piece.row.name === '' || piece.row.name === GLIBC_NAME;
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
  pieces.forEach((piece, i) => {
    if (piece.bucket !== ANONYMOUS || piece.match !== null || !isUnnamed(piece) || piece.row.mode !== 'rw-p' || !isAligned(piece.start))
      return;
    if (contradicts(piece, context)) return;
    const next = pieces[i + 1];
    const adjoining = next && next.start === piece.end && next.match === null ? next : null;
    const tail = adjoining && isUnnamed(adjoining) && adjoining.row.mode === '---p' ? adjoining : null;
    const rest = piece.sizeBytes % HEAP_BYTES;
    if (rest === 0) markFull(piece, context);
    else if (tail && isAligned(tail.end) && rest + tail.sizeBytes === HEAP_BYTES) markHeap(piece, tail, context);
    else if (!adjoining && !context.neighboursKnown && piece.sizeBytes < HEAP_BYTES) {
      mark(piece, 'guess', 'starts on a 64 MiB line; the row after it is not in this listing');
    }
  });
}

/** VmFlags say that memory is accounted (`ac`), which an arena heap, reserved without reserve, is not. */
function contradicts(piece: Piece, { noReserveMarked }: ArenaContext): boolean {
  const flags = piece.row.vmFlags;
  return flags !== null && noReserveMarked && (flags.includes('ac') || !flags.includes('nr'));
}

const confirmedByKernel = (piece: Piece, { noReserveMarked }: ArenaContext) =>
  piece.row.name === GLIBC_NAME || (noReserveMarked && piece.row.vmFlags !== null);

function markFull(piece: Piece, context: ArenaContext): void {
  const heaps = piece.sizeBytes / HEAP_BYTES;
  const confirmed = confirmedByKernel(piece, context);
  // Anything big may be aligned: without NMT ranges or VmFlags a row of several times 64 MiB is left unnamed.
  if (heaps > 1 && !confirmed && !context.jvmRangesKnown) return;
  const what = heaps === 1 ? 'a full 64 MiB on a 64 MiB line' : `${heaps} × 64 MiB on a 64 MiB line: full heaps that the kernel merged`;
  // Metaspace reserves nodes of 64 MiB: only ranges or VmFlags tell a full one from a full arena heap.
  mark(piece, confirmed ? 'proven' : heaps === 1 && context.jvmRangesKnown ? 'consistent' : 'guess', what, confirmed);
}

function markHeap(piece: Piece, tail: Piece, context: ArenaContext): void {
  const confirmed = confirmedByKernel(piece, context);
  const full = Math.floor(piece.sizeBytes / HEAP_BYTES);
  const sum = `${formatKib(piece.sizeBytes)} KiB rw + ${formatKib(tail.sizeBytes)} KiB reserved = ${formatKib(piece.sizeBytes + tail.sizeBytes)} KiB`;
  mark(
    piece,
    confirmed ? 'proven' : 'consistent',
    `starts on a 64 MiB line; ${sum}${full > 0 ? `, ${full + 1} heaps merged` : ''}`,
    confirmed,
  );
  mark(tail, piece.grade, `reserved rest of the arena heap at ${formatAddress(piece.start)}`);
}

function mark(piece: Piece, grade: Piece['grade'], reason: string, confirmed = false): void {
  piece.kind = 'glibc-arena-heap';
  piece.grade = grade;
  piece.reasons = confirmed ? [reason, 'VmFlags: no reserve (nr) and not accounted (no ac), as glibc maps its heaps'] : [reason];
}

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
    if (piece.kind !== 'glibc-arena-heap') continue;
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
