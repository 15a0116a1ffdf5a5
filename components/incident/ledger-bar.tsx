'use client';
import { HowComputed } from '@/components/ui/how-computed';
import { formatBytes, formatShare } from '@/lib/base/bytes';
import type { Ledger, Reconciliation } from '@/lib/model/ledger';
import type { MemoryRole } from '@/lib/model/memory-tree';
import { useEvidence } from './evidence-context';
import { explainResident, explainRss, explainSum } from './ledger-how';
import { axisTicks, boundsWords, type LedgerRow } from './ledger-select';

const BY_NMT: readonly MemoryRole[] = ['heap', 'gc', 'meta', 'code', 'stack', 'malloc'];
const NOT_SHOWN: readonly MemoryRole[] = ['not-shown-nmt', 'not-shown-outside'];
/** A pattern under a text makes it hard to read: these segments carry none. */
const PATTERNED: readonly MemoryRole[] = ['malloc', 'file', 'not-shown-nmt', 'not-shown-outside'];

/** The ledger drawn to scale. A segment is a button, at least 1 px wide; brackets above, axis below. */
export function LedgerBar({
  rows,
  ledger,
  mallocSide,
  rssBytes,
  hasNmt,
  selected,
  onSelect,
}: {
  rows: readonly LedgerRow[];
  ledger: Ledger;
  mallocSide: Reconciliation['mallocSide'];
  rssBytes: number;
  hasNmt: boolean;
  selected: string | null;
  onSelect(role: string | null): void;
}) {
  const drawn = rows.filter((row) => row.residentBytes.best > 0);
  const { open } = useEvidence();
  const of = (roles: readonly MemoryRole[]) => drawn.filter((row) => roles.includes(row.role));
  const sum = (roles: readonly MemoryRole[]) => of(roles).reduce((total, row) => total + row.residentBytes.best, 0);
  const nmtBytes = hasNmt ? sum(BY_NMT) : 0;
  const hiddenBytes = sum(NOT_SHOWN);
  const unexplained = drawn.find((row) => row.role === 'unexplained');
  const percent = (bytes: number) => `${(bytes / rssBytes) * 100}%`;
  const right =
    hiddenBytes > 0
      ? {
          bytes: hiddenBytes,
          from: 1 - (hiddenBytes + (unexplained?.residentBytes.best ?? 0)) / rssBytes,
          how: explainSum('Rows that were not shown', of(NOT_SHOWN)),
        }
      : unexplained
        ? {
            bytes: unexplained.residentBytes.best,
            from: 1 - unexplained.residentBytes.best / rssBytes,
            how: explainResident(unexplained, ledger, mallocSide),
          }
        : null;
  const rightLabel = hiddenBytes > 0 ? 'Not shown' : 'Unexplained';
  const rightBounds = hiddenBytes === 0 && unexplained && boundsWords(unexplained.residentBytes);
  // Two labels over one line: where there is no room for both, the one about the unexplained stays.
  const share = nmtBytes / rssBytes;
  const nmtLabel = right === null || share > 0.4 ? 'max-sm:hidden' : share > 0.2 ? 'max-lg:hidden' : 'hidden';
  return (
    <div>
      <div className="relative h-[21px] text-[12px] text-ink2">
        {nmtBytes > 0 ? (
          <div className="absolute bottom-[3px] left-0 h-[7px] border border-edge border-b-0" style={{ width: percent(nmtBytes) }}>
            <span className={`absolute bottom-[7px] left-0 whitespace-nowrap ${nmtLabel}`}>
              <b className="font-semibold text-ink">
                NMT accounts for{' '}
                <HowComputed computation={explainSum('What NMT accounts for, resident', of(BY_NMT))} onLines={open}>
                  {formatBytes(nmtBytes)}
                </HowComputed>
              </b>
              , {formatShare(nmtBytes, rssBytes)}
            </span>
          </div>
        ) : null}
        {right ? (
          <div
            className="absolute bottom-[3px] h-[7px] border border-role-unexplained border-b-0"
            style={{ left: `${right.from * 100}%`, width: percent(right.bytes) }}
          >
            <span className="absolute right-0 bottom-[7px] whitespace-nowrap">
              <b className="font-semibold text-ink">
                {rightLabel}{' '}
                <HowComputed computation={right.how} onLines={open}>
                  {formatBytes(right.bytes)}
                </HowComputed>
              </b>
              , {formatShare(right.bytes, rssBytes)}
              {rightBounds ? <span className="max-sm:hidden"> ({rightBounds} KiB)</span> : null}
            </span>
          </div>
        ) : null}
      </div>
      <div className="flex h-[34px] gap-px overflow-hidden rounded-[2px] bg-page">
        {drawn.map((row) => {
          const { best } = row.residentBytes;
          const words = boundsWords(row.residentBytes);
          const text = `${row.label}: ${words.startsWith('at ') ? `${words} ` : ''}${formatBytes(best)}, ${formatShare(best, rssBytes)} of RSS`;
          return (
            <button
              key={row.role}
              type="button"
              aria-label={text}
              aria-pressed={selected === row.role}
              title={text}
              onClick={() => onSelect(selected === row.role ? null : row.role)}
              className={`@container paint-${row.role} relative min-w-px overflow-hidden text-left focus-visible:-outline-offset-2 aria-pressed:shadow-[inset_0_0_0_2px_var(--ink),inset_0_0_0_4px_var(--surface)]`}
              style={{ flex: `${best} 1 0` }}
            >
              {PATTERNED.includes(row.role) ? null : (
                <span aria-hidden="true" className="hidden truncate px-2 font-semibold text-[12px] text-[var(--on)] @[96px]:block">
                  {row.label} <span className="hidden @[180px]:inline">{formatBytes(best)}</span>
                </span>
              )}
            </button>
          );
        })}
      </div>
      <div className="relative h-4 text-[11px] text-ink3">
        {axisTicks(rssBytes).map((tick, i, ticks) => (
          <span
            key={tick.bytes}
            aria-hidden="true"
            className={`absolute top-px whitespace-nowrap before:absolute before:-top-[2px] before:h-[3px] before:border-edge before:border-l ${i === 0 ? 'before:left-0' : '-translate-x-1/2 before:left-1/2'} ${i > 0 && i === ticks.length - 1 ? 'max-sm:hidden' : ''}`}
            style={{ left: percent(tick.bytes) }}
          >
            {tick.label}
          </span>
        ))}
        <span className="absolute top-px right-0 whitespace-nowrap bg-page pl-1 before:absolute before:-top-[2px] before:right-0 before:h-[3px] before:border-edge before:border-l">
          RSS{' '}
          <HowComputed computation={explainRss(ledger)} onLines={open}>
            {formatBytes(rssBytes)}
          </HowComputed>
        </span>
      </div>
    </div>
  );
}
