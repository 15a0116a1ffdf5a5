'use client';
import { BoundPane, type PaneContext } from '@/components/incident/bound-pane';
import { readProblem } from '@/components/incident/requests';
import { useViewState } from '@/components/incident/use-view-state';
import { Command } from '@/components/ui/command';
import { views } from '@/components/views/registry';
import { useAnswer } from '@/components/views/use-answer';
import type { AddressStrip } from '@/lib/model/address-strip';
import type { Finding } from '@/lib/model/finding';
import { RegionCard } from './region-card';
import { describeStrip, farther, type Part, panned } from './select';
import { memoryMapFields } from './state';
import { Strip } from './strip';

async function loadStrip(incidentId: string, snapshotId: string, part: Part | null, signal: AbortSignal): Promise<AddressStrip> {
  const query = part ? `?${new URLSearchParams({ ...part })}` : '';
  const url = `/api/incidents/${encodeURIComponent(incidentId)}/snapshots/${encodeURIComponent(snapshotId)}/strip${query}`;
  const response = await fetch(url, { signal });
  if (!response.ok) throw await readProblem(response);
  return response.json();
}

/** Where in the address space the memory is, what is resident of it, and everything known of the selected region. */
export function MemoryMapTab({ revision, findings, ...context }: PaneContext & { revision: number; findings: readonly Finding[] }) {
  const { data, selection } = context;
  const hasMap = data.analysis?.tree != null;
  if (!hasMap || !data.analysis) {
    return (
      <div className="grid max-w-[660px] gap-3 pt-4">
        <p>
          <b className="font-semibold">No memory map.</b>{' '}
          <span className="text-ink2">Without the mappings nobody can say where in the address space the resident memory is.</span>
        </p>
        <Command command={`pmap -x ${data.pid} > pmap.txt`} risk="none, reads /proc." />
      </div>
    );
  }
  return (
    <>
      <StripSection
        incidentId={data.incidentId}
        snapshotId={data.analysis.snapshotId}
        revision={revision}
        region={selection.region}
        onRegion={selection.onRegion}
      />
      <div className="grid grid-cols-[minmax(0,1fr)_340px] items-start gap-3 pt-3 max-lg:grid-cols-1">
        <div className="grid gap-3">
          {views
            .filter(({ id }) => id === 'memory-treemap' || id === 'unmatched-regions')
            .map((view) => (
              <div key={view.id} data-pane={view.id} className="grid h-[460px] min-w-0 [&>.pane]:h-full">
                <BoundPane view={view} {...context} />
              </div>
            ))}
        </div>
        <RegionCard data={data} selection={selection} units={context.units} findings={findings} />
      </div>
    </>
  );
}

function StripSection({
  incidentId,
  snapshotId,
  revision,
  region,
  onRegion,
}: {
  incidentId: string;
  snapshotId: string;
  revision: number;
  region: string | null;
  onRegion(start: string): void;
}) {
  const [state, setState] = useViewState(memoryMapFields);
  const part: Part | null =
    state.from !== null && state.to !== null && BigInt(state.from) < BigInt(state.to) ? { from: state.from, to: state.to } : null;
  const key = `${snapshotId} ${revision} ${part ? `${part.from}-${part.to}` : ''}`;
  const { value: strip, failure, retry } = useAnswer(key, (signal) => loadStrip(incidentId, snapshotId, part, signal));
  const show = (next: Part | null) => setState(next ?? { from: null, to: null }, 'push');
  return (
    <section aria-labelledby="address-strip">
      <div className="section-head max-sm:flex-wrap">
        <h2 id="address-strip">Where in the address space is it?</h2>
        <span className="flex-1 text-ink3">
          {strip ? `${describeStrip(strip)}; gaps folded; height of the fill is what is resident` : ''}
        </span>
        {part ? (
          <span className="flex gap-1">
            <button type="button" className="btn btn-small" onClick={() => show(panned(part, -1))}>
              Lower
            </button>
            <button type="button" className="btn btn-small" onClick={() => show(panned(part, 1))}>
              Higher
            </button>
            <button type="button" className="btn btn-small" onClick={() => show(farther(part))}>
              Farther
            </button>
            <button type="button" className="btn btn-small" onClick={() => show(null)}>
              Whole
            </button>
          </span>
        ) : null}
      </div>
      <div className="panel min-h-[150px] overflow-hidden px-3 py-2">
        {failure ? (
          <p role="alert" className="flex items-baseline gap-3">
            <span className="flex-1">The address space could not be loaded. {failure instanceof Error ? failure.message : ''}</span>
            <button type="button" className="link" onClick={retry}>
              Try again
            </button>
          </p>
        ) : strip === null ? (
          <p role="status" className="text-ink2">
            Laying out the address space …
          </p>
        ) : strip.items.length === 0 ? (
          <p className="text-ink2">Nothing is mapped in this part of the address space.</p>
        ) : (
          <Strip strip={strip} part={part} region={region} onRegion={onRegion} onPart={show} />
        )}
      </div>
    </section>
  );
}
