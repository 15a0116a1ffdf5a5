'use client';
import { useRouter } from 'next/navigation';
import { useEffect, useMemo, useRef, useState } from 'react';
import { PlaybookDialog } from '@/components/coach/playbook';
import { CompareTab } from '@/components/compare/compare-tab';
import { KeysDialog } from '@/components/keys/keys-dialog';
import { Palette } from '@/components/keys/palette';
import { actionsOf } from '@/components/keys/pane-actions';
import { type Actions, useKeys } from '@/components/keys/use-keys';
import { MemoryMapTab } from '@/components/memory-map/memory-map-tab';
import { NmtTab } from '@/components/nmt/nmt-tab';
import { ProfilesTab } from '@/components/profiles/profiles-tab';
import { SourcesTab } from '@/components/sources/sources-tab';
import { copyText } from '@/components/ui/copy-text';
import { switchTheme } from '@/components/ui/theme-toggle';
import { TopBar } from '@/components/ui/top-bar';
import type { UploadLimits } from '@/components/upload/limits';
import { commandsText } from '@/lib/model/coach';
import type { IncidentView } from '@/lib/model/incident';
import { incidentFields, type Units } from '@/lib/view-state/incident';
import { AddCaptures } from './add-captures';
import { DeleteDialog } from './delete-dialog';
import { DeletedPage } from './deleted-page';
import { EditDialog } from './edit-dialog';
import { EvidenceProvider } from './evidence-context';
import { IncidentHead } from './incident-head';
import { Notices, useNotice } from './notices';
import { Overview } from './overview';
import { focusFilter, focusPane, nextUnits, paletteEntries, stepRegion, UNIT_WORDS } from './page-actions';
import { remember } from './remembered';
import { selectSnapshot, selectViewData } from './select-snapshot';
import { ShareDialog } from './share-dialog';
import { SnapshotsDialog } from './snapshots-dialog';
import { TabBar } from './tabs';
import { useChange } from './use-change';
import { useLatestRevision } from './use-live';
import { useSelection } from './use-selection';
import { useViewState } from './use-view-state';
import { verdictForChat } from './verdict-figures';
import type { WorkspaceHandle } from './workspace';

type DialogName = 'share' | 'snapshots' | 'edit' | 'add' | 'delete' | 'keys' | 'palette' | 'playbook';

/** An incident: its overview and its sources, with everything that can be done to it. */
export function IncidentPage({ view, limits }: { view: IncidentView; limits: UploadLimits }) {
  const [deleted, setDeleted] = useState<string | null>(null);
  if (deleted !== null) return <DeletedPage view={view} undoableUntil={deleted} onRestored={() => setDeleted(null)} />;
  return <LivingPage view={view} limits={limits} onDeleted={setDeleted} />;
}

function LivingPage({ view, limits, onDeleted }: { view: IncidentView; limits: UploadLimits; onDeleted(undoableUntil: string): void }) {
  const router = useRouter();
  const [state, setState] = useViewState(incidentFields);
  const { tab, snapshot: wanted, bucket, units } = state;
  const [dialog, setDialog] = useState<DialogName | null>(null);
  const analysis = selectSnapshot(view, wanted);
  const data = useMemo(() => selectViewData(view, analysis), [view, analysis]);
  const selection = useSelection(view.id, data, state, setState);
  const workspace = useRef<WorkspaceHandle>(null);
  const latest = useLatestRevision(view.id, view.revision);
  const change = useChange();
  const [notice, tell] = useNotice();
  const manages = view.role === 'manage';

  useEffect(() => {
    remember(view);
  }, [view]);

  const open = (name: DialogName) => () => setDialog(name);
  const close = () => setDialog(null);
  const openSnapshots = () => {
    change.clear();
    setDialog('snapshots');
  };
  const clear = () => setState({ region: null, frame: null, bucket: null });
  const selected = selection.region !== null || selection.frame !== null || bucket !== null;
  const toSnapshot = (id: string) => setState({ snapshot: id, region: null, frame: null }, 'push');
  const toUnits = (next: Units) => setState({ units: next });
  const copy = async (text: string, what: string) => tell((await copyText(text)) ? `${what} copied` : 'The browser refused to copy');

  const actions: Actions = {
    palette: open('palette'),
    help: open('keys'),
    'next-region': () => stepRegion(1, analysis, selection.region, selection.onRegion),
    'previous-region': () => stepRegion(-1, analysis, selection.region, selection.onRegion),
    clear: selected ? clear : null,
    filter: focusFilter,
    'next-hit': tab === 'sources' ? () => actionsOf('sources').step?.(1) : null,
    'previous-hit': tab === 'sources' ? () => actionsOf('sources').step?.(-1) : null,
    'pane-1': () => focusPane(1),
    'pane-2': () => focusPane(2),
    'pane-3': () => focusPane(3),
    taller: () => workspace.current?.toggleTall(),
    'reset-panes': () => workspace.current?.reset(),
    'tab-overview': () => setState({ tab: 'overview' }, 'push'),
    'tab-map': () => setState({ tab: 'map' }, 'push'),
    'tab-nmt': () => setState({ tab: 'nmt' }, 'push'),
    'tab-profiles': () => setState({ tab: 'profiles' }, 'push'),
    'tab-compare': () => setState({ tab: 'compare' }, 'push'),
    'tab-sources': () => setState({ tab: 'sources' }, 'push'),
    home: () => window.location.assign('/'),
    'copy-link': () => copy(window.location.href, 'Address of this view'),
    'copy-verdict': () => copy(verdictForChat(view.analysis.verdict, view.title, window.location.href), 'Verdict'),
    playbook: open('playbook'),
    'copy-commands':
      view.analysis.coach.steps.length > 0 ? () => copy(commandsText(view.analysis.coach), 'Commands of the next steps') : null,
    share: manages ? open('share') : null,
    add: manages ? open('add') : null,
    snapshots: view.snapshots.length > 0 ? openSnapshots : null,
    edit: manages ? open('edit') : null,
    units: () => {
      toUnits(nextUnits(units));
      tell(`Sizes in ${UNIT_WORDS[nextUnits(units)]}`);
    },
    theme: switchTheme,
    delete: manages ? open('delete') : null,
  };
  useKeys(actions, { always: true, overview: tab === 'overview' || tab === 'map', sources: tab === 'sources', selection: selected });

  return (
    <EvidenceProvider
      view={view}
      onSources={(document, lines) => setState({ tab: 'sources', document, lines }, 'push')}
      onMark={(what) => setState({ region: null, frame: null, ...what })}
    >
      <TopBar crumb={view.title}>
        {manages ? (
          <>
            <button type="button" className="btn" onClick={open('add')}>
              <span className="max-sm:hidden">Add captures</span>
              <span className="sm:hidden">Add</span>
            </button>
            <button type="button" className="btn btn-primary" onClick={open('share')}>
              Share
            </button>
          </>
        ) : (
          <span className="text-ink3">{view.role === 'read' ? 'Read-only link' : 'Link for comments'}</span>
        )}
        <button type="button" className="btn btn-ghost max-sm:hidden" aria-label="All keys" onClick={open('keys')}>
          <kbd>?</kbd>
        </button>
      </TopBar>
      <main className="wrap pb-12">
        <IncidentHead
          view={view}
          snapshotId={analysis?.snapshotId ?? null}
          onSnapshot={toSnapshot}
          onSnapshots={actions.snapshots}
          manage={manages ? { onEdit: open('edit'), onDelete: open('delete'), onShare: open('share'), sharing: dialog === 'share' } : null}
        />
        <TabBar
          tab={tab}
          counts={{ profiles: data.profiles.length, sources: view.documents.length }}
          onTab={(next) => setState({ tab: next }, 'push')}
        />
        {latest > view.revision && dialog !== 'add' && !change.busy ? (
          <p role="status" className="panel mt-3 flex items-baseline gap-3 px-3 py-[5px]">
            <span className="flex-1">Somebody has changed this incident since you opened it.</span>
            <button type="button" className="link" onClick={() => router.refresh()}>
              Show the changes
            </button>
          </p>
        ) : null}
        {tab === 'overview' ? (
          <Overview
            view={view}
            analysis={analysis}
            data={data}
            selection={selection}
            part={bucket}
            onPart={(part) => setState({ bucket: part })}
            units={units}
            onUnits={toUnits}
            change={change}
            onSnapshot={toSnapshot}
            onAdd={actions.add}
            onClear={clear}
            onPlaybook={open('playbook')}
            workspace={workspace}
          />
        ) : tab === 'map' ? (
          <MemoryMapTab
            data={data}
            selection={selection}
            units={units}
            onUnits={toUnits}
            revision={view.revision}
            findings={view.analysis.findings}
          />
        ) : tab === 'nmt' ? (
          <NmtTab
            incidentId={view.id}
            snapshotId={analysis?.snapshotId ?? null}
            revision={view.revision}
            pid={data.pid}
            units={units}
            onRegion={(start) => setState({ tab: 'overview', region: start, frame: null }, 'push')}
          />
        ) : tab === 'profiles' ? (
          <ProfilesTab data={data} selection={selection} units={units} />
        ) : tab === 'compare' ? (
          <CompareTab
            view={view}
            units={units}
            onRegion={(snapshot, start) => setState({ tab: 'overview', snapshot, region: start, frame: null }, 'push')}
            onAdd={actions.add}
          />
        ) : (
          <SourcesTab
            view={view}
            document={state.document}
            lines={state.lines}
            change={change}
            onSnapshots={openSnapshots}
            onState={setState}
          />
        )}
      </main>
      <Notices text={notice} />
      <PlaybookDialog coach={view.analysis.coach} open={dialog === 'playbook'} onClose={close} />
      <KeysDialog actions={actions} open={dialog === 'keys'} onClose={close} />
      <Palette
        open={dialog === 'palette'}
        onClose={close}
        entries={
          dialog === 'palette'
            ? paletteEntries(actions, view, analysis, {
                snapshot: toSnapshot,
                region: (start) => setState({ tab: 'overview', region: start, frame: null }),
                document: (id) => setState({ tab: 'sources', document: id, lines: null }, 'push'),
                units: toUnits,
              })
            : []
        }
      />
      <SnapshotsDialog
        view={view}
        change={change}
        open={dialog === 'snapshots'}
        onClose={() => {
          change.clear();
          close();
        }}
        onLines={(document, lines) => {
          close();
          setState({ tab: 'sources', document, lines }, 'push');
        }}
      />
      {manages ? (
        <>
          <ShareDialog incidentId={view.id} open={dialog === 'share'} onClose={close} />
          <AddCaptures
            incidentId={view.id}
            documentCount={view.documents.length}
            limits={limits}
            open={dialog === 'add'}
            onOpen={(isOpen) => setDialog(isOpen ? 'add' : null)}
          />
          <EditDialog view={view} open={dialog === 'edit'} onClose={close} />
          <DeleteDialog view={view} open={dialog === 'delete'} onClose={close} onDeleted={onDeleted} />
        </>
      ) : null}
    </EvidenceProvider>
  );
}
