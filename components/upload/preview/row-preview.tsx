'use client';
import { useEffect, useState } from 'react';
import type { UploadRow } from '../rows';
import type { Uploader } from '../uploader';
import { LiveFlame } from './live-flame';
import { type PreviewState, previewDesk } from './preview-desk';
import { mayPreview, PREVIEW_FROM_BYTES, tellPreview } from './words';

/** A profile seen while it is sent: read here, in a worker, from the file itself. Nothing where the file is no profile, or soon there. */
export function RowPreview({ row, uploader }: { row: UploadRow; uploader: Uploader }) {
  const { key, filename, status } = row;
  const [state, setState] = useState<PreviewState>({ preview: null, end: null });
  const isWanted = row.sizeBytes >= PREVIEW_FROM_BYTES && mayPreview(status);
  useEffect(() => {
    const file = isWanted ? uploader.contentOf(key) : null;
    return file ? previewDesk.read(file, setState) : undefined;
  }, [isWanted, key, uploader]);
  if (!isWanted || !state.preview) return null;
  const { bold, rest } = tellPreview(state, status);
  return (
    <section
      aria-label={`Preview of ${filename}`}
      data-preview={state.preview.isWhole ? 'whole' : 'partial'}
      className="grid gap-1 px-3 pt-1 pb-3"
    >
      <p className="text-[12px] text-ink2">
        <b className="font-semibold text-ink">{bold}</b>, {rest}
      </p>
      <LiveFlame preview={state.preview} filename={filename} />
    </section>
  );
}
