'use client';
import type { Ref } from 'react';
import { DocumentRows } from '@/components/upload/document-rows';
import { isAtWork } from '@/components/upload/rows';
import type { Uploader, UploadState } from '@/components/upload/uploader';
import { formatCount } from '@/lib/base/bytes';

const files = (count: number): string => `${formatCount(count)} ${count === 1 ? 'file' : 'files'}`;

/** How far all of them are, in one sentence. */
function progressWords({ rows }: UploadState): string {
  const done = rows.filter((row) => !isAtWork(row)).length;
  if (done < rows.length) return `${formatCount(done)} of ${formatCount(rows.length)} done`;
  const ready = rows.filter((row) => row.status === 'parsed').length;
  const captures = rows.reduce((sum, row) => sum + row.documents.reduce((found, { artifacts }) => found + artifacts.length, 0), 0);
  const left = ready < rows.length ? `; ${formatCount(rows.length - ready)} not in the incident` : '';
  return `${formatCount(captures)} ${captures === 1 ? 'capture' : 'captures'} found in ${files(ready)}${left}`;
}

/** The files of this visit, row by row, and the way to the incident they make. One that failed holds no other back. */
export function SentFiles({
  state,
  uploader,
  leaving,
  onOpen,
  headRef,
}: {
  state: UploadState;
  uploader: Uploader;
  leaving: boolean;
  onOpen(): void;
  headRef: Ref<HTMLHeadingElement>;
}) {
  const { rows, incident } = state;
  const atWork = rows.some(isAtWork);
  const ready = rows.some((row) => row.status === 'parsed');
  const failed = rows.filter((row) => row.status === 'failed').length;
  return (
    <section aria-labelledby="captures-sent">
      <div className="section-head items-center">
        <h2 id="captures-sent" ref={headRef} className="scroll-mt-4">
          {files(rows.length)}
        </h2>
        <span className="flex-1 text-ink3" role="status">
          {leaving ? 'Opening the incident…' : progressWords(state)}
        </span>
        {failed > 1 && !leaving ? (
          <button type="button" className="btn" onClick={() => uploader.retryFailed()}>
            Retry {failed} files
          </button>
        ) : null}
        {ready && incident && !leaving ? (
          <button type="button" className={`btn ${atWork ? '' : 'btn-primary'}`} onClick={onOpen}>
            Open incident
          </button>
        ) : null}
      </div>
      <DocumentRows rows={rows} uploader={uploader} />
    </section>
  );
}
