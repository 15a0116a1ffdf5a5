'use client';
import { type ComponentProps, useMemo } from 'react';
import { RequestProblem } from '@/components/incident/requests';
import type { CallDiff, DiffScale } from '@/lib/model/call-diff';
import { haveOneUnit } from '@/lib/model/profile-pair';
import { useShapedPair, useTreeAnswer } from '../desk/use-tree';
import { useSettled } from '../use-settled';
import { DiffBody } from './diff-body';
import { filterPair } from './pair-filter';
import { namesThreads, usePairSamples } from './use-pair-samples';

type Props = Omit<ComponentProps<typeof DiffBody>, 'shown' | 'filter' | 'facts' | 'haveThreads' | 'isPending'> & {
  incidentId: string;
  /** All of both, in shares. */
  original: CallDiff;
};

/**
 * Gives two profiles the shape that the address asks for: filtered, steps done to each side, turned round, in shares or as recorded.
 * Small ones are there at once; of large ones the picture before stays, with its zoom, until the worker has the next.
 */
export function ShapedDiff({ incidentId, ...props }: Props) {
  const { original, from, to, state } = props;
  const { diff: view, steps, zoom } = state;
  const samples = usePairSamples(incidentId, from, to, original);
  const have = useMemo(() => ({ from: namesThreads(from), to: namesThreads(to) }), [from, to]);
  const asked = useMemo(
    () => filterPair({ threads: state.thread, time: state.time, kinds: state.kinds }, have),
    [state.thread, state.time, state.kinds, have],
  );
  // Without the samples, only kinds of frames can be told apart: a link to a thread then shows all of them, and says so.
  const filter = useMemo(() => (samples.areHere ? asked : { ...asked, threads: [] }), [samples.areHere, asked]);
  const isWaiting = !samples.areHere && samples.failure === null && asked.threads.length > 0;
  // The table is made of stacks as they were called, whichever way the flame graph stands.
  const isInverted = state.inverted && view !== 'functions';
  const scale: DiffScale = haveOneUnit(from, to) ? state.scale : 'share';
  const shaped = useShapedPair(original, { threads: filter.threads, kinds: filter.kinds, steps, inverted: isInverted, scale });
  const sides = useTreeAnswer(shaped?.value.both ?? null, view === 'sides' ? { ask: 'sides' } : null);
  const facts = useTreeAnswer(original.both, samples.areHere ? { ask: 'pair-samples', threads: filter.threads } : null);
  const areSidesHere = view !== 'sides' || (sides !== null && sides.tree === shaped?.value.both);
  const areFactsHere = !samples.areHere || (facts !== null && !facts.isPending);
  const isSettled = shaped !== null && !shaped.isPending && areSidesHere && areFactsHere;
  const shown = useSettled(
    { diff: shaped?.value ?? original, sides: sides?.value ?? null, facts: facts?.value ?? null, view, zoom, isInverted },
    isSettled,
  );
  if (!shown || isWaiting)
    return (
      <p role="status" className="panel px-3 py-[5px] text-ink2">
        Both call trees are on their way.
      </p>
    );
  return (
    <>
      {samples.failure ? (
        <p role="alert" className="panel flex items-baseline gap-3 px-3 py-[5px]">
          <span className="flex-1">
            Threads of the samples could not be loaded. {samples.failure instanceof RequestProblem ? samples.failure.message : ''}{' '}
            {asked.threads.length > 0 ? 'All threads are shown.' : ''}
          </span>
          <button type="button" className="link" onClick={samples.retry}>
            Try again
          </button>
        </p>
      ) : null}
      <DiffBody
        {...props}
        shown={shown}
        filter={filter}
        facts={facts?.value ?? null}
        haveThreads={have.from && have.to}
        isPending={!isSettled}
      />
    </>
  );
}
