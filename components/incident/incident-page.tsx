'use client';
import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { TopBar } from '@/components/ui/top-bar';
import type { UploadLimits } from '@/components/upload/limits';
import type { IncidentView } from '@/lib/model/incident';
import { incidentFields } from '@/lib/view-state/incident';
import { AddCaptures } from './add-captures';
import { EditDialog } from './edit-dialog';
import { EvidenceProvider } from './evidence-context';
import { FindingsSection } from './findings';
import { IncidentHead } from './incident-head';
import { LedgerSection } from './ledger';
import { remember } from './remembered';
import { selectSnapshot, selectViewData } from './select-snapshot';
import { SelectionLine } from './selection-line';
import { ShareDialog } from './share-dialog';
import { useSelection } from './use-selection';
import { useViewState } from './use-view-state';
import { BlockingDoubt, VerdictSection } from './verdict';
import { Workspace } from './workspace';

/** An incident: the answer, the ledger to scale, three panes, the findings. Answer, scale, proof, in that order. */
export function IncidentPage({ view, limits }: { view: IncidentView; limits: UploadLimits }) {
  const [{ snapshot: wanted, region, frame, bucket, units }, setState] = useViewState(incidentFields);
  const [dialog, setDialog] = useState<'share' | 'edit' | 'add' | null>(null);
  const analysis = selectSnapshot(view, wanted);
  const data = useMemo(() => selectViewData(view, analysis), [view, analysis]);
  const selection = useSelection(data, { region, frame }, setState);
  const { verdict } = view.analysis;
  const manages = view.role === 'manage';

  useEffect(() => {
    remember(view);
  }, [view]);

  const onEscape = useEffectEvent((event: KeyboardEvent) => {
    // A dialog or a zoomed icicle takes its own Esc.
    if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open]')) return;
    if (region !== null || frame !== null || bucket !== null) setState({ region: null, frame: null, bucket: null });
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onEscape(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);

  return (
    <EvidenceProvider view={view}>
      <TopBar crumb={view.title}>
        {manages ? (
          <>
            <button type="button" className="btn" onClick={() => setDialog('add')}>
              <span className="max-sm:hidden">Add captures</span>
              <span className="sm:hidden">Add</span>
            </button>
            <button type="button" className="btn btn-primary" onClick={() => setDialog('share')}>
              Share
            </button>
          </>
        ) : (
          <span className="text-ink3">{view.role === 'read' ? 'Read-only link' : 'Link for comments'}</span>
        )}
      </TopBar>
      <main className="wrap pb-12">
        <IncidentHead
          view={view}
          snapshotId={analysis?.snapshotId ?? null}
          onSnapshot={(id) => setState({ snapshot: id, region: null, frame: null }, 'push')}
          onEdit={manages ? () => setDialog('edit') : null}
        />
        <VerdictSection verdict={verdict} analysis={analysis} title={view.title} />
        {verdict.blockingDoubt ? <BlockingDoubt text={verdict.blockingDoubt} onAdd={manages ? () => setDialog('add') : null} /> : null}
        <LedgerSection analysis={analysis} part={bucket} onPart={(part) => setState({ bucket: part })} />
        <Workspace data={data} selection={selection} units={units} onUnits={(next) => setState({ units: next })} />
        {region !== null && analysis ? (
          <SelectionLine analysis={analysis} region={region} onClear={() => setState({ region: null })} />
        ) : null}
        <FindingsSection view={view} />
      </main>
      {manages ? (
        <>
          <ShareDialog incidentId={view.id} open={dialog === 'share'} onClose={() => setDialog(null)} />
          <AddCaptures
            incidentId={view.id}
            documentCount={view.documents.length}
            limits={limits}
            open={dialog === 'add'}
            onOpen={(open) => setDialog(open ? 'add' : null)}
          />
          <EditDialog view={view} open={dialog === 'edit'} onClose={() => setDialog(null)} />
        </>
      ) : null}
    </EvidenceProvider>
  );
}
