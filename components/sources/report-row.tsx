'use client';
import { lineLabel } from '@/components/incident/lines-window';
import { formatTitle } from '@/components/upload/format-titles';
import { KindMenu, type KindWish } from './kind-menu';
import { accountWords, type Piece, reasonWords, toolWords, unreadWords } from './pieces';
import { plural } from './select';

// Number, kind and lines, why, menu. On a narrow screen why stands below.
const GRID =
  'grid grid-cols-[16px_minmax(150px,300px)_minmax(0,1fr)_auto] items-start gap-x-3 px-3 py-[5px] max-sm:grid-cols-[16px_minmax(0,1fr)_auto] max-sm:gap-y-[2px]';
const WHY = 'text-[12px] text-ink2 leading-[1.4] [overflow-wrap:anywhere] max-sm:col-span-2 max-sm:col-start-2 max-sm:row-start-2';

/** One piece of the report: what it is, where, why it was taken for that, and the menu that says otherwise. */
export function ReportRow({
  piece,
  isCurrent,
  snapshot,
  onGo,
  onKind,
}: {
  piece: Piece;
  isCurrent: boolean;
  /** Label of its snapshot, where there are several. */
  snapshot: string | null;
  onGo(piece: Piece): void;
  /** null for those who only look. */
  onKind: ((wish: KindWish) => void) | null;
}) {
  const lines = lineLabel(piece.firstLine, piece.lastLine);
  return (
    <li
      data-piece={piece.kind}
      className={`${GRID} border-sunken border-b last:border-b-0 ${isCurrent ? 'shadow-[inset_3px_0_0_var(--ink)]' : ''}`}
    >
      <span className="text-right text-[11.5px] text-ink3 leading-[18px]">{piece.kind === 'artifact' ? piece.number : ''}</span>
      <span className="min-w-0">
        <button
          type="button"
          aria-current={isCurrent ? 'location' : undefined}
          className="flex w-full items-baseline gap-2 text-left hover:underline max-sm:min-h-[28px]"
          onClick={() => onGo(piece)}
        >
          {piece.kind === 'artifact' ? (
            <b className="min-w-0 truncate font-semibold">
              {piece.artifact.confidence < 0.6 ? 'maybe ' : ''}
              {formatTitle(piece.artifact.format)}
            </b>
          ) : (
            <span className="text-ink2">Not read</span>
          )}
          <span className="flex-none text-[11.5px] text-ink3">{lines}</span>
        </button>
        {piece.kind === 'artifact' ? <Tool piece={piece} snapshot={snapshot} /> : null}
      </span>
      <span className={WHY}>
        {piece.kind === 'artifact' ? (
          <>
            {reasonWords(piece.artifact)}
            <span className="block text-[11.5px] text-ink3">{accountWords(piece.artifact)}</span>
          </>
        ) : (
          <>
            {plural(piece.lastLine - piece.firstLine + 1, 'line')}: {unreadWords(piece.range)}
          </>
        )}
      </span>
      {onKind ? (
        piece.kind === 'artifact' ? (
          <KindMenu
            label="Change"
            firstLine={piece.firstLine}
            lastLine={piece.lastLine}
            current={piece.artifact.format}
            foot={`Not ${formatTitle(piece.artifact.format)}? ${lines} will be read as what you choose, and the choice is kept.`}
            onChoose={onKind}
          />
        ) : (
          <KindMenu
            label="Read as…"
            firstLine={piece.range.nearest?.firstLine ?? piece.firstLine}
            lastLine={piece.range.nearest?.lastLine ?? piece.lastLine}
            current={null}
            nearest={piece.range.nearest?.format ?? null}
            onChoose={onKind}
          />
        )
      ) : null}
    </li>
  );
}

/** Version and pid as far as known, the snapshot it is in, and the command. */
function Tool({ piece, snapshot }: { piece: Extract<Piece, { kind: 'artifact' }>; snapshot: string | null }) {
  const { format, tool } = piece.artifact;
  const facts = [snapshot === null ? '' : `in ${snapshot}`, toolWords(format, tool)].filter(Boolean).join(' · ');
  const { command } = tool;
  if (facts === '' && command === null) return null;
  return (
    <span className="flex items-baseline gap-2 text-[11.5px] text-ink3">
      {facts === '' ? null : <span className="flex-none">{facts}</span>}
      {command === null ? null : (
        <span className="mono min-w-0 truncate text-[11px]" title={command}>
          {command}
        </span>
      )}
    </span>
  );
}
