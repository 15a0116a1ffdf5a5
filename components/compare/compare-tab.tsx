'use client';
import { useViewState } from '@/components/incident/use-view-state';
import { Command } from '@/components/ui/command';
import { useAnswer } from '@/components/views/use-answer';
import type { IncidentView } from '@/lib/model/incident';
import { compareFields } from '@/lib/view-state/compare';
import type { Units } from '@/lib/view-state/incident';
import { ComparisonDetails, ComparisonSummary } from './comparison-view';
import { Headroom } from './headroom';
import { loadComparison } from './load-comparison';
import { PairChoice } from './pair-choice';
import { choosePair, nextLabel } from './select';
import { Timeline } from './timeline';

/** Two moments of a process held against each other, and all of them in the course of time. */
export function CompareTab({
  view,
  units,
  onRegion,
  onAdd,
}: {
  view: IncidentView;
  units: Units;
  /** Shows a region on the overview: of which snapshot, and its start address. */
  onRegion(snapshotId: string, start: string): void;
  /** null for those who may not add. */
  onAdd: (() => void) | null;
}) {
  const [state, setState] = useViewState(compareFields);
  const pair = choosePair(view, state.from, state.to);
  const key = pair && `${pair.from} ${pair.to} ${view.revision}`;
  const {
    key: answered,
    value,
    failure,
    retry,
  } = useAnswer(key, (signal) => loadComparison(view.id, pair?.from ?? '', pair?.to ?? '', signal));
  const alone = view.snapshots.length < 2;
  const comparison = answered === key ? value : null;
  const choose = (from: string, to: string) => setState({ from, to }, 'push');
  return (
    <>
      {alone || pair === null ? (
        <OneMoment view={view} onAdd={onAdd} />
      ) : (
        <PairChoice view={view} pair={pair} comparison={comparison} onPair={choose} />
      )}
      {failure ? (
        <p role="alert" className="panel mt-3 flex items-baseline gap-3 px-3 py-[5px]">
          <span className="flex-1">The snapshots could not be compared. {failure instanceof Error ? failure.message : ''}</span>
          <button type="button" className="link" onClick={retry}>
            Try again
          </button>
        </p>
      ) : null}
      {key !== null && !comparison && !failure ? (
        <p role="status" className="min-h-[60vh] pt-4 text-ink2">
          {alone ? 'Loading …' : 'Comparing …'}
        </p>
      ) : null}
      {comparison && !alone ? <ComparisonSummary view={view} comparison={comparison} units={units} /> : null}
      {alone ? null : (
        <Timeline
          view={view}
          units={units}
          scale={state.scale}
          onScale={(scale) => setState({ scale })}
          typed={state.events}
          onTyped={(events) => setState({ events }, 'push')}
          onPair={choose}
        />
      )}
      {comparison?.pressure ? (
        <Headroom
          pressure={comparison.pressure}
          comparison={comparison}
          typedBytes={state.limitBytes}
          onType={(limitBytes) => setState({ limitBytes })}
          units={units}
        />
      ) : null}
      {comparison && !alone ? <ComparisonDetails key={answered} comparison={comparison} units={units} onRegion={onRegion} /> : null}
    </>
  );
}

/** Nothing to compare yet: what is missing, and the commands that provide it. */
function OneMoment({ view, onAdd }: { view: IncidentView; onAdd: (() => void) | null }) {
  const [only] = view.snapshots;
  const pid = only?.pid ?? 'PID';
  const label = nextLabel(view.snapshots.map((snapshot) => snapshot.label));
  return (
    <section aria-label="Nothing to compare yet" className="grid max-w-[660px] gap-3 pt-4">
      <p>
        <b className="font-semibold">One moment only.</b>{' '}
        <span className="text-ink2">
          {only ? `This incident holds ${only.label || 'one snapshot'}.` : 'This incident holds no captures yet.'} What grew, and how fast,
          takes the same captures once more, ten minutes or more later, under the same load. Put them into a folder of their own ({label}/),
          so that they become a snapshot of their own; VM.info tells the time between.
        </span>
      </p>
      <Command
        command={`mkdir -p ${label}; cat /proc/${pid}/smaps > ${label}/smaps.txt; jcmd ${pid} VM.native_memory detail > ${label}/nmt.txt; jcmd ${pid} VM.info > ${label}/vm-info.txt`}
        why="The map, the JVM's own account, and the time: everything a comparison needs."
        risk="low: smaps holds the process's memory lock while it is read, a second for large maps; the text of VM.info holds environment variables, which Residue does not store as facts."
      />
      <Command
        command={`jcmd ${pid} VM.native_memory baseline`}
        why="Then, later, VM.native_memory detail.diff: the JVM itself says which call sites grew. One report is enough for that."
        risk="low: a few milliseconds."
      />
      {onAdd ? (
        <p>
          <button type="button" className="btn" onClick={onAdd}>
            Add captures
          </button>
        </p>
      ) : null}
    </section>
  );
}
