'use client';
import { useId, useMemo, useState } from 'react';
import { ChangeStatus } from '@/components/incident/change-status';
import type { Change } from '@/components/incident/use-change';
import { formatCount } from '@/lib/base/bytes';
import type { UnreadLines } from '@/lib/model/incident';
import type { KindWish } from './kind-menu';
import type { LineRange } from './line-range';
import { coverageWords, listPieces, type Piece } from './pieces';
import { ReportRow } from './report-row';
import { ReportStrip } from './report-strip';
import type { SourceArtifact } from './select';

/** Rows drawn at first; a document may hold two thousand captures. */
const SHOWN = 200;

/**
 * What was found in a document and what was not: every capture with its kind, tool, lines, reason and confidence, and between them
 * the lines that nothing was read from. It stays with the document.
 */
export function Report({
  lineCount,
  artifacts,
  unread,
  snapshotOf,
  sight,
  change,
  onGo,
  onKind,
}: {
  lineCount: number;
  artifacts: readonly SourceArtifact[];
  unread: UnreadLines | null;
  /** Label of the snapshot of an artifact; null where there is but one. */
  snapshotOf(artifact: SourceArtifact): string | null;
  sight: LineRange;
  change: Change;
  onGo(piece: Piece): void;
  /** null for those who only look. */
  onKind: ((wish: KindWish) => void) | null;
}) {
  const titleId = useId();
  const [open, setOpen] = useState(true);
  const [all, setAll] = useState(false);
  const pieces = useMemo(() => listPieces(artifacts, unread), [artifacts, unread]);
  const current = pieces.find((piece) => piece.firstLine <= sight.first && sight.first <= piece.lastLine) ?? null;
  const shown = all ? pieces : pieces.slice(0, SHOWN);
  const more = (unread?.total ?? 0) - (unread?.ranges.length ?? 0);
  return (
    <section aria-labelledby={titleId} className={`pane flex-none ${open ? 'max-h-[42%]' : ''} max-lg:max-h-[50dvh]`}>
      <div className="pane-head">
        <h2 id={titleId} className="font-[650]">
          Report
        </h2>
        <span className="min-w-0 flex-1 truncate text-ink3">{coverageWords(lineCount, artifacts)}</span>
        <button type="button" className="btn btn-small" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Hide' : 'Show'}
        </button>
      </div>
      <ChangeStatus change={change} />
      {pieces.length > 1 ? <ReportStrip lineCount={lineCount} pieces={pieces} current={current} sight={sight} onGo={onGo} /> : null}
      {open ? (
        <div className="pane-body border-line border-t">
          {artifacts.length === 0 ? <p className="px-3 py-2 text-ink2">Nothing in this document was recognised.</p> : null}
          <ol>
            {shown.map((piece) => (
              <ReportRow
                key={`${piece.kind} ${piece.firstLine}`}
                piece={piece}
                isCurrent={piece === current}
                snapshot={piece.kind === 'artifact' ? snapshotOf(piece.artifact) : null}
                onGo={onGo}
                onKind={onKind}
              />
            ))}
          </ol>
          {shown.length < pieces.length ? (
            <p className="px-3 py-[5px]">
              <button type="button" className="link" onClick={() => setAll(true)}>
                Show all {formatCount(pieces.length)} pieces
              </button>
            </p>
          ) : null}
          {more > 0 ? (
            <p className="px-3 py-[5px] text-[11.5px] text-ink3">
              and {formatCount(more)} more places that nothing was read from; their lines are in the list below.
            </p>
          ) : null}
        </div>
      ) : null}
    </section>
  );
}
