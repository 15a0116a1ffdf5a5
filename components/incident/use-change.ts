'use client';
import { useRouter } from 'next/navigation';
import { useCallback, useState, useTransition } from 'react';

/** What was done a moment ago, and how it is taken back. */
export interface Done {
  text: string;
  undo: (() => Promise<void>) | null;
}

export interface Change {
  /** A request is on its way, or the page is being drawn anew. */
  busy: boolean;
  problem: string | null;
  done: Done | null;
  /** Does the work, draws the page anew (every figure may be another one), and tells what was done. False where it failed. */
  run(work: () => Promise<void>, done?: Done): Promise<boolean>;
  /** Forgets what was told. */
  clear(): void;
}

/** Changing an incident by hand: one change at a time, each with its undo. */
export function useChange(): Change {
  const router = useRouter();
  const [sending, setSending] = useState(false);
  const [drawing, startTransition] = useTransition();
  const [problem, setProblem] = useState<string | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const run = useCallback<Change['run']>(
    async (work, told) => {
      setSending(true);
      setProblem(null);
      try {
        await work();
        startTransition(() => router.refresh());
        setDone(told ?? null);
        return true;
      } catch (error) {
        setProblem(error instanceof Error ? error.message : String(error));
        // Part of the work may be done, or somebody else was first: what stands here must be what is stored.
        startTransition(() => router.refresh());
        return false;
      } finally {
        setSending(false);
      }
    },
    [router],
  );
  const clear = useCallback(() => {
    setDone(null);
    setProblem(null);
  }, []);
  return { busy: sending || drawing, problem, done, run, clear };
}
