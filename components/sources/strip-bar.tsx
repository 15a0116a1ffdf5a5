'use client';
import { type PointerEvent, useMemo } from 'react';
import { useElementSize } from '@/components/ui/use-element-size';
import { formatTitle } from '@/components/upload/format-titles';
import type { LineRange } from './line-range';
import type { SourceArtifact, SourceWarning } from './select';
import { layoutBlocks, layoutStrip, lineAt } from './strip';

const single = (line: number): LineRange => ({ first: line, last: line });

/**
 * The whole document to scale, beside its lines: what is a capture and what is a note, warnings at the right edge, hits at the left,
 * the cited lines, and what is in sight. A click or a drag goes there; the outline is the same as text.
 */
export function StripBar({
  lineCount,
  artifacts,
  warnings,
  hitLines,
  cited,
  sight,
  onGo,
}: {
  lineCount: number;
  artifacts: readonly SourceArtifact[];
  warnings: readonly SourceWarning[];
  hitLines: readonly number[];
  cited: LineRange | null;
  sight: LineRange;
  onGo(line: number): void;
}) {
  const [ref, size] = useElementSize<HTMLDivElement>();
  const height = size?.height ?? 0;
  const blocks = useMemo(
    () =>
      layoutBlocks(
        artifacts.map(({ firstLine, lastLine }) => ({ first: firstLine, last: lastLine })),
        lineCount,
        height,
      ),
    [artifacts, lineCount, height],
  );
  const warned = useMemo(
    () =>
      layoutStrip(
        warnings.map(({ line }) => single(line)),
        lineCount,
        height,
      ),
    [warnings, lineCount, height],
  );
  const found = useMemo(() => layoutStrip(hitLines.map(single), lineCount, height), [hitLines, lineCount, height]);
  const [mark] = cited ? layoutStrip([cited], lineCount, height) : [];
  const [view] = layoutStrip([sight], lineCount, height);

  function go(event: PointerEvent<HTMLDivElement>) {
    const box = event.currentTarget.getBoundingClientRect();
    onGo(lineAt(event.clientY - box.top, lineCount, box.height));
  }
  return (
    <div
      ref={ref}
      data-strip
      aria-hidden="true"
      className="relative w-[18px] flex-none cursor-pointer touch-none overflow-hidden border-line border-l bg-surface"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        go(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) go(event);
      }}
    >
      {artifacts.map((artifact, i) => (
        <span
          key={artifact.id}
          title={`${formatTitle(artifact.format)}, L${artifact.firstLine}–${artifact.lastLine}`}
          className="absolute right-[5px] left-[5px] bg-edge"
          style={blocks[i]}
        />
      ))}
      {found.map((piece) => (
        <span key={piece.top} className="absolute left-0 w-[4px] bg-ink" style={piece} />
      ))}
      {warned.map((piece) => (
        <span key={piece.top} className="absolute right-0 w-[4px] bg-ink" style={piece} />
      ))}
      {mark ? (
        <span className="absolute right-[3px] left-[3px] border-2 border-ink" style={{ top: mark.top - 1, height: mark.height + 2 }} />
      ) : null}
      {view ? (
        <span
          className="pointer-events-none absolute right-0 left-0 border border-ink bg-[color-mix(in_srgb,var(--ink)_12%,transparent)]"
          style={{ top: view.top, height: Math.max(view.height, 8) }}
        />
      ) : null}
    </div>
  );
}
