import { formatKib, KIB, MIB } from '@/lib/base/bytes';
import { type Naming, type Piece, UNNAMED } from './cut-rows';

const LARGEST_GUARD = 64 * KIB;
const SMALLEST_STACK = 64 * KIB;
const LARGEST_STACK = 64 * MIB;

/** A guard without access and the readable, writable memory right above it. */
export interface StackPair {
  guard: Piece;
  stack: Piece;
}

const isFree = ({ naming, row }: Piece) => naming === UNNAMED && row.name === '';

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
  for (let i = 1; i < pieces.length; i++) {
    const stack = pieces[i];
    const guard = pieces[i - 1];
    if (!stack?.adjoins || !guard || stack.row.mode !== 'rw-p' || guard.row.mode !== '---p' || !isFree(guard) || !isFree(stack)) continue;
    if (guard.sizeBytes > LARGEST_GUARD || stack.sizeBytes > LARGEST_STACK) continue;
    const round = stack.sizeBytes % SMALLEST_STACK === 0 || (guard.sizeBytes + stack.sizeBytes) % SMALLEST_STACK === 0;
    if (round && stack.sizeBytes + guard.sizeBytes >= SMALLEST_STACK) pairs.push({ guard, stack });
  }
  return pairs;
}

const STACK: Naming = {
  ...UNNAMED,
  kind: 'thread-stack',
  grade: 'consistent',
  why: ({ sizeBytes, beside }) => [
    `${formatKib(beside?.sizeBytes ?? 0)} KiB guard + ${formatKib(sizeBytes)} KiB: the shape of a thread's stack`,
  ],
};
const GUARD: Naming = { ...UNNAMED, kind: 'guard', grade: 'consistent', why: () => ["guard page of a thread's stack"] };

/** Names the pairs; they stay unmatched: NMT lists the stacks of the threads it started, and these are not among them. */
export function markStacks(pieces: readonly Piece[]): void {
  for (const { guard, stack } of findStackPairs(pieces)) {
    stack.naming = STACK;
    stack.beside = guard;
    guard.naming = GUARD;
  }
}
