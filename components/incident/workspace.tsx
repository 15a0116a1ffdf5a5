'use client';
import { useCallback, useMemo } from 'react';
import { offerActions } from '@/components/keys/pane-actions';
import type { AnyView, PaneActions, ViewData } from '@/components/views/define';
import { views } from '@/components/views/registry';
import { ViewPane } from '@/components/views/view-pane';
import type { Units } from '@/lib/view-state/incident';
import { useEvidence } from './evidence-context';
import type { Selection } from './use-selection';
import { useViewState } from './use-view-state';

interface WorkspaceProps {
  data: ViewData;
  selection: Selection;
  units: Units;
  onUnits(units: Units): void;
}

/** The panes side by side; each reads and writes its own part of the address, the selection is everybody's. */
export function Workspace({ data, selection, units, onUnits }: WorkspaceProps) {
  return (
    <div className="grid h-[440px] grid-cols-[minmax(0,31fr)_minmax(0,38fr)_minmax(0,31fr)] gap-[9px] max-lg:h-auto max-lg:auto-rows-[380px] max-lg:grid-cols-1 max-lg:gap-[10px] max-sm:auto-rows-[400px]">
      {views.map((view) => (
        <BoundPane key={view.id} view={view} data={data} selection={selection} units={units} onUnits={onUnits} />
      ))}
    </div>
  );
}

function BoundPane({ view, data, selection, units, onUnits }: WorkspaceProps & { view: AnyView }) {
  const [state, onState] = useViewState(view.fields);
  const { open } = useEvidence();
  const { region, frame, related, onRegion, onFrame } = selection;
  const offer = useCallback((actions: PaneActions) => offerActions(view.id, actions), [view.id]);
  const selected = useMemo(() => ({ region, frame }), [region, frame]);
  return (
    <ViewPane
      view={view}
      data={data}
      state={state}
      onState={onState}
      region={region}
      onRegion={onRegion}
      selection={selected}
      onFrame={onFrame}
      related={related}
      units={units}
      onUnits={onUnits}
      onLines={open}
      offer={offer}
    />
  );
}
