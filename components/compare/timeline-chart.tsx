'use client';
import { useId } from 'react';
import { Area, Brush, CartesianGrid, ComposedChart, Line, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import { useElementSize } from '@/components/ui/use-element-size';
import { formatBytes } from '@/lib/base/bytes';
import type { MemoryRole } from '@/lib/model/memory-tree';
import type { EventMark } from './mark-events';
import { LEAST_DRAWN, sayOffset, type selectTimeline, type TimelineRow, ticksFor } from './select';

type Drawn = NonNullable<ReturnType<typeof selectTimeline>>;

const HEIGHT = 300;
/** Second cue beside the colour: dashes of the lines on a log scale. */
const DASHES: Partial<Record<MemoryRole, string>> = { malloc: '2 3', file: '6 3', meta: '8 3 2 3', code: '4 2', stack: '1 2', gc: '10 3' };

const colour = (role: MemoryRole): string =>
  role === 'not-shown-outside' ? 'var(--r-unexplained-t)' : role === 'not-shown-nmt' ? 'var(--sunken)' : `var(--r-${role})`;

/** Stacked areas on a linear scale, lines on a log scale: heights on top of each other would mislead there. The table below says the same. */
export function TimelineChart({ timeline, scale, marks }: { timeline: Drawn; scale: 'linear' | 'log'; marks: readonly EventMark[] }) {
  const [ref, size] = useElementSize<HTMLDivElement>();
  const patternId = useId().replaceAll(':', '');
  const { rows, roles, timed } = timeline;
  const log = scale === 'log';
  const weightOf = (role: MemoryRole) => (row: TimelineRow) => (log ? Math.max(LEAST_DRAWN, row.parts[role] ?? 0) : (row.parts[role] ?? 0));
  const axis = { stroke: 'var(--edge)', tick: { fill: 'var(--ink3)', fontSize: 11 }, tickLine: false } as const;
  const ticks = ticksFor(Math.max(...rows.map(({ rssBytes, parts }) => (log ? Math.max(...Object.values(parts)) : rssBytes))), scale);
  const tickOf = (x: number) => (timed ? sayOffset(x) : (rows[x]?.label ?? ''));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a figure of its own; the table below says the same
    <div
      ref={ref}
      role="group"
      aria-label="Chart of the buckets; the table below says the same"
      className="w-full overflow-hidden"
      style={{ height: HEIGHT }}
    >
      {size ? (
        <ComposedChart
          width={size.width}
          height={HEIGHT}
          data={rows}
          margin={{ top: 18, right: 12, bottom: 4, left: 8 }}
          accessibilityLayer={false}
        >
          <defs>
            <pattern id={`${patternId}-malloc`} width="5" height="5" patternUnits="userSpaceOnUse">
              <rect width="5" height="5" fill="var(--r-malloc)" />
              <circle cx="2.5" cy="2.5" r="1" fill="var(--pat)" />
            </pattern>
            <pattern id={`${patternId}-file`} width="4" height="4" patternUnits="userSpaceOnUse">
              <rect width="4" height="4" fill="var(--r-file)" />
              <rect y="3" width="4" height="1" fill="var(--pat)" />
            </pattern>
            <pattern id={`${patternId}-not-shown-outside`} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <rect width="6" height="6" fill="var(--r-unexplained-t)" />
              <rect width="3" height="6" fill="var(--r-unexplained)" />
            </pattern>
          </defs>
          <CartesianGrid stroke="var(--line)" vertical={false} />
          <XAxis
            dataKey="x"
            type="number"
            domain={['dataMin', 'dataMax']}
            ticks={rows.map(({ x }) => x)}
            interval="preserveStartEnd"
            tickFormatter={tickOf}
            {...axis}
          />
          <YAxis
            scale={log ? 'log' : 'linear'}
            domain={[ticks[0] ?? 0, ticks.at(-1) ?? 1]}
            ticks={ticks}
            interval={0}
            allowDataOverflow={log}
            tickFormatter={(bytes: number) => formatBytes(bytes)}
            width={74}
            {...axis}
          />
          <Tooltip
            content={(shown) => (
              <Told row={shown.active ? (shown.payload[0]?.payload as TimelineRow | undefined) : undefined} roles={roles} />
            )}
          />
          {roles.map(({ role, label }) =>
            log ? (
              <Line
                key={role}
                name={label}
                dataKey={weightOf(role)}
                type="linear"
                stroke={colour(role)}
                strokeWidth={2}
                strokeDasharray={DASHES[role] ?? '0'}
                dot={{ r: 2.5, fill: colour(role), strokeDasharray: '0' }}
                isAnimationActive={false}
              />
            ) : (
              <Area
                key={role}
                name={label}
                dataKey={weightOf(role)}
                stackId="rss"
                type="linear"
                stroke="var(--page)"
                strokeWidth={1}
                fill={PATTERNED.has(role) ? `url(#${patternId}-${role})` : colour(role)}
                fillOpacity={1}
                isAnimationActive={false}
              />
            ),
          )}
          {marks.map(({ key, x, word }, i) =>
            x === null ? null : (
              <ReferenceLine
                key={key}
                x={x}
                stroke="var(--ink)"
                strokeDasharray="3 3"
                label={{ value: word, position: marks[i - 1]?.x === x ? 'insideTopLeft' : 'top', fill: 'var(--ink)', fontSize: 11 }}
              />
            ),
          )}
          <Brush
            ariaLabel="Part of the time shown"
            dataKey="x"
            height={20}
            stroke="var(--edge)"
            fill="var(--sunken)"
            travellerWidth={8}
            tickFormatter={(x: number) => tickOf(x)}
          />
        </ComposedChart>
      ) : null}
    </div>
  );
}

const PATTERNED: ReadonlySet<MemoryRole> = new Set(['malloc', 'file', 'not-shown-outside']);
function Told({ row, roles }: { row: TimelineRow | undefined; roles: Drawn['roles'] }) {
  if (!row) return null;
  return (
    <div className="panel border-edge px-3 py-2 text-[12px]">
      <b className="font-[650]">{row.label}</b> <span className="text-ink3">{row.tick === row.label ? '' : row.tick}</span>
      <p className="flex justify-between gap-6">
        RSS <b className="font-semibold">{formatBytes(row.rssBytes)}</b>
      </p>
      {roles.toReversed().map(({ role, label }) =>
        row.parts[role] === undefined ? null : (
          <p key={role} className="flex justify-between gap-6">
            <span className="flex items-baseline gap-2">
              <span className={`swatch translate-y-px paint-${role}`} />
              {label}
            </span>
            {formatBytes(row.parts[role])}
          </p>
        ),
      )}
    </div>
  );
}
