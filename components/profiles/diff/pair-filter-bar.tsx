'use client';
import { useMemo } from 'react';
import { KindFilter } from '../filter/kind-filter';
import type { SampleFacts } from '../filter/select';
import { ThreadFilter } from '../filter/thread-filter';
import type { TreeFilter } from '../tree/filter';
import { joinComms, type PairFilter, tellShown } from './pair-filter';
import type { BySide } from './shape';

/** Which part of both profiles is shown: threads by name, kinds of frames. What one profile is filtered by and two cannot be is said. */
export function PairFilterBar({
  filter,
  facts,
  haveThreads,
  onFilter,
}: {
  filter: PairFilter;
  /** Threads of both; null: on their way, or not told by both texts. */
  facts: BySide<SampleFacts> | null;
  haveThreads: boolean;
  onFilter(patch: Partial<TreeFilter>): void;
}) {
  const comms = useMemo(() => facts && joinComms(facts), [facts]);
  const isFiltering = filter.threads.length > 0 || filter.kinds.length > 0;
  return (
    <section aria-label="Shown part of both profiles" className="flex flex-wrap items-center gap-2">
      {comms ? (
        <ThreadFilter comms={comms} chosen={filter.threads} byName onChoose={(threads) => onFilter({ threads })} />
      ) : haveThreads ? (
        <button type="button" className="btn btn-small" disabled>
          Threads
        </button>
      ) : null}
      <KindFilter kinds={filter.kinds} onKinds={(kinds) => onFilter({ kinds })} />
      {haveThreads ? null : <span className="text-[12px] text-ink3">Threads are not named by both texts</span>}
      <span className="ml-auto flex items-center gap-2">
        <span role="status" className="text-[12px] text-ink2">
          {filter.threads.length > 0 && facts ? `Shown: ${tellShown(facts)}` : ''}
        </span>
        {isFiltering || filter.passedOver.length > 0 ? (
          <button type="button" className="btn btn-small" onClick={() => onFilter({ threads: [], time: null, kinds: [] })}>
            Show all
          </button>
        ) : null}
      </span>
      {filter.passedOver.length > 0 ? (
        <p role="note" className="basis-full text-[12px] text-ink2">
          {filter.passedOver.join(' ')}
        </p>
      ) : null}
    </section>
  );
}
