'use client';
import { useEffect, useId, useState } from 'react';
import { EvidenceChip } from '@/components/incident/evidence-chip';
import { formatFigure } from '@/components/ui/figure-text';
import { MarkedText } from '@/components/ui/marked-text';
import { formatBytes, formatCount, formatShare } from '@/lib/base/bytes';
import type { Comparison, ContainerPressure } from '@/lib/model/comparison';
import { measureHeadroom, sayHeadroom } from '@/lib/model/headroom';
import type { Units } from '@/lib/view-state/incident';
import { bytesChange } from './change-text';
import { parseLimit, writeLimit } from './select';

/** How much is left below the container's limit, what is killed when nothing is, and when that will be. */
export function Headroom({
  pressure,
  comparison,
  typedBytes,
  onType,
  units,
}: {
  pressure: ContainerPressure;
  comparison: Comparison;
  /** 0: nothing was typed in. */
  typedBytes: number;
  onType(bytes: number): void;
  units: Units;
}) {
  const { usedBytes, usedFrom, growthBytesPerHour, lines } = pressure;
  const limitBytes = typedBytes > 0 ? typedBytes : (pressure.limitBytes ?? 0);
  const headroom = measureHeadroom({ limitBytes, usedBytes, growthBytesPerHour });
  const rows: [string, string, string][] = [
    [
      'Counted against the limit',
      formatFigure(usedBytes, units),
      usedFrom === 'container'
        ? 'the memory of the container, without file pages that the kernel drops first'
        : 'the RSS of this process alone: other processes and page cache of the container come on top',
    ],
    [
      'Growth',
      growthBytesPerHour === null ? 'not known' : `${bytesChange(growthBytesPerHour)} per hour`,
      growthBytesPerHour === null
        ? 'it takes two snapshots of one run, and the time between them'
        : `between ${comparison.from.label} and ${comparison.to.label}: two points, so a rate, not a trend`,
    ],
    ...(headroom
      ? [
          ['Left', formatFigure(headroom.leftBytes, units).replace('-', '−'), `${formatBytes(limitBytes)} − ${formatBytes(usedBytes)}`] as [
            string,
            string,
            string,
          ],
        ]
      : []),
  ];
  return (
    <section aria-labelledby="headroom" className="pb-6">
      <div className="section-head">
        <h2 id="headroom">Headroom</h2>
        <span className="text-ink3">what the limit of the container leaves, at {comparison.to.label}</span>
      </div>
      <LimitField measuredBytes={pressure.limitBytes} typedBytes={typedBytes} onType={onType} />
      {headroom ? (
        <>
          <p role="status" className="max-w-[880px] pt-3 text-[15px] leading-[1.4]">
            {headroom.alarming ? (
              <b className="font-[650]">
                <span aria-hidden="true">! </span>Little is left.{' '}
              </b>
            ) : null}
            <MarkedText markup={sayHeadroom(headroom)} />
          </p>
          <div aria-hidden="true" className="mt-2 flex h-[14px] max-w-[880px] overflow-hidden rounded-[2px] border border-edge">
            <div className="bg-ink2" style={{ width: `${Math.max(0, Math.min(100, (usedBytes / limitBytes) * 100))}%` }} />
          </div>
          <p className="max-w-[880px] pt-1 text-[11.5px] text-ink3" aria-hidden="true">
            {formatShare(usedBytes, limitBytes)} used, {formatShare(Math.max(0, headroom.leftBytes), limitBytes)} left
          </p>
          <p className="max-w-[880px] pt-2 text-ink2">
            <b className="font-semibold text-ink">Killed first:</b> the process with the most memory in the container: this JVM
            {comparison.to.pid === null ? '' : ` (pid ${comparison.to.pid})`}, unless another one there is larger. The kernel sends SIGKILL:
            no crash log, no heap dump. Kubernetes then says OOMKilled, exit code 137, and starts the container anew.
          </p>
        </>
      ) : (
        <p className="pt-3 text-ink2">
          No capture tells a limit. Type one in, or add cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory.current.
        </p>
      )}
      <dl className="mt-3 grid max-w-[880px] grid-cols-[max-content_max-content_minmax(0,1fr)] gap-x-4 gap-y-1 max-sm:grid-cols-[minmax(0,1fr)_max-content]">
        {rows.map(([label, value, note]) => (
          <div key={label} className="contents">
            <dt className="text-ink2">{label}</dt>
            <dd className="text-right font-semibold">{value}</dd>
            <dd className="text-ink3 max-sm:col-span-2 max-sm:pb-1">{note}</dd>
          </div>
        ))}
      </dl>
      {lines.length > 0 ? (
        <p className="flex flex-wrap gap-[5px] pt-2">
          {lines.map((line) => (
            <EvidenceChip key={`${line.artifactId}:${line.firstLine}`} lines={line} text="" />
          ))}
        </p>
      ) : null}
    </section>
  );
}

/** The limit as captured, or another one: what if. */
function LimitField({
  measuredBytes,
  typedBytes,
  onType,
}: {
  measuredBytes: number | null;
  typedBytes: number;
  onType(bytes: number): void;
}) {
  const [text, setText] = useState(writeLimit(typedBytes));
  const fieldId = useId();
  const wrong = text.trim() !== '' && parseLimit(text) === null;
  // Back and a shared link change the address without this field.
  useEffect(() => {
    setText((shown) => ((parseLimit(shown) ?? 0) === typedBytes ? shown : writeLimit(typedBytes)));
  }, [typedBytes]);
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <span>
        Limit{' '}
        <b className="font-semibold" title={measuredBytes === null ? undefined : `${formatCount(measuredBytes)} bytes`}>
          {measuredBytes === null ? 'not captured' : formatBytes(measuredBytes)}
        </b>
      </span>
      <label htmlFor={fieldId} className="text-ink2">
        What if it were
      </label>
      <input
        id={fieldId}
        className="field w-[120px]"
        placeholder="8 GiB"
        value={text}
        aria-invalid={wrong}
        aria-describedby={`${fieldId}-note`}
        onChange={(event) => {
          setText(event.target.value);
          const bytes = parseLimit(event.target.value);
          if (bytes !== null || event.target.value.trim() === '') onType(bytes ?? 0);
        }}
      />
      <span id={`${fieldId}-note`} className="text-[11.5px] text-ink3">
        {wrong ? 'Not a size: write 8 GiB or 512 MiB.' : 'Kept in the address of this page, not in the incident.'}
      </span>
    </p>
  );
}
