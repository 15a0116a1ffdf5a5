'use client';
import { axisTicks } from '@/components/incident/ledger-select';
import { formatBytes } from '@/lib/base/bytes';
import type { ComparedSnapshot } from '@/lib/model/comparison';
import type { IncidentView } from '@/lib/model/incident';
import { ledgerRows } from './select';

/** Both ledgers as bars on one scale. Drawn only: the table below says the same in figures. */
export function LedgerPair({ view, from, to }: { view: IncidentView; from: ComparedSnapshot; to: ComparedSnapshot }) {
  const bars = [from, to].map(({ id, label }) => {
    const analysis = view.analysis.snapshots.find(({ snapshotId }) => snapshotId === id);
    return { id, label, rssBytes: analysis?.reconciliation.ledger?.rssBytes ?? 0, rows: analysis ? ledgerRows(analysis) : [] };
  });
  const largest = Math.max(1, ...bars.map(({ rssBytes }) => rssBytes));
  return (
    <div aria-hidden="true" className="grid grid-cols-[minmax(0,max-content)_minmax(0,1fr)] items-center gap-x-3 gap-y-[5px]">
      {bars.map(({ id, label, rssBytes, rows }, i) => (
        <div key={`${id} ${i === 0 ? 'from' : 'to'}`} className="contents">
          <span className="max-w-[160px] truncate font-semibold max-sm:max-w-[80px]">{label}</span>
          <div className="flex h-[34px] items-center gap-2">
            <div className="flex h-full min-w-0 gap-px overflow-hidden rounded-[2px]" style={{ width: `${(rssBytes / largest) * 100}%` }}>
              {rows
                .filter(({ residentBytes }) => residentBytes.best > 0)
                .map((row) => (
                  <div
                    key={row.role}
                    className={`@container paint-${row.role} min-w-px overflow-hidden`}
                    style={{ flex: `${row.residentBytes.best} 1 0` }}
                  >
                    {PLAIN.has(row.role) ? (
                      <span className="hidden whitespace-nowrap px-2 font-semibold text-[12px] text-[var(--on)] leading-[34px] @[110px]:inline">
                        {row.label} <span className="hidden @[190px]:inline">{formatBytes(row.residentBytes.best)}</span>
                      </span>
                    ) : null}
                  </div>
                ))}
            </div>
            {rssBytes < 0.75 * largest ? (
              <span className="flex-none whitespace-nowrap">
                <b className="font-semibold">{formatBytes(rssBytes)}</b> <span className="text-ink3">RSS</span>
              </span>
            ) : null}
          </div>
        </div>
      ))}
      <span />
      <div className="relative h-4 text-[11px] text-ink3">
        {axisTicks(largest).map((tick, i) => (
          <span
            key={tick.bytes}
            className={`absolute top-px whitespace-nowrap ${i === 0 ? '' : '-translate-x-1/2'} ${i > 0 && i % 2 === 0 ? 'max-sm:hidden' : ''}`}
            style={{ left: `${(tick.bytes / largest) * 100}%` }}
          >
            {tick.label}
          </span>
        ))}
        <span className="absolute top-px right-0 whitespace-nowrap bg-page pl-1">{formatBytes(largest)}</span>
      </div>
    </div>
  );
}

/** A pattern under a text makes it hard to read: only these carry their name. */
const PLAIN: ReadonlySet<string> = new Set(['heap', 'gc', 'meta', 'code', 'stack', 'unexplained']);
