'use client';
import { useSyncExternalStore } from 'react';

const NARROW = '(max-width: 640px)';

function subscribe(onChange: () => void): () => void {
  const query = matchMedia(NARROW);
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}

/** Height of a table row in px, as globals.css sets it: 24, or 38 where fingers point. */
export function useRowHeight(): number {
  return useSyncExternalStore(
    subscribe,
    () => (matchMedia(NARROW).matches ? 38 : 24),
    () => 24,
  );
}
