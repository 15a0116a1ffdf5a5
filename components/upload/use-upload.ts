'use client';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { UploadLimits } from './limits';
import { useWarmPreview } from './preview/use-warm-preview';
import { transport } from './transport';
import { Uploader, type UploadState, type UploadTarget } from './uploader';

const EMPTY: UploadState = { rows: [], incident: null };

/** One uploader for the life of a page, and its state. */
export function useUpload(limits: UploadLimits, target: UploadTarget): { uploader: Uploader; state: UploadState } {
  const [uploader] = useState(() => new Uploader(transport, limits, target));
  const state = useSyncExternalStore(uploader.subscribe, uploader.getState, () => EMPTY);
  useWarmPreview(target.kind === 'new');
  useEffect(() => {
    const leave = () => uploader.close();
    window.addEventListener('pagehide', leave);
    return () => window.removeEventListener('pagehide', leave);
  }, [uploader]);
  return { uploader, state };
}
