'use client';
import { formatCount } from '@/lib/base/bytes';
import { RowPreview } from './preview/row-preview';
import type { FoundArtifact, FoundDocument } from './protocol';
import {
  artifactCoverage,
  artifactLines,
  artifactName,
  artifactStatus,
  coverageOf,
  fileSize,
  findOnlyArtifact,
  statusWords,
} from './row-words';
import { isAtWork, progressOf, type UploadRow } from './rows';
import type { Uploader } from './uploader';

/** Warnings told per artifact; all of them stand beside their lines once the incident is open. */
const WARNINGS_SHOWN = 3;

// Name, kind, coverage, size, status. On a narrow screen: name and status, then the others below.
const GRID =
  'grid grid-cols-[minmax(0,1.5fr)_minmax(0,1.1fr)_minmax(0,1.7fr)_76px_196px] items-center gap-x-[14px] gap-y-[2px] border-b border-sunken bg-surface px-3 py-[7px] max-lg:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)_auto] max-sm:grid-cols-[minmax(0,1fr)_auto]';
const INDENTED = `${GRID} !py-[4px]`;
const NAME = 'min-w-0';
const KIND = 'min-w-0 max-sm:col-span-2 max-sm:row-start-2';
const COVERAGE = 'min-w-0 max-lg:col-span-3 max-lg:row-start-2 max-sm:col-span-2 max-sm:row-start-3';
/** Kind and coverage in one. */
const WIDE = 'col-span-2 min-w-0 max-lg:col-span-3 max-lg:row-start-2 max-sm:col-span-2';
const SIZE = 'text-right text-ink3 max-lg:hidden';
const STATUS = 'flex items-center justify-end gap-2 max-lg:col-start-3 max-lg:row-start-1 max-sm:col-start-2';

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
  const [first, ...others] = row.documents;
  const only = first && others.length === 0 && row.problem === null ? findOnlyArtifact(first) : null;
  const { sign, word } = only && row.status === 'parsed' ? artifactStatus(only) : statusWords(row);
  return (
    <li>
      <div className={GRID}>
        <div className={NAME}>
          <span className="mono block [overflow-wrap:anywhere]">{row.filename}</span>
          {isAtWork(row) ? <Bar share={progressOf(row)} filename={row.filename} /> : null}
        </div>
        {only ? (
          <ArtifactCells artifact={only} />
        ) : (
          <div className={WIDE}>
            {row.problem ? (
              <span className="[overflow-wrap:anywhere]">{row.problem.text}</span>
            ) : first && others.length === 0 ? (
              <DocumentSummary document={first} />
            ) : first ? (
              <span>
                archive of <b className="font-semibold">{formatCount(row.documents.length)} files</b>
              </span>
            ) : (
              <span className="text-ink3">{row.status === 'cancelled' ? 'Nothing of it was kept.' : ''}</span>
            )}
          </div>
        )}
        <span className={SIZE}>{fileSize(row.sizeBytes)}</span>
        <div className={STATUS}>
          <span className="whitespace-nowrap text-right font-semibold text-[12px]">
            <span aria-hidden="true">{sign} </span>
            {word}
          </span>
          <RowAction row={row} uploader={uploader} />
        </div>
      </div>
      <RowPreview row={row} uploader={uploader} />
      {others.length > 0 ? (
        row.documents.map((document) => <ArchiveMember key={document.id} document={document} />)
      ) : first && !only ? (
        <ArtifactRows artifacts={first.artifacts} />
      ) : null}
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

/** A document of several captures, or of one among other text. */
function DocumentSummary({ document: { artifacts, lines } }: { document: FoundDocument }) {
  return (
    <span>
      mixed text,{' '}
      <b className="font-semibold">
        {formatCount(artifacts.length)} {artifacts.length === 1 ? 'capture' : 'captures'}
      </b>{' '}
      <span className="text-ink3">in {formatCount(lines)} lines; the rest is kept as notes</span>
    </span>
  );
}

function ArchiveMember({ document }: { document: FoundDocument }) {
  const only = document.rejected === null ? findOnlyArtifact(document) : null;
  const status =
    document.rejected !== null ? { sign: '✕', word: 'Not understood' } : only ? artifactStatus(only) : { sign: '✓', word: 'Ready' };
  return (
    <>
      <div className={INDENTED}>
        <span className={`mono pl-[18px] [overflow-wrap:anywhere] ${NAME}`}>{document.filename}</span>
        {only ? (
          <ArtifactCells artifact={only} />
        ) : (
          <span className={WIDE}>{document.rejected ?? <DocumentSummary document={document} />}</span>
        )}
        <span className={SIZE}>{fileSize(document.sizeBytes)}</span>
        <StatusCell {...status} />
      </div>
      {only ? null : <ArtifactRows artifacts={document.artifacts} />}
    </>
  );
}

function ArtifactRows({ artifacts }: { artifacts: readonly FoundArtifact[] }) {
  return artifacts.map((artifact) => (
    <div key={artifact.id} className={INDENTED}>
      <span className={`pl-[18px] ${NAME}`}>
        <span aria-hidden="true" className="text-edge">
          └{' '}
        </span>
        {artifactLines(artifact)}
      </span>
      <ArtifactCells artifact={artifact} />
      <span className={SIZE} />
      <StatusCell {...artifactStatus(artifact)} />
    </div>
  ));
}

function StatusCell({ sign, word }: { sign: string; word: string }) {
  return (
    <span className={`${STATUS} whitespace-nowrap font-semibold text-[12px]`}>
      <span>
        <span aria-hidden="true">{sign} </span>
        {word}
      </span>
    </span>
  );
}

/** What it is, and beside it why it was taken for that and how much of it was understood. */
function ArtifactCells({ artifact }: { artifact: FoundArtifact }) {
  const { used, noise } = coverageOf(artifact);
  const { warnings, warningCount } = artifact;
  const shown = warnings.slice(0, WARNINGS_SHOWN);
  return (
    <>
      <span className={KIND}>{artifactName(artifact)}</span>
      <span className={`${COVERAGE} text-[11.5px] text-ink3`}>
        <span aria-hidden="true" className="mt-[2px] mb-[2px] flex h-[6px] bg-sunken">
          <span className="h-full bg-ink2" style={{ width: `${used * 100}%` }} />
          <span className="h-full bg-line" style={{ width: `${noise * 100}%` }} />
        </span>
        {artifactCoverage(artifact)}
        {shown.map((warning) => (
          <span key={`${warning.line}:${warning.code}`} className="block [overflow-wrap:anywhere]">
            line {formatCount(warning.line)}: {warning.text}
          </span>
        ))}
        {warningCount > shown.length && shown.length > 0 ? (
          <span className="block">and {formatCount(warningCount - shown.length)} more, each beside its line in the incident</span>
        ) : null}
      </span>
    </>
  );
}
