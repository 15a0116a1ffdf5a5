'use client';
import { type KeyboardEvent, useMemo, useState } from 'react';
import { lineLabel } from '@/components/incident/lines-window';
import { useElementSize } from '@/components/ui/use-element-size';
import { formatTitle } from '@/components/upload/format-titles';
import type { LineRange } from './line-range';
import type { Piece } from './pieces';
import { layoutBlocks, layoutStrip } from './strip';

/** Room that a label needs before it is written, in px: the number alone, and with some of the title. */
const NUMBER_PX = 14;
const TITLE_PX = 54;

/**
 * A document of several captures as one bar to scale: what is where, how much of it, and what was not read. A press goes there;
 * the arrows lead from one to the next.
 */
export function ReportStrip({
  lineCount,
  pieces,
  current,
  sight,
  onGo,
}: {
  lineCount: number;
  pieces: readonly Piece[];
  /** The piece that is in sight. */
  current: Piece | null;
  sight: LineRange;
  onGo(piece: Piece): void;
}) {
  const [ref, size] = useElementSize<HTMLDivElement>();
  const width = size?.width ?? 0;
  const [at, setAt] = useState(0);
  const blocks = useMemo(
    () =>
      layoutBlocks(
        pieces.map(({ firstLine, lastLine }) => ({ first: firstLine, last: lastLine })),
        lineCount,
        width,
      ),
    [pieces, lineCount, width],
  );
  const [view] = layoutStrip([sight], lineCount, width);

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: pieces.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(pieces.length - 1, to));
    setAt(next);
    event.currentTarget.querySelectorAll<HTMLElement>('button')[next]?.focus();
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a legend and a border that a strip has no room for
    <div
      ref={ref}
      role="group"
      aria-label={`The ${lineCount} lines to scale`}
      data-report-strip
      className="relative mx-3 mt-[8px] mb-[9px] h-[26px] flex-none bg-sunken"
      onKeyDown={onKeyDown}
    >
      {pieces.map((piece, i) => {
        const block = blocks[i];
        const name = nameOf(piece);
        return (
          <button
            key={`${piece.kind} ${piece.firstLine}`}
            type="button"
            tabIndex={i === Math.min(at, pieces.length - 1) ? 0 : -1}
            aria-label={name}
            aria-current={piece === current ? 'location' : undefined}
            title={name}
            className={`absolute inset-y-0 overflow-hidden whitespace-nowrap text-left text-[11px] leading-[24px] ${
              piece.kind === 'artifact'
                ? 'border border-edge bg-surface text-ink hover:border-ink aria-[current=location]:border-ink'
                : 'text-ink3 hover:text-ink'
            }`}
            style={{ left: block?.top ?? 0, width: block?.height ?? 0 }}
            onFocus={() => setAt(i)}
            onClick={() => onGo(piece)}
          >
            <Label piece={piece} width={block?.height ?? 0} />
          </button>
        );
      })}
      {view ? (
        <span
          aria-hidden="true"
          data-sight
          className="pointer-events-none absolute -bottom-[5px] h-[3px] bg-ink"
          style={{ left: view.top, width: Math.max(view.height, 6) }}
        />
      ) : null}
    </div>
  );
}

const nameOf = (piece: Piece): string =>
  piece.kind === 'artifact'
    ? `${piece.number}. ${formatTitle(piece.artifact.format)}, ${lineLabel(piece.firstLine, piece.lastLine)}`
    : `Not read, ${lineLabel(piece.firstLine, piece.lastLine)}`;

/** As much as fits: number and title, the number, nothing. */
function Label({ piece, width }: { piece: Piece; width: number }) {
  if (piece.kind === 'unread')
    return width > 60 ? (
      <span aria-hidden="true" className="pl-[5px]">
        not read
      </span>
    ) : null;
  if (width < NUMBER_PX) return null;
  return (
    <span aria-hidden="true" className={`block px-[4px] ${width > TITLE_PX ? 'truncate' : ''}`}>
      <b className="font-semibold">{piece.number}</b>
      {width > TITLE_PX ? ` ${formatTitle(piece.artifact.format)}` : null}
    </span>
  );
}
