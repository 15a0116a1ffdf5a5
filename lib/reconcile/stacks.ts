import { formatKib, KIB, MIB } from '@/lib/base/bytes';
import { ANONYMOUS, type Piece } from './cut-rows';

const LARGEST_GUARD = 64 * KIB;
const SMALLEST_STACK = 64 * KIB;
const LARGEST_STACK = 64 * MIB;

/** A guard without access and the readable, writable memory right above it. */
export interface StackPair {
  guard: Piece;
  stack: Piece;
}

const isFree = (piece: Piece) => piece.bucket === ANONYMOUS && piece.match === null && piece.kind === 'anonymous' && piece.row.name === '';

/**
 * Pairs that have the shape of a thread's stack, in pieces sorted by address:
 *
 *   00007fb851dff000      16       0       0 -----   [ anon ]     JDK 9+: 2 yellow, 1 red, 1 reserved page
 *   00007fb851e03000    1008      96      96 rw---   [ anon ]
 *
 * Threads of the VM have glibc's guard outside the size: 4 + 1024. Run after arenas are marked: the rest of a nearly full
 * arena heap and the heap after it have the same shape.
 */
export function findStackPairs(pieces: readonly Piece[]): StackPair[] {
  const pairs: StackPair[] = [];
  pieces.forEach((guard, i) => {
    const stack = pieces[i + 1];
    if (!stack || stack.start !== guard.end || !isFree(guard) || !isFree(stack)) return;
    if (guard.row.mode !== '---p' || guard.sizeBytes > LARGEST_GUARD || stack.row.mode !== 'rw-p') return;
    const round = stack.sizeBytes % SMALLEST_STACK === 0 || (guard.sizeBytes + stack.sizeBytes) % SMALLEST_STACK === 0;
    if (round && stack.sizeBytes + guard.sizeBytes >= SMALLEST_STACK && stack.sizeBytes <= LARGEST_STACK) pairs.push({ guard, stack });
  });
  return pairs;
}

/** Names the pairs; they stay unmatched: NMT lists the stacks of the threads it started, and these are not among them. */
export function markStacks(pieces: readonly Piece[]): void {
  for (const { guard, stack } of findStackPairs(pieces)) {
    const shape = `${formatKib(guard.sizeBytes)} KiB guard + ${formatKib(stack.sizeBytes)} KiB: the shape of a thread's stack`;
    stack.kind = 'thread-stack';
    stack.grade = 'consistent';
    stack.reasons = [shape];
    guard.kind = 'guard';
    guard.grade = 'consistent';
    guard.reasons = ["guard page of a thread's stack"];
  }
}
