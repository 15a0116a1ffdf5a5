'use client';
import { useId } from 'react';
import { formatBare } from '@/components/ui/figure-text';
import { Segmented } from '@/components/ui/segmented';
import type { IncidentView } from '@/lib/model/incident';
import type { TypedEvent } from '@/lib/view-state/events-field';
import type { Units } from '@/lib/view-state/incident';
import { markEvents } from './mark-events';
import { selectTimeline } from './select';
import { TimelineChart } from './timeline-chart';
import { TimelineEvents } from './timeline-events';

const UNIT: Record<Units, string> = { kib: 'KiB', mib: 'MiB', bytes: 'bytes' };

/** Three snapshots or more in the course of time: drawn, and as a table. */
export function Timeline({
  view,
  units,
  scale,
  onScale,
  typed,
  onTyped,
  onPair,
}: {
  view: IncidentView;
  units: Units;
  scale: 'linear' | 'log';
  onScale(scale: 'linear' | 'log'): void;
  /** Events that somebody typed in. */
  typed: readonly TypedEvent[];
  onTyped(events: readonly TypedEvent[]): void;
  onPair(from: string, to: string): void;
}) {
  const headId = useId();
  const timeline = selectTimeline(view);
  if (!timeline) return null;
  const { rows, roles, timed } = timeline;
  const marks = markEvents(rows, timed, typed);
  return (
    <section aria-labelledby={headId}>
      <div className="section-head">
        <h2 id={headId}>In the course of time</h2>
        <span className="flex-1 text-ink3 max-sm:order-last max-sm:basis-full">
          {timed ? 'resident, to the scale of time' : 'resident; the times between are not known, so the order alone is drawn'}
        </span>
        <Segmented
          label="Scale"
          value={scale}
          options={[
            { value: 'linear', label: 'Linear', title: 'Buckets on top of each other: their height is RSS' },
            { value: 'log', label: 'Log', title: 'Each bucket by itself: small ones are seen to grow' },
          ]}
          onChange={onScale}
        />
      </div>
      <TimelineChart timeline={timeline} scale={scale} marks={marks} />
      <ul className="flex flex-wrap gap-x-4 gap-y-1 pt-2 text-[12px] text-ink2" aria-label="Buckets, from the bottom up">
        {roles.map(({ role, label }) => (
          <li key={role} className="flex items-baseline gap-2">
            <span aria-hidden="true" className={`swatch translate-y-px paint-${role}`} />
            {label}
          </li>
        ))}
      </ul>
      <TimelineEvents rows={rows} timed={timed} marks={marks} typed={typed} onTyped={onTyped} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must be reachable by keys */}
      <section className="relative overflow-x-auto pt-3" aria-label="The same as a table" tabIndex={0}>
        <table className="figures w-auto min-w-[420px]">
          <caption className="sr-only">Resident {UNIT[units]} by bucket and snapshot</caption>
          <thead>
            <tr>
              <th scope="col">Resident {UNIT[units]}</th>
              {rows.map(({ snapshotId, label, tick }) => (
                <th key={snapshotId} scope="col">
                  <span className="inline-block max-w-[120px] truncate align-bottom" title={label}>
                    {label}
                  </span>
                  {timed ? <span className="font-normal"> {tick}</span> : null}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {roles.toReversed().map(({ role, label }) => (
              <tr key={role}>
                <th scope="row" className="!text-[12.5px] !font-normal !text-ink">
                  <span aria-hidden="true" className={`swatch mr-2 translate-y-px paint-${role}`} />
                  {label}
                </th>
                {rows.map(({ snapshotId, parts }) => (
                  <td key={snapshotId}>{parts[role] === undefined ? '–' : formatBare(parts[role], units)}</td>
                ))}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" className="!text-[12.5px] !font-[650] !text-ink">
                RSS
              </th>
              {rows.map(({ snapshotId, rssBytes }) => (
                <td key={snapshotId} className="font-[650]">
                  {formatBare(rssBytes, units)}
                </td>
              ))}
            </tr>
            <tr>
              <th scope="row" className="!text-[12.5px] !font-normal">
                Since the one before
              </th>
              {rows.map(({ snapshotId }, i) => {
                const before = rows[i - 1];
                return (
                  <td key={snapshotId}>
                    {before ? (
                      <button type="button" className="link" onClick={() => onPair(before.snapshotId, snapshotId)}>
                        Compare
                        <span className="sr-only">
                          {' '}
                          {before.label} with {rows[i]?.label}
                        </span>
                      </button>
                    ) : null}
                  </td>
                );
              })}
            </tr>
          </tfoot>
        </table>
      </section>
    </section>
  );
}
