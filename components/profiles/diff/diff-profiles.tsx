'use client';
import { RequestProblem } from '@/components/incident/requests';
import type { Selection } from '@/components/incident/use-selection';
import type { ChangeState } from '@/components/incident/use-view-state';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import type { StateOf } from '@/lib/view-state/query';
import type { profileFields } from '../state';
import { ShapedDiff } from './shaped-diff';
import { useDiff } from './use-diff';

/** Two profiles, fetched and made one tree. */
export function DiffProfiles({
  incidentId,
  from,
  to,
  label,
  selection,
  state,
  onState,
}: {
  incidentId: string;
  from: ProfileSummary;
  to: ProfileSummary;
  label(profile: ProfileSummary): string;
  selection: Selection;
  state: StateOf<typeof profileFields>;
  onState: ChangeState<typeof profileFields>;
}) {
  const { diff, failure, retry } = useDiff(incidentId, from, to);
  if (failure)
    return (
      <p role="alert" className="panel flex items-baseline gap-3 px-3 py-[5px]">
        <span className="flex-1">
          The two profiles could not be compared. {failure instanceof RequestProblem ? failure.message : 'What came was no diff.'}
        </span>
        <button type="button" className="link" onClick={retry}>
          Try again
        </button>
      </p>
    );
  if (!diff)
    return (
      <p role="status" className="panel px-3 py-[5px] text-ink2">
        Both call trees are on their way.
      </p>
    );
  return (
    <ShapedDiff
      key={`${from.id} ${to.id}`}
      incidentId={incidentId}
      original={diff}
      from={from}
      to={to}
      labels={{ from: label(from), to: label(to) }}
      selection={selection}
      state={state}
      onState={onState}
    />
  );
}
