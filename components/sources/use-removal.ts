'use client';
import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useState } from 'react';
import type { IncidentView } from '@/lib/model/incident';
import { listRemoved, type RemovedDocument, removeDocument, restoreDocument } from './requests';

export interface Removal {
  /** Documents that can still be brought back, latest first. */
  removed: readonly RemovedDocument[];
  /** What was taken out a moment ago: its undo stands on the page. */
  last: { id: string; filename: string } | null;
  /** The document that is being taken out or brought back. */
  busy: string | null;
  problem: string | null;
  remove(document: { id: string; filename: string }): Promise<void>;
  restore(document: { id: string; filename: string }): Promise<void>;
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Taking documents out of an incident and bringing them back. The page is made anew each time: every figure may change. */
export function useRemoval(view: IncidentView): Removal {
  const router = useRouter();
  const { id, revision, role } = view;
  const [removed, setRemoved] = useState<readonly RemovedDocument[]>([]);
  const [last, setLast] = useState<Removal['last']>(null);
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another revision may have other documents removed
  useEffect(() => {
    if (role !== 'manage') return;
    let current = true;
    listRemoved(id).then(
      (documents) => current && setRemoved(documents),
      () => undefined, // The list is an offer; the page is whole without it.
    );
    return () => {
      current = false;
    };
  }, [id, revision, role]);

  const run = useCallback(
    async (documentId: string, work: () => Promise<void>) => {
      setBusy(documentId);
      setProblem(null);
      try {
        await work();
        router.refresh();
      } catch (error) {
        setProblem(wordsOf(error));
      } finally {
        setBusy(null);
      }
    },
    [router],
  );
  const remove = useCallback<Removal['remove']>(
    (document) =>
      run(document.id, async () => {
        await removeDocument(id, document.id);
        setLast({ id: document.id, filename: document.filename });
      }),
    [id, run],
  );
  const restore = useCallback<Removal['restore']>(
    (document) =>
      run(document.id, async () => {
        await restoreDocument(id, document.id);
        setLast(null);
        setRemoved((documents) => documents.filter((other) => other.id !== document.id));
      }),
    [id, run],
  );
  return { removed, last, busy, problem, remove, restore };
}
