'use client';
import { formatBytes, formatCount } from '@/lib/base/bytes';
import type { MemoryRole } from '@/lib/model/memory-tree';
import { fitLabel, type Rect } from '../../charts/treemap-geometry';
import type { Judgement } from '../relation';
import { isFolded, type Tile } from './select';

/** Tint under the text, solid for the border and for the selected tile. */
const PAINT: Record<MemoryRole, { tint: string; solid: string; striped: boolean }> = {
  heap: { tint: 'var(--r-heap-t)', solid: 'var(--r-heap)', striped: false },
  gc: { tint: 'var(--r-gc-t)', solid: 'var(--r-gc)', striped: false },
  code: { tint: 'var(--r-code-t)', solid: 'var(--r-code)', striped: false },
  meta: { tint: 'var(--r-meta-t)', solid: 'var(--r-meta)', striped: false },
  stack: { tint: 'var(--r-stack-t)', solid: 'var(--r-stack)', striped: false },
  malloc: { tint: 'var(--r-malloc-t)', solid: 'var(--r-malloc)', striped: false },
  file: { tint: 'var(--r-file-t)', solid: 'var(--r-file)', striped: false },
  unexplained: { tint: 'var(--r-unexplained-t)', solid: 'var(--r-unexplained)', striped: false },
  'not-shown-outside': { tint: 'url(#tint-not-shown-outside)', solid: 'var(--r-unexplained)', striped: true },
  'not-shown-nmt': { tint: 'url(#tint-not-shown-nmt)', solid: 'var(--edge)', striped: true },
};

/** Stripes for what was cut from the listing; drawn once, used by the tiles. */
export function TilePatterns() {
  return (
    <svg width="0" height="0" aria-hidden="true" className="absolute">
      <title>Stripes</title>
      <defs>
        {(['outside', 'nmt'] as const).map((kind) => (
          <pattern
            key={kind}
            id={`tint-not-shown-${kind}`}
            width="10"
            height="10"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width="10" height="10" fill="var(--surface)" />
            <rect width="5" height="10" fill={kind === 'outside' ? 'var(--r-unexplained-t)' : 'var(--sunken)'} />
          </pattern>
        ))}
      </defs>
    </svg>
  );
}

/** "other (12), Unmatched: 3.0 MiB resident, 12 regions; Enter opens them" */
function nameTile(tile: Tile, judged: Judgement | null): string {
  const what = isFolded(tile)
    ? `, ${formatCount(tile.regionCount)} regions; Enter opens them`
    : tile.region
      ? ` of ${formatBytes(tile.sizeBytes)}, starts at ${tile.region}`
      : '';
  return `${tile.label}, ${tile.group}: ${formatBytes(tile.residentBytes)} resident${what}${judged ? `; ${judged.why}` : ''}`;
}

/** One leaf of the treemap. */
export function TileShape({
  tile,
  rect,
  selected,
  marked,
  focusable,
  judged,
}: {
  tile: Tile;
  rect: Rect;
  selected: boolean;
  marked: boolean;
  focusable: boolean;
  /** With a frame selected: whether it can be the reason. A tile that it cannot explain loses its tint. */
  judged: Judgement | null;
}) {
  const { x, y } = rect;
  const width = Math.max(1, rect.width - 1);
  const height = Math.max(1, rect.height - 1);
  const paint = PAINT[tile.role];
  const labelled = width > 26 && height > 17;
  const figure = formatBytes(tile.value);
  // A label that is only a figure ("64.0 MiB") loses its unit before it loses a digit.
  const bare = / [KMG]iB$/.test(tile.label);
  const label = fitLabel(width < 60 && bare ? tile.label.replace(/ [KMG]iB$/, '') : tile.label, width);
  const inset = selected ? 6 : 0;
  const ink = selected && !paint.striped ? 'var(--on)' : 'var(--ink)';
  const faint = judged?.can === 'cannot' && !selected;
  const fill = selected && !paint.striped ? paint.solid : faint ? 'var(--surface)' : paint.tint;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button cannot be drawn inside an SVG
    <g
      role="button"
      aria-label={nameTile(tile, judged)}
      aria-pressed={isFolded(tile) ? undefined : selected}
      tabIndex={focusable ? 0 : -1}
      data-tile={tile.key}
      data-region={tile.region ?? undefined}
      data-emphasis={judged ? (faint ? 'unrelated' : 'related') : undefined}
      className="cursor-pointer outline-none"
    >
      <rect
        x={x + 0.5}
        y={y + 0.5}
        width={Math.max(0.5, width - 1)}
        height={Math.max(0.5, height - 1)}
        style={{ fill, stroke: faint ? 'var(--edge)' : paint.solid, strokeWidth: marked ? 2 : 1 }}
      />
      {selected ? (
        <>
          <rect
            x={x + 1}
            y={y + 1}
            width={Math.max(0.5, width - 2)}
            height={Math.max(0.5, height - 2)}
            style={{ fill: 'none', stroke: 'var(--ink)', strokeWidth: 2 }}
          />
          {width > 12 && height > 12 ? (
            <rect
              x={x + 3}
              y={y + 3}
              width={width - 6}
              height={height - 6}
              style={{ fill: 'none', stroke: 'var(--surface)', strokeWidth: 2 }}
            />
          ) : null}
        </>
      ) : null}
      {labelled && label ? (
        <>
          {paint.striped ? (
            <rect
              x={x + 4}
              y={y + 3}
              width={Math.min(width - 8, label.length * 6 + 6)}
              height={height > 34 && !bare ? 30 : 15}
              style={{ fill: 'var(--surface)' }}
            />
          ) : null}
          <text x={x + 5 + inset / 2} y={y + 14 + inset / 2} style={{ fill: ink, fontSize: 11 }}>
            {label}
          </text>
          {height > 34 && width > 46 && !bare ? (
            <text
              x={x + 5 + inset / 2}
              y={y + 28 + inset / 2}
              style={{ fill: selected && !paint.striped ? 'var(--on)' : 'var(--ink2)', fontSize: 11 }}
            >
              {fitLabel(figure, width)}
            </text>
          ) : null}
        </>
      ) : null}
    </g>
  );
}
