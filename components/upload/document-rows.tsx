'use client';
import { formatCount } from '@/lib/base/bytes';
import type { FoundArtifact, FoundDocument } from './protocol';
import { artifactCoverage, artifactName, fileSize, statusWords } from './row-words';
import { isAtWork, progressOf, type UploadRow } from './rows';
import type { Uploader } from './uploader';

const GRID =
  'grid grid-cols-[minmax(0,1.6fr)_minmax(0,2.4fr)_86px_196px] items-center gap-x-[14px] gap-y-[2px] border-b border-sunken bg-surface px-3 py-[7px] max-sm:grid-cols-[minmax(0,1fr)_auto]';

/** What was dropped, row by row: how far it is, what was recognised, what went wrong, and what can be done about it. */
export function DocumentRows({ rows, uploader }: { rows: readonly UploadRow[]; uploader: Uploader }) {
  return (
    <ul className="border-line border-t">
      {rows.map((row) => (
        <DocumentRow key={row.key} row={row} uploader={uploader} />
      ))}
    </ul>
  );
}

function DocumentRow({ row, uploader }: { row: UploadRow; uploader: Uploader }) {
  const { sign, word } = statusWords(row);
  const [first, ...others] = row.documents;
  return (
    <li>
      <div className={GRID}>
        <div className="min-w-0">
          <span className="mono block truncate" title={row.filename}>
            {row.filename}
          </span>
          {isAtWork(row) ? <Bar share={progressOf(row)} filename={row.filename} /> : null}
        </div>
        <div className="min-w-0 max-sm:col-span-2 max-sm:row-start-2">
          {row.problem ? (
            <span className="[overflow-wrap:anywhere]">{row.problem.text}</span>
          ) : first && others.length === 0 ? (
            <DocumentSummary document={first} />
          ) : first ? (
            <span>
              archive of <b className="font-semibold">{row.documents.length} files</b>
            </span>
          ) : (
            <span className="text-ink3">{row.status === 'cancelled' ? 'Nothing of it was kept.' : ''}</span>
          )}
        </div>
        <span className="text-right text-ink3 max-sm:hidden">{fileSize(row.sizeBytes)}</span>
        <div className="flex items-center justify-end gap-2 max-sm:row-start-1">
          <span className="whitespace-nowrap text-right font-semibold text-[12px]" role="status">
            <span aria-hidden="true">{sign} </span>
            {word}
          </span>
          <RowAction row={row} uploader={uploader} />
        </div>
      </div>
      {row.documents.map((document) => (
        <div key={document.id}>
          {others.length > 0 ? <ArchiveMember document={document} /> : null}
          {document.artifacts.map((artifact) => (
            <ArtifactRow key={artifact.id} artifact={artifact} />
          ))}
        </div>
      ))}
    </li>
  );
}

function RowAction({ row, uploader }: { row: UploadRow; uploader: Uploader }) {
  if (isAtWork(row)) {
    return (
      <button type="button" className="btn btn-small" aria-label={`Cancel ${row.filename}`} onClick={() => uploader.cancel(row.key)}>
        Cancel
      </button>
    );
  }
  if (row.status === 'failed' || row.status === 'cancelled') {
    return (
      <button type="button" className="btn btn-small" aria-label={`Send ${row.filename} again`} onClick={() => uploader.retry(row.key)}>
        Retry
      </button>
    );
  }
  if (row.status === 'parsed') return null;
  return (
    <button
      type="button"
      className="btn btn-small"
      aria-label={`Take ${row.filename} off the list`}
      onClick={() => uploader.remove(row.key)}
    >
      Remove
    </button>
  );
}

/** How far it is; a quiet full line where nobody can say. */
function Bar({ share, filename }: { share: number | null; filename: string }) {
  return (
    <span
      role="progressbar"
      aria-label={`Progress of ${filename}`}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.floor(share * 100)}
      className="mt-[3px] block h-[3px] bg-sunken"
    >
      <span
        className={`block h-[3px] ${share === null ? 'bg-line' : 'bg-ink2'}`}
        style={{ width: share === null ? '100%' : `${share * 100}%` }}
      />
    </span>
  );
}

function DocumentSummary({ document }: { document: FoundDocument }) {
  const { artifacts, lines } = document;
  const [only] = artifacts;
  return (
    <span>
      {artifacts.length === 1 && only ? (
        <>1 capture, </>
      ) : (
        <>
          <b className="font-semibold">{formatCount(artifacts.length)} captures</b>,{' '}
        </>
      )}
      <span className="text-ink3">{formatCount(lines)} lines, what is no capture is kept as notes</span>
    </span>
  );
}

function ArchiveMember({ document }: { document: FoundDocument }) {
  return (
    <div className={`${GRID} !py-1`}>
      <span className="mono truncate pl-[18px]" title={document.filename}>
        {document.filename}
      </span>
      <span className="min-w-0 max-sm:col-span-2">{document.rejected ?? <DocumentSummary document={document} />}</span>
      <span className="text-right text-ink3 max-sm:hidden">{fileSize(document.sizeBytes)}</span>
      <span className="text-right font-semibold text-[12px] max-sm:hidden">{document.rejected ? '✕ Not understood' : '✓ Ready'}</span>
    </div>
  );
}

function ArtifactRow({ artifact }: { artifact: FoundArtifact }) {
  const warned = artifact.warningCount > 0 || !artifact.complete;
  return (
    <div className={`${GRID} !py-1`}>
      <span className="truncate pl-[18px]">
        <span aria-hidden="true" className="text-edge">
          └{' '}
        </span>
        {artifactName(artifact)}
      </span>
      <span className="min-w-0 text-[11.5px] text-ink3 max-sm:col-span-2 max-sm:row-start-2 max-sm:pl-[18px]">
        {artifactCoverage(artifact)}
        {artifact.warnings.slice(0, 3).map((warning) => (
          <span key={`${warning.line}:${warning.code}`} className="block">
            line {formatCount(warning.line)}: {warning.text}
          </span>
        ))}
      </span>
      <span className="max-sm:hidden" />
      <span className="whitespace-nowrap text-right font-semibold text-[12px]">
        {warned ? (artifact.complete ? '! Warnings' : '! Incomplete') : '✓ Ready'}
      </span>
    </div>
  );
}
