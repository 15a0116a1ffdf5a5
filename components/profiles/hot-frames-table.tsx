'use client';
import { Segmented } from '@/components/ui/segmented';
import { useRowWindow } from '@/components/ui/use-row-window';
import { FRAME_WORDS, formatWeight } from '@/components/views/words';
import { formatCount, formatShare } from '@/lib/base/bytes';
import type { CallColumns } from '@/lib/model/call-columns';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import type { Sort } from '@/lib/view-state/field';
import { useTreeAnswer } from './desk/use-tree';
import { FrameButton } from './frame-button';
import { SortHead } from './sort-head';
import { HOT_GROUPS, type HotColumn, type HotGroup, hotRowAt } from './tree/hot-table';

const FIRST_RECT = { width: 600, height: 400 };

const LABELS: Record<HotGroup, string> = { function: 'Function', library: 'Library', package: 'Package', thread: 'Thread' };

function tellRows(count: number, by: HotGroup): string {
  if (by !== 'thread') return `${formatCount(count)} rows; total counts recursion once`;
  return `${formatCount(count)} ${count === 1 ? 'thread' : 'threads'}; all that a thread runs is its own`;
}

/** Self and total weight of every function, library, package or thread. */
export function HotFramesTable({
  tree: asked,
  profile,
  threadsAreHere,
  by,
  sort,
  selected,
  onBy,
  onSort,
  onSelect,
  onThread,
}: {
  tree: CallColumns;
  profile: ProfileSummary;
  /** Threads can be told apart; otherwise they are not offered. */
  threadsAreHere: boolean;
  by: HotGroup;
  sort: Sort<HotColumn>;
  selected: string | null;
  onBy(by: HotGroup): void;
  onSort(sort: Sort<HotColumn>): void;
  onSelect(name: string): void;
  /** Shows one thread only. */
  onThread(key: string): void;
}) {
  const answer = useTreeAnswer(asked, by === 'thread' && !threadsAreHere ? null : { ask: 'hot', by, sort });
  const rows = answer?.value ?? null;
  const groups = HOT_GROUPS.filter((group) => group !== 'thread' || threadsAreHere);
  const tree = answer?.tree ?? asked;
  const whole = tree.total[0] ?? 0;
  const { scroller, items, before, after } = useRowWindow(rows?.frame.length ?? 0, FIRST_RECT);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-none flex-wrap items-center gap-2 border-line border-b px-3 py-[5px]">
        <Segmented label="Listed by" value={by} options={groups.map((value) => ({ value, label: LABELS[value] }))} onChange={onBy} />
        <span className="text-ink3">{rows ? tellRows(rows.frame.length, by) : ''}</span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable with the keyboard */}
      <section ref={scroller} className="pane-body" tabIndex={0} aria-label="Hot frames">
        <table className="rows table-fixed" aria-rowcount={(rows?.frame.length ?? 0) + 1}>
          <thead>
            <tr>
              <SortHead column="self" label="Self" className="num w-[128px] max-sm:w-[84px]" sort={sort} onSort={onSort} />
              <SortHead column="total" label="Total" className="num w-[128px] max-sm:w-[84px]" sort={sort} onSort={onSort} />
              <SortHead column="name" label={LABELS[by]} className="" sort={sort} onSort={onSort} />
              <th scope="col" className="w-[190px] max-sm:hidden">
                Kind
              </th>
            </tr>
          </thead>
          <tbody>
            {before > 0 ? <tr style={{ height: before }} /> : null}
            {items.map(({ index }) => {
              const row = rows && hotRowAt(tree, rows, index);
              if (!row) return null;
              return (
                <tr key={`${row.type} ${row.name}`} aria-rowindex={index + 2} aria-selected={by === 'function' && row.name === selected}>
                  <td className="num">
                    <span className="text-ink3 max-sm:hidden">{formatWeight(row.self, profile.unit)} </span>
                    {formatShare(row.self, whole)}
                  </td>
                  <td className="num">
                    <span className="text-ink3 max-sm:hidden">{formatWeight(row.total, profile.unit)} </span>
                    {formatShare(row.total, whole)}
                  </td>
                  <td className="truncate">
                    {by === 'function' ? (
                      <FrameButton name={row.name} shown={row.name} selected={selected} onSelect={onSelect} />
                    ) : by === 'thread' ? (
                      <button type="button" className="link" title="Only this thread" onClick={() => onThread(rows.keys?.[index] ?? '')}>
                        {row.name}
                      </button>
                    ) : (
                      <span title={row.name}>{row.name}</span>
                    )}
                  </td>
                  <td className="truncate text-ink2 max-sm:hidden">
                    {by === 'function'
                      ? `${FRAME_WORDS[row.type]}${row.dso ? `, ${row.dso}` : ''}`
                      : FRAME_WORDS[by === 'thread' ? 'thread' : row.type]}
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
