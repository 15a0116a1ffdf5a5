'use client';
import type { AnyView, ViewData } from '@/components/views/define';
import { views } from '@/components/views/registry';
import { ViewPane } from '@/components/views/view-pane';
import { useEvidence } from './evidence-context';
import { useViewState } from './use-view-state';

/** The panes side by side; each reads and writes its own part of the address, the selected region is everybody's. */
export function Workspace({ data, region, onRegion }: { data: ViewData; region: string | null; onRegion(region: string | null): void }) {
  return (
    <div className="grid h-[440px] grid-cols-[minmax(0,31fr)_minmax(0,38fr)_minmax(0,31fr)] gap-[9px] max-lg:h-auto max-lg:auto-rows-[380px] max-lg:grid-cols-1 max-lg:gap-[10px] max-sm:auto-rows-[400px]">
      {views.map((view) => (
        <BoundPane key={view.id} view={view} data={data} region={region} onRegion={onRegion} />
      ))}
    </div>
  );
}

function BoundPane({ view, ...shared }: { view: AnyView; data: ViewData; region: string | null; onRegion(region: string | null): void }) {
  const [state, onState] = useViewState(view.fields);
  const { open } = useEvidence();
  return <ViewPane view={view} state={state} onState={onState} onLines={open} {...shared} />;
}
