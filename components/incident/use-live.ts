'use client';
import { useEffect, useEffectEvent, useState } from 'react';
import { loadRevision } from './requests';

/**
 * The latest revision anybody has saved, as far as this page has heard. It listens only while the page is in sight: a browser
 * grants a host six connections, and a night of open tabs would use them up. Coming back into sight it asks once.
 */
export function useLatestRevision(incidentId: string, shown: number): number {
  const [latest, setLatest] = useState(shown);
  const hear = useEffectEvent((revision: number) => setLatest((known) => Math.max(known, revision)));
  useEffect(() => {
    let source: EventSource | null = null;
    let wasHidden = false;
    const listen = () => {
      source = new EventSource(`/api/incidents/${encodeURIComponent(incidentId)}/events`);
      source.addEventListener('changed', (event: MessageEvent<string>) => {
        const revision = revisionOf(event.data);
        if (revision !== null) hear(revision);
      });
    };
    const follow = () => {
      if (document.hidden) {
        source?.close();
        source = null;
        wasHidden = true;
      } else if (!source) {
        listen();
        if (wasHidden) void loadRevision(incidentId).then((revision) => revision !== null && hear(revision));
      }
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      source?.close();
    };
  }, [incidentId]);
  return Math.max(latest, shown);
}

/** `{"revision":7}` → 7; null for anything else. */
function revisionOf(data: string): number | null {
  try {
    const value: unknown = JSON.parse(data);
    const revision = typeof value === 'object' && value !== null && 'revision' in value ? value.revision : null;
    return typeof revision === 'number' ? revision : null;
  } catch {
    return null;
  }
}
