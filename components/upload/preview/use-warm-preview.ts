'use client';
import { useEffect } from 'react';
import { previewDesk } from './preview-desk';

/** Starts the worker that reads files once the page has nothing else to do: at a drop it is there. */
export function useWarmPreview(): void {
  useEffect(() => {
    if (typeof requestIdleCallback === 'undefined') {
      const timer = setTimeout(() => previewDesk.warm(), 1_000);
      return () => clearTimeout(timer);
    }
    const handle = requestIdleCallback(() => previewDesk.warm(), { timeout: 2_000 });
    return () => cancelIdleCallback(handle);
  }, []);
}
