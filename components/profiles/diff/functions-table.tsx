'use client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { Segmented } from '@/components/ui/segmented';
import { useRowHeight } from '@/components/ui/use-row-height';
import { FRAME_WORDS } from '@/components/views/words';
import { formatCount, formatShare } from '@/lib/base/bytes';
import type { CallDiff, DiffScale, WeightChange } from '@/lib/model/call-diff';
import { isBeyondChance } from '@/lib/model/chance';
import { type FrameChange, listFrameChanges } from '@/lib/model/diff-frames';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import type { Sort } from '@/lib/view-state/field';
import { FrameButton } from '../frame-button';
import { SortHead } from '../sort-head';
import type { HotColumn } from '../tree/hot-table';
import { stepOf, tellDelta, tellRatio } from './select';

export type Only = 'new' | 'gone' | null;

function arrange(changes: readonly FrameChange[], { column, descending }: Sort<HotColumn>, only: Only): FrameChange[] {
  const shown = only === null ? changes : changes.filter(({ total }) => stepOf(total) === only);
  const way = descending ? -1 : 1;
  const byName = (a: FrameChange, b: FrameChange) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  if (column === 'name') return shown.toSorted((a, b) => byName(a, b) * way);
  // The largest change first, whichever way it went: both ends of the scale matter.
  return shown.toSorted((a, b) => (Math.abs(a[column].delta) - Math.abs(b[column].delta)) * way || byName(a, b));
}

/** Every function of two profiles by how much it changed: what is new and what is gone among them, or alone. */
export function FunctionsTable({
  diff,
  from,
  to,
  sort,
  only,
  selected,
  onSort,
  onOnly,
  onSelect,
}: {
  diff: CallDiff;
  from: ProfileSummary;
  to: ProfileSummary;
  sort: Sort<HotColumn>;
  only: Only;
  selected: string | null;
  onSort(sort: Sort<HotColumn>): void;
  onOnly(only: Only): void;
  onSelect(name: string): void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = useRowHeight();
  const all = useMemo(() => listFrameChanges(diff, { from: from.samples, to: to.samples }), [diff, from.samples, to.samples]);
  const rows = useMemo(() => arrange(all, sort, only), [all, sort, only]);
  const counts = useMemo(() => {
    const steps = all.map(({ total }) => stepOf(total));
    return { new: steps.filter((step) => step === 'new').length, gone: steps.filter((step) => step === 'gone').length };
  }, [all]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    initialRect: { width: 600, height: 400 },
  });
  const items = virtual.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-none flex-wrap items-center gap-2 border-line border-b px-3 py-[5px]">
        <Segmented
          label="Which functions"
          value={only ?? 'all'}
          options={[
            { value: 'all', label: `All ${formatCount(all.length)}` },
            { value: 'new', label: `New ${formatCount(counts.new)}` },
            { value: 'gone', label: `Gone ${formatCount(counts.gone)}` },
          ]}
          onChange={(value) => onOnly(value === 'all' ? null : value)}
        />
        <span className="text-ink3">{diff.scale === 'share' ? 'as shares of each; ' : ''}total counts recursion once</span>
      </div>
      {rows.length === 0 ? (
        <p role="status" className="p-3 text-ink2">
          {only === 'new' ? 'No function is new.' : only === 'gone' ? 'No function is gone.' : 'No functions are left after these steps.'}
        </p>
      ) : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable with the keyboard */}
      <section ref={scroller} className="pane-body" tabIndex={0} aria-label="Functions by change">
        <table className="rows table-fixed" aria-rowcount={rows.length + 1}>
          <thead>
            <tr>
              <SortHead column="self" label="Self, change" className="num w-[150px] max-sm:w-[96px]" sort={sort} onSort={onSort} />
              <th scope="col" className="num w-[128px] max-sm:hidden">
                Self, before → after
              </th>
              <SortHead column="total" label="Total, change" className="num w-[150px] max-sm:w-[96px]" sort={sort} onSort={onSort} />
              <th scope="col" className="num w-[128px] max-lg:hidden">
                Total, before → after
              </th>
              <SortHead column="name" label="Function" className="" sort={sort} onSort={onSort} />
              <th scope="col" className="w-[150px] max-lg:hidden">
                Kind
              </th>
            </tr>
          </thead>
          <tbody>
            {before > 0 ? <tr style={{ height: before }} /> : null}
            {items.map(({ index }) => {
              const row = rows[index];
              if (!row) return null;
              const { name, type, dso, self, total, certain } = row;
              const selfCertain = isBeyondChance(self.fromShare, self.toShare, from.samples, to.samples);
              return (
                <tr key={`${type} ${name}`} aria-rowindex={index + 2} aria-selected={name === selected}>
                  <td className="num">
                    {tellDelta(self, diff.scale, to.unit)} <Mark change={self} scale={diff.scale} certain={selfCertain} />
                  </td>
                  <td className="num text-ink2 max-sm:hidden">
                    {formatShare(self.fromShare, 1)} → {formatShare(self.toShare, 1)}
                  </td>
                  <td className="num">
                    {tellDelta(total, diff.scale, to.unit)} <Mark change={total} scale={diff.scale} certain={certain} />
                  </td>
                  <td className="num text-ink2 max-lg:hidden">
                    {formatShare(total.fromShare, 1)} → {formatShare(total.toShare, 1)}
                  </td>
                  <td className="truncate">
                    <FrameButton name={name} shown={name} selected={selected} onSelect={onSelect} />
                  </td>
                  <td className="truncate text-ink2 max-lg:hidden">
                    {FRAME_WORDS[type]}
                    {dso ? `, ${dso}` : ''}
                  </td>
                </tr>
              );
            })}
            {after > 0 ? <tr style={{ height: after }} /> : null}
          </tbody>
        </table>
      </section>
    </div>
  );
}

/** The ratio, with the bar of its way beside it: the words alone say it all. */
function Mark({ change, scale, certain }: { change: WeightChange; scale: DiffScale; certain: boolean | null }) {
  const text = tellRatio(change, scale);
  if (text === '') return null;
  if (certain === false)
    return (
      <span className="text-[11px] text-ink3 max-sm:block max-sm:leading-[14px]" title={`${text}, but so few samples may differ by chance`}>
        chance?
      </span>
    );
  const bar = change.ratio > 0 ? 'shadow-[inset_0_2px_0_var(--d-more)]' : 'shadow-[inset_0_-2px_0_var(--d-less)]';
  return (
    <span
      className={`inline-block px-[3px] text-[11px] text-ink2 leading-[16px] max-sm:ml-auto max-sm:block max-sm:w-fit max-sm:leading-[14px] ${bar}`}
    >
      {text}
    </span>
  );
}
