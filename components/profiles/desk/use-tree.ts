'use client';
import { useMemo } from 'react';
import { useAnswer } from '@/components/views/use-answer';
import type { CallColumns } from '@/lib/model/call-columns';
import type { CallDiff } from '@/lib/model/call-diff';
import { type DiffShape, PairShaper, pairShaperOf } from '../diff/shape';
import { makeSandwich, type Sandwich } from '../tree/transform';
import { desk } from './desk';
import { type AnswerTo, answer, type Question } from './questions';
import { type Shape, shaperOf } from './shape';

/** What came of something asked of a tree. */
export interface OfTree<T> {
  /** The tree that was asked last and answered: while a newer one is being asked, still the one before. */
  tree: CallColumns;
  value: T;
  /** A newer answer is on its way. */
  isPending: boolean;
}

const numbers = new WeakMap<CallColumns, number>();
let next = 1;
/** A number for a tree, the same as long as it lives. */
export function numberOf(tree: CallColumns): number {
  const known = numbers.get(tree);
  if (known !== undefined) return known;
  numbers.set(tree, next);
  return next++;
}

/**
 * Asks something of a tree: at once where it is small, else of the worker that holds it. null: nothing is asked, or the first answer is
 * on its way. A failure (the worker could not be had) is answered on this thread: slower, but answered.
 */
function useOfTree<T>(
  tree: CallColumns | null,
  asked: string | null,
  here: (tree: CallColumns) => T,
  there: (tree: CallColumns) => Promise<T>,
): OfTree<T> | null {
  const isHere = tree !== null && desk.recipeOf(tree) === null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `asked` says all there is to know of the question
  const local = useMemo(() => (isHere && tree && asked !== null ? { tree, value: here(tree), isPending: false } : null), [tree, asked]);
  const key = tree !== null && asked !== null && !isHere ? `${numberOf(tree)} ${asked}` : null;
  const answered = useAnswer(key, async () => {
    if (!tree) throw new Error('nothing was asked');
    const value = await there(tree).catch((error: unknown) => {
      if (error instanceof Error && error.name === 'Superseded') throw error;
      return here(tree);
    });
    return { tree, value };
  });
  if (isHere) return local;
  if (key === null || answered.value === null) return null;
  return { ...answered.value, isPending: answered.key !== key };
}

/** An answer about a tree. Questions are compared by what they say. */
export function useTreeAnswer<Q extends Question>(tree: CallColumns | null, question: Q | null): OfTree<AnswerTo<Q>> | null {
  return useOfTree<AnswerTo<Q>>(
    tree,
    question && JSON.stringify(question),
    (of) => answer(of, question as Q), // asked only where there is a question
    (of) => desk.question(of, question as Q),
  );
}

/** The tree of a profile in a shape; the shape before, and pending, until another has come. */
export function useShapedTree(original: CallColumns, shape: Shape): OfTree<CallColumns> | null {
  return useOfTree(
    original,
    JSON.stringify(shape),
    (of) => shaperOf(of).shape(shape),
    (of) => desk.shape(of, shape),
  );
}

/** Two profiles in a shape; the shape before, and pending, until another has come. `original`: as `WHOLE_DIFF` has them. */
export function useShapedPair(original: CallDiff, shape: DiffShape): OfTree<CallDiff> | null {
  return useOfTree(
    original.both,
    JSON.stringify(shape),
    () => (pairShaperOf(original.both) ?? new PairShaper(original)).shape(shape),
    () => desk.shapePair(original, shape),
  );
}

/** Callers and callees of a function. */
export function useSandwich(tree: CallColumns, name: string | null): OfTree<Sandwich> | null {
  return useOfTree(
    tree,
    name,
    (of) => makeSandwich(of, name ?? ''),
    (of) => desk.sandwich(of, name ?? ''),
  );
}
