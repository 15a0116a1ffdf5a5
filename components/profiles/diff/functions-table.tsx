'use client';
import { Segmented } from '@/components/ui/segmented';
import { useRowWindow } from '@/components/ui/use-row-window';
import { FRAME_WORDS } from '@/components/views/words';
import { formatCount, formatShare } from '@/lib/base/bytes';
import type { CallDiff, DiffScale, WeightChange } from '@/lib/model/call-diff';
import { isBeyondChance } from '@/lib/model/chance';
import type { Sort } from '@/lib/view-state/field';
import { useTreeAnswer } from '../desk/use-tree';
import { FrameButton } from '../frame-button';
import { SortHead } from '../sort-head';
import type { HotColumn } from '../tree/hot-table';
import { functionAt, type Only } from './functions';
import { type DiffPair, tellDelta, tellRatio } from './select';
import { diffOf } from './shape';

const FIRST_RECT = { width: 600, height: 400 };

/** Every function of two profiles by how much it changed: what is new and what is gone among them, or alone. */
export function FunctionsTable({
  diff: asked,
  pair,
  sort,
  only,
  selected,
  onSort,
  onOnly,
  onSelect,
}: {
  diff: CallDiff;
  pair: DiffPair;
  sort: Sort<HotColumn>;
  only: Only;
  selected: string | null;
  onSort(sort: Sort<HotColumn>): void;
  onOnly(only: Only): void;
  onSelect(name: string): void;
}) {
  const answer = useTreeAnswer(asked.both, { ask: 'functions', sort, only });
  const rows = answer?.value ?? null;
  // While another order is being made, the rows of before are drawn, of the diff that they are of.
  const diff = (answer && diffOf(answer.tree)) ?? asked;
  const samples = { from: pair.from.samples, to: pair.to.samples };
  const shownRows = rows?.frame.length ?? 0;
  const { scroller, items, before, after } = useRowWindow(shownRows, FIRST_RECT);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-none flex-wrap items-center gap-2 border-line border-b px-3 py-[5px]">
        <Segmented
          label="Which functions"
          value={only ?? 'all'}
          options={[
            { value: 'all', label: tellCount('All', rows?.counts.all) },
            { value: 'new', label: tellCount('New', rows?.counts.new) },
            { value: 'gone', label: tellCount('Gone', rows?.counts.gone) },
          ]}
          onChange={(value) => onOnly(value === 'all' ? null : value)}
        />
        <span className="text-ink3">{diff.scale === 'share' ? 'as shares of each; ' : ''}total counts recursion once</span>
      </div>
      {rows !== null && shownRows === 0 ? (
        <p role="status" className="p-3 text-ink2">
          {only === 'new' ? 'No function is new.' : only === 'gone' ? 'No function is gone.' : 'No functions are left after these steps.'}
        </p>
      ) : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable with the keyboard */}
      <section ref={scroller} className="pane-body" tabIndex={0} aria-label="Functions by change">
        <table className="rows table-fixed" aria-rowcount={shownRows + 1}>
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
              const row = rows && functionAt(diff, rows, index, samples);
              if (!row) return null;
              const { name, type, dso, self, total, certain } = row;
              const selfCertain = isBeyondChance(self.fromShare, self.toShare, samples.from, samples.to);
              return (
                <tr key={`${type} ${name}`} aria-rowindex={index + 2} aria-selected={name === selected}>
                  <td className="num">
                    {tellDelta(self, diff.scale, pair.to.unit)} <Mark change={self} scale={diff.scale} certain={selfCertain} />
                  </td>
                  <td className="num text-ink2 max-sm:hidden">
                    {formatShare(self.fromShare, 1)} → {formatShare(self.toShare, 1)}
                  </td>
                  <td className="num">
                    {tellDelta(total, diff.scale, pair.to.unit)} <Mark change={total} scale={diff.scale} certain={certain} />
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

const tellCount = (label: string, count: number | undefined): string => (count === undefined ? label : `${label} ${formatCount(count)}`);

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
