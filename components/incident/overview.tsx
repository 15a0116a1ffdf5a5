'use client';
import type { Ref } from 'react';
import { NextStep } from '@/components/coach/next-step';
import type { ViewData } from '@/components/views/define';
import type { IncidentView, SnapshotAnalysis } from '@/lib/model/incident';
import type { Units } from '@/lib/view-state/incident';
import { FindingsSection } from './findings';
import { LedgerSection } from './ledger';
import { selectVerdictSnapshot } from './select-snapshot';
import { SelectionLine } from './selection-line';
import type { Change } from './use-change';
import type { Selection } from './use-selection';
import { BlockingDoubt, VerdictSection } from './verdict';
import { Workspace, type WorkspaceHandle } from './workspace';

/** Answer, scale, proof, in that order: the verdict, the ledger to scale, three panes, the findings. */
export function Overview({
  view,
  analysis,
  data,
  selection,
  part,
  onPart,
  units,
  onUnits,
  change,
  onSnapshot,
  onAdd,
  onClear,
  onPlaybook,
  workspace,
}: {
  view: IncidentView;
  analysis: SnapshotAnalysis | null;
  data: ViewData;
  selection: Selection;
  /** Part of the ledger that is open. */
  part: string | null;
  onPart(part: string | null): void;
  units: Units;
  onUnits(units: Units): void;
  change: Change;
  onSnapshot(id: string): void;
  /** null for those who may not add. */
  onAdd: (() => void) | null;
  onClear(): void;
  onPlaybook(): void;
  workspace: Ref<WorkspaceHandle>;
}) {
  const { verdict, coach } = view.analysis;
  // Without a map or a report, what to capture is all there is to say: it heads the page.
  const isPartial = !analysis?.reconciliation.ledger?.nmt;
  const spoken = selectVerdictSnapshot(view);
  const of =
    coach.snapshotId === (analysis?.snapshotId ?? null) ? null : (view.snapshots.find(({ id }) => id === coach.snapshotId)?.label ?? null);
  const other = spoken && analysis && spoken.snapshotId !== analysis.snapshotId ? spoken : null;
  return (
    <>
      {/* One screen on a desk: the panes take the room that is left, so that the first finding is still in sight. */}
      <div className="lg:flex lg:h-[calc(min(100dvh,1080px)-224px)] lg:min-h-min lg:flex-col print:!block print:!h-auto lg:*:flex-none">
        <VerdictSection verdict={verdict} analysis={spoken} title={view.title} />
        {other ? (
          <OtherSnapshot view={view} spokenId={other.snapshotId} shownId={analysis?.snapshotId ?? ''} onSnapshot={onSnapshot} />
        ) : null}
        {verdict.blockingDoubt ? <BlockingDoubt text={verdict.blockingDoubt} onAdd={onAdd} /> : null}
        {isPartial ? <NextStep coach={coach} of={of} onPlaybook={onPlaybook} wide /> : null}
        <LedgerSection analysis={analysis} part={part} onPart={onPart} units={units} onUnits={onUnits} />
        <Workspace ref={workspace} data={data} selection={selection} units={units} onUnits={onUnits} />
      </div>
      <SelectionLine data={data} selection={selection} units={units} onClear={onClear} />
      <FindingsSection
        view={view}
        analysis={analysis}
        change={change}
        onSnapshot={onSnapshot}
        next={isPartial ? null : <NextStep coach={coach} of={of} onPlaybook={onPlaybook} />}
      />
    </>
  );
}

/** The verdict is of the last snapshot; what stands below it is of another one. */
function OtherSnapshot({
  view,
  spokenId,
  shownId,
  onSnapshot,
}: {
  view: IncidentView;
  spokenId: string;
  shownId: string;
  onSnapshot(id: string): void;
}) {
  const labelOf = (id: string) => view.snapshots.find((snapshot) => snapshot.id === id)?.label ?? '';
  return (
    <p className="panel mb-3 border-edge px-3 py-[5px]">
      The verdict speaks of <b className="font-semibold">{labelOf(spokenId)}</b>. Ledger, panes and findings below show{' '}
      <b className="font-semibold">{labelOf(shownId)}</b>.{' '}
      <button type="button" className="link" onClick={() => onSnapshot(spokenId)}>
        Show {labelOf(spokenId)}
      </button>
    </p>
  );
}
