'use client';
import { useEffect, useState } from 'react';
import type { UnreadLines } from '@/lib/model/incident';
import { loadUnread } from './requests';
import type { SourceArtifact } from './select';

/** What nothing was read from in a document; asked anew when something else was read. null until it is known. */
export function useUnread(incidentId: string, documentId: string, artifacts: readonly SourceArtifact[]): UnreadLines | null {
  const [unread, setUnread] = useState<UnreadLines | null>(null);
  const reading = artifacts.map(({ format, firstLine, lastLine }) => `${format} ${firstLine}-${lastLine}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was read decides what was not
  useEffect(() => {
    const abort = new AbortController();
    loadUnread(incidentId, documentId, abort.signal).then(setUnread, () => undefined); // the report is right without, the strip shows the gaps
    return () => abort.abort();
  }, [incidentId, documentId, reading]);
  return unread;
}
