'use client';
import type { IncidentView } from '@/lib/model/incident';
import type { incidentFields, Tab } from '@/lib/view-state/incident';
import type { StateOf } from '@/lib/view-state/query';

/** What the Sources tab is given: the document and the lines ("214-250") that the address names, and a way to change them. */
export interface SourcesTabProps {
  view: IncidentView;
  document: string | null;
  lines: string | null;
  onState(patch: Partial<StateOf<typeof incidentFields>>, history?: 'push' | 'replace'): void;
}

const LABELS: Record<Tab, string> = { overview: 'Overview', sources: 'Sources' };

/** The tabs of an incident as links: each can be opened in its own window, and Back leads from one to the other. */
export function TabBar({
  tabs,
  tab,
  counts,
  onTab,
}: {
  tabs: readonly Tab[];
  tab: Tab;
  counts: Partial<Record<Tab, number>>;
  onTab(tab: Tab): void;
}) {
  return (
    <nav aria-label="Parts of the incident" className="flex gap-1 overflow-x-auto border-line border-b [scrollbar-width:none]">
      {tabs.map((name) => (
        <button
          key={name}
          type="button"
          aria-current={name === tab ? 'page' : undefined}
          className="-mb-px border-transparent border-b-2 px-2 py-[7px] text-ink2 hover:text-ink aria-[current=page]:border-ink aria-[current=page]:font-[650] aria-[current=page]:text-ink"
          onClick={() => onTab(name)}
        >
          {LABELS[name]}
          {counts[name] === undefined ? null : <span className="ml-[5px] font-normal text-[11.5px] text-ink3">{counts[name]}</span>}
        </button>
      ))}
    </nav>
  );
}
