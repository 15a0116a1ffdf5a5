'use client';
import { useSearchParams } from 'next/navigation';
import { useSyncExternalStore } from 'react';

/** Who looks at the address. */
const watchers = new Set<() => void>();

function watch(onChange: () => void): () => void {
  watchers.add(onChange);
  window.addEventListener('popstate', onChange);
  return () => {
    watchers.delete(onChange);
    window.removeEventListener('popstate', onChange);
  };
}

let last = { raw: '', query: '' };

/** The query of the address as it stands now, in the letters in which URLSearchParams writes it. */
function readQuery(): string {
  const raw = window.location.search;
  if (raw !== last.raw) last = { raw, query: new URLSearchParams(raw).toString() };
  return last.query;
}

/**
 * The query of the address, without "?". It is read from the address itself: the router tells of a change some moments later, and where
 * presses follow each other fast it may leave one out, so that a field would lose letters and the page would not be what its link says.
 */
export function useQuery(): string {
  const ofRouter = useSearchParams().toString();
  // On the server, and until the page is taken over, the router's word is the address.
  return useSyncExternalStore(watch, readQuery, () => ofRouter);
}

/** Writes the query ("?…" or "") into the address; everybody who looks at it is told at once. */
export function writeQuery(query: string, history: 'push' | 'replace'): void {
  const { pathname, hash } = window.location;
  window.history[history === 'push' ? 'pushState' : 'replaceState'](null, '', `${pathname}${query}${hash}`);
  for (const tell of watchers) tell();
}
