'use client';
import { useEffect } from 'react';
import { previewDesk } from './preview-desk';

/**
 * Starts the worker that reads files before the first one is let go: as soon as one is dragged over the page, or, where files are what
 * the page is for (`isLikely`), once it has nothing else to do.
 */
export function useWarmPreview(isLikely: boolean): void {
  useEffect(() => {
    const warm = () => previewDesk.warm();
    window.addEventListener('dragenter', warm, { once: true });
    const stop = isLikely ? whenIdle(warm) : null;
    return () => {
      window.removeEventListener('dragenter', warm);
      stop?.();
    };
  }, [isLikely]);
}

function whenIdle(work: () => void): () => void {
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(work, 1_000);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(work, { timeout: 2_000 });
  return () => cancelIdleCallback(handle);
}
