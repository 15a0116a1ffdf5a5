'use client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { Pane } from '@/components/ui/pane';
import { useRowHeight } from '@/components/ui/use-row-height';
import { formatBytes, formatCount } from '@/lib/base/bytes';
import type { ViewProps } from '../define';
import { RegionRow } from './region-row';
import { ariaSort, nextSort, selectRows } from './select';
import type { Column, unmatchedRegionsFields } from './state';

const HEADS: { column: Column | 'grade'; label: string; className?: string }[] = [
  { column: 'start', label: 'Start' },
  { column: 'rss', label: 'RSS KiB', className: 'num' },
  { column: 'size', label: 'Size KiB', className: 'num max-sm:hidden' },
  { column: 'share', label: 'Resident', className: 'num max-sm:hidden' },
  { column: 'kind', label: 'Kind' },
  { column: 'grade', label: 'Grade', className: 'max-sm:hidden' },
];

/** Anonymous memory outside every NMT range, one row each. */
export function UnmatchedRegionsPane({ data, state, onState, region, onRegion }: ViewProps<typeof unmatchedRegionsFields>) {
  const unmatched = data.analysis?.unmatched;
  const rows = useMemo(() => selectRows(unmatched?.regions ?? [], state.sort), [unmatched, state.sort]);
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = useRowHeight();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollPaddingStart: 28,
    initialRect: { width: 500, height: 360 },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another row height makes every measurement stale
  useEffect(() => {
    virtual.measure();
  }, [virtual, rowHeight]);

  const selectedIndex = rows.findIndex((row) => row.start === region);
  const [focused, setFocused] = useState(0);
  const entry = Math.min(selectedIndex >= 0 ? selectedIndex : focused, Math.max(rows.length - 1, 0));

  // A region selected elsewhere is brought into sight here.
  const show = useEffectEvent(() => {
    if (selectedIndex >= 0) virtual.scrollToIndex(selectedIndex, { align: 'auto' });
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new selection scrolls, not a new order of the same rows
  useEffect(() => {
    show();
  }, [region]);

  function focusRow(index: number) {
    const to = Math.max(0, Math.min(rows.length - 1, index));
    setFocused(to);
    virtual.scrollToIndex(to, { align: 'auto' });
    // The row may only exist after the scroll.
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-row="${to}"]`)?.focus());
  }

  function onKeyDown(event: KeyboardEvent) {
    const at = event.target instanceof HTMLElement ? Number(event.target.dataset.row) : Number.NaN;
    if (Number.isNaN(at)) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 240) / rowHeight) - 2);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: rows.length - 1 }[event.key];
    if (to !== undefined) focusRow(to);
    else if (event.key === 'Enter' || event.key === ' ') {
      const row = rows[at];
      if (row) onRegion(row.start === region ? null : row.start);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const items = virtual.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const total = unmatched?.total ?? 0;
  const hidden = data.analysis?.reconciliation.map?.hiddenRssBytes ?? 0;
  return (
    <Pane
      title="Unmatched regions"
      meta={`${formatCount(total)} · ${formatBytes(unmatched?.residentBytes ?? 0)} of ${formatBytes(unmatched?.sizeBytes ?? 0)}`}
      foot={<Foot shown={rows.length} total={total} hiddenBytes={hidden} hasNmt={data.analysis?.reconciliation.ledger?.nmt != null} />}
    >
      {rows.length === 0 ? (
        <p className="pane-body px-3 py-2 text-ink2">
          {hidden > 0
            ? 'No unmatched region is in the part of the listing that was shown.'
            : 'Every region has an owner: nothing anonymous lies outside the ranges of NMT.'}
        </p>
      ) : (
        <div ref={scroller} className="pane-body">
          {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows are selected with the keyboard, which makes the table a grid */}
          <table className="rows" role="grid" aria-label="Unmatched regions" aria-rowcount={rows.length + 1} onKeyDown={onKeyDown}>
            <thead>
              <tr aria-rowindex={1}>
                {HEADS.map(({ column, label, className }) => (
                  <th
                    key={column}
                    scope="col"
                    className={className}
                    aria-sort={column === 'grade' ? undefined : ariaSort(state.sort, column)}
                  >
                    {column === 'grade' ? (
                      label
                    ) : (
                      <button type="button" className="h-7 hover:text-ink" onClick={() => onState({ sort: nextSort(state.sort, column) })}>
                        {label}
                        <span aria-hidden="true" className="inline-block w-[1em] text-ink">
                          {state.sort.column === column ? (state.sort.descending ? '↓' : '↑') : ''}
                        </span>
                      </button>
                    )}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {before > 0 ? <tr style={{ height: before }} /> : null}
              {items.map((item) => {
                const row = rows[item.index];
                return row ? (
                  <RegionRow
                    key={`${row.start}-${row.line}`}
                    region={row}
                    index={item.index}
                    selected={row.start === region}
                    focusable={item.index === entry}
                    onSelect={() => {
                      setFocused(item.index);
                      onRegion(row.start === region ? null : row.start);
                    }}
                  />
                ) : null;
              })}
              {after > 0 ? <tr style={{ height: after }} /> : null}
            </tbody>
          </table>
        </div>
      )}
    </Pane>
  );
}

/** How to read the table, and the one caveat that matters most. */
function Foot({ shown, total, hiddenBytes, hasNmt }: { shown: number; total: number; hiddenBytes: number; hasNmt: boolean }) {
  if (!hasNmt) {
    return (
      <>
        <b>No NMT report.</b> Without it the JVM’s own memory cannot be told from the rest. It needs a restart with
        -XX:NativeMemoryTracking=detail.
      </>
    );
  }
  if (hiddenBytes > 0) {
    return (
      <>
        <b>{formatBytes(hiddenBytes)} not shown:</b> those rows were cut from the listing. Grades: ● proven ◐ consistent ○ guess.
      </>
    );
  }
  if (shown < total)
    return `The ${formatCount(shown)} regions with the largest residency of ${formatCount(total)}; the sums are over all of them.`;
  return 'Anonymous memory outside every NMT range; what NMT counts as malloc lives here too. Grades: ● proven ◐ consistent ○ guess.';
}
