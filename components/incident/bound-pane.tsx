'use client';
import { useCallback, useMemo } from 'react';
import { offerActions } from '@/components/keys/pane-actions';
import type { AnyView, PaneActions, ViewData } from '@/components/views/define';
import { ViewPane } from '@/components/views/view-pane';
import type { Units } from '@/lib/view-state/incident';
import { useEvidence } from './evidence-context';
import type { Selection } from './use-selection';
import { useViewState } from './use-view-state';

/** What every pane of a page shares. */
export interface PaneContext {
  data: ViewData;
  selection: Selection;
  units: Units;
  onUnits(units: Units): void;
}

/** A view bound to its part of the address and to the selection of the page. */
export function BoundPane({ view, data, selection, units, onUnits }: PaneContext & { view: AnyView }) {
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
