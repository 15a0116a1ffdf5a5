'use client';
import { type ComponentProps, useMemo } from 'react';
import { RequestProblem } from '@/components/incident/requests';
import type { CallColumns } from '@/lib/model/call-columns';
import { useShapedTree, useTreeAnswer } from './desk/use-tree';
import { ProfileBody } from './profile-body';
import { isFiltering, needsRows } from './tree/filter';
import { useSamples } from './use-samples';
import { useSettled } from './use-settled';

type Props = Omit<ComponentProps<typeof ProfileBody>, 'tree' | 'isInverted' | 'zoom' | 'overview' | 'isPending' | 'filter' | 'facts'> & {
  /** The whole tree of the profile. */
  original: CallColumns;
};

/**
 * Gives a profile the shape that the address asks for: threads joined, steps done, turned round. Small trees are there at once; of
 * large ones the picture before stays, with its zoom, until the worker has the next.
 */
export function ShapedProfile(props: Props) {
  const { original, profile, state } = props;
  const { kind, recordedWeight } = profile;
  const overview = useTreeAnswer(original, { ask: 'overview', profile: { samples: profile.samples, kind, recordedWeight } });
  // Tables are made of stacks as they were called, whichever way the flame graph stands.
  const isInverted = state.inverted && (state.as === 'flame' || state.as === 'tree');
  const samples = useSamples(props.data.incidentId, profile.id, profile.sampleColumns, original);
  const asked = useMemo(() => ({ threads: state.thread, time: state.time, kinds: state.kinds }), [state.thread, state.time, state.kinds]);
  // Without the samples, only kinds of frames can be told apart: a link to a thread or a time then shows all of it, and says so.
  const filter = useMemo(() => (samples.areHere ? asked : { ...asked, threads: [], time: null }), [samples.areHere, asked]);
  const isWaiting = profile.sampleColumns !== undefined && !samples.areHere && samples.failure === null && needsRows(asked);
  const shaped = useShapedTree(original, {
    ...(isFiltering(filter) ? { filter } : {}),
    threads: state.threads,
    steps: state.steps,
    inverted: isInverted,
  });
  const facts = useTreeAnswer(original, samples.areHere ? { ask: 'samples', filter } : null);
  const isPending = shaped === null || shaped.isPending;
  const shown = useSettled({ zoom: state.zoom, isInverted }, !isPending);
  if (!overview || !shaped || !shown || isWaiting) {
    return (
      <p role="status" className="panel px-3 py-[5px] text-ink2">
        The call tree is on its way.
      </p>
    );
  }
  return (
    <>
      {samples.failure ? (
        <p role="alert" className="panel flex items-baseline gap-3 px-3 py-[5px]">
          <span className="flex-1">
            Threads and times of the samples could not be loaded. {samples.failure instanceof RequestProblem ? samples.failure.message : ''}{' '}
            {needsRows(asked) ? 'All threads and all of the time are shown.' : ''}
          </span>
          <button type="button" className="link" onClick={samples.retry}>
            Try again
          </button>
        </p>
      ) : null}
      <ProfileBody
        {...props}
        {...shown}
        tree={shaped.value}
        overview={overview.value}
        isPending={isPending}
        filter={filter}
        facts={facts?.value ?? null}
      />
    </>
  );
}
