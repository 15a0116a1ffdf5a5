'use client';
import { useEffect, useState } from 'react';

/** A store that lives as long as its component: closed when that goes, made anew when React brings it back. */
export function useStore<S extends { close(): void }>(make: () => S): S {
  const [store, setStore] = useState(() => ({ held: make(), closed: false }));
  useEffect(() => {
    if (store.closed) {
      setStore({ held: make(), closed: false });
      return;
    }
    return () => {
      store.held.close();
      store.closed = true;
    };
  }, [store, make]);
  return store.held;
}
