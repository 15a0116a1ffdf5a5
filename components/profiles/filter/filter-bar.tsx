'use client';
import { Command } from '@/components/ui/command';
import { Popover } from '@/components/ui/popover';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import { isFiltering, type TreeFilter } from '../tree/filter';
import { KindFilter } from './kind-filter';
import { type SampleFacts, tellCounted, tellFew } from './select';
import { ThreadFilter } from './thread-filter';
import { TimelineBrush } from './timeline';

export type ChangeFilter = (patch: Partial<TreeFilter>, history: 'push' | 'replace') => void;

/** Which part of the profile is shown: threads, kinds of frames, a part of the time. Each is a step that Back undoes. */
export function FilterBar({
  profile,
  facts,
  filter,
  pid,
  onFilter,
}: {
  profile: ProfileSummary;
  /** null: on their way, or the text has neither threads nor times. */
  facts: SampleFacts | null;
  filter: TreeFilter;
  pid: string;
  onFilter: ChangeFilter;
}) {
  const sheet = profile.sampleColumns;
  const hasTimes = sheet?.hasTimes ?? false;
  const hasThreads = (sheet?.threads ?? 0) > 0;
  return (
    <section aria-label="Shown part of the profile" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        {facts && hasThreads ? (
          <ThreadFilter comms={facts.comms} chosen={filter.threads} onChoose={(threads) => onFilter({ threads }, 'push')} />
        ) : hasThreads ? (
          <button type="button" className="btn btn-small" disabled>
            Threads
          </button>
        ) : null}
        <KindFilter kinds={filter.kinds} onKinds={(kinds) => onFilter({ kinds }, 'push')} />
        {hasThreads && hasTimes ? null : (
          <Missing hasThreads={hasThreads} hasTimes={hasTimes} isPerSample={sheet?.each === 'sample'} pid={pid} />
        )}
        <span className="ml-auto flex items-center gap-2">
          <span role="status" className="text-[12px] text-ink2">
            {isFiltering(filter) && facts ? `Shown: ${tellCounted(facts)}` : ''}
            {isFiltering(filter) && facts && tellFew(facts.counted) !== '' ? (
              <span className="text-ink3 max-sm:hidden">; {tellFew(facts.counted)}</span>
            ) : null}
          </span>
          {isFiltering(filter) ? (
            <button type="button" className="btn btn-small" onClick={() => onFilter({ threads: [], time: null, kinds: [] }, 'push')}>
              Show all
            </button>
          ) : null}
        </span>
      </div>
      {facts?.timeline ? (
        <TimelineBrush timeline={facts.timeline} range={filter.time} onRange={(time, history) => onFilter({ time }, history)} />
      ) : hasTimes ? (
        // As high as what comes.
        <div aria-hidden="true" className="h-[61px]" />
      ) : null}
    </section>
  );
}

/** What the text does not tell, why, and what would. */
function Missing({
  hasThreads,
  hasTimes,
  isPerSample,
  pid,
}: {
  hasThreads: boolean;
  hasTimes: boolean;
  isPerSample: boolean;
  pid: string;
}) {
  const missing = [hasThreads ? '' : 'threads', hasTimes ? '' : 'times'].filter((word) => word !== '').join(' or ');
  return (
    <span className="text-[12px] text-ink3">
      No {missing} in this text
      <Popover
        label={`Why there is no filter by ${hasThreads ? 'time' : 'thread'}`}
        className="term-hint ml-1"
        title="Why, and how to get them"
        content={() => (
          <span className="flex flex-col gap-2">
            <span>
              {isPerSample
                ? `Its samples are printed without ${missing}.`
                : `It holds sums of equal stacks${hasThreads ? ', thread by thread' : ''}: which sample was taken ${hasThreads ? 'when' : 'when, and in which thread,'} is not in it.`}
            </span>
            <Command
              command="perf script -F comm,pid,tid,time,event,ip,sym,dso > perf.txt"
              why="Prints each sample of perf.data with its thread and time."
              risk="none: it reads the recording."
            />
            {hasThreads ? null : (
              <Command
                command={`asprof -d 60 -e cpu -t -o collapsed -f threads.txt ${pid}`}
                why="-t keeps threads apart in async-profiler's sums; it prints no times in them."
                risk="low: attaches to the process, below 1 % CPU."
              />
            )}
          </span>
        )}
      >
        <span aria-hidden="true">?</span>
        <span className="sr-only">Why there is no filter by {hasThreads ? 'time' : 'thread'}</span>
      </Popover>
    </span>
  );
}
