'use client';
import { useEffect, useRef } from 'react';
import { TABS, type Tab } from '@/lib/view-state/incident';

const LABELS: Record<Tab, string> = {
  overview: 'Overview',
  map: 'Memory map',
  nmt: 'NMT',
  profiles: 'Profiles',
  compare: 'Compare',
  sources: 'Sources',
};

/** The parts of an incident. Back leads from one to the other. */
export function TabBar({ tab, counts, onTab }: { tab: Tab; counts: Partial<Record<Tab, number>>; onTab(tab: Tab): void }) {
  const bar = useRef<HTMLElement>(null);
  // On a narrow screen the bar scrolls sideways: the tab that is open is in sight. The page itself stays where it is.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another tab is another place
  useEffect(() => {
    const current = bar.current?.querySelector<HTMLElement>('[aria-current="page"]');
    if (!bar.current || !current) return;
    const { left, right } = bar.current.getBoundingClientRect();
    const place = current.getBoundingClientRect();
    if (place.right > right) bar.current.scrollLeft += place.right - right;
    else if (place.left < left) bar.current.scrollLeft -= left - place.left;
  }, [tab]);
  return (
    <nav
      ref={bar}
      aria-label="Parts of the incident"
      className="-mx-2 flex min-h-[35px] gap-1 overflow-x-auto border-line border-b [scrollbar-width:none]"
    >
      {TABS.map((name) => (
        <button
          key={name}
          type="button"
          aria-current={name === tab ? 'page' : undefined}
          className="flex-none whitespace-nowrap border-transparent border-b-2 px-2 py-[6px] text-ink2 hover:text-ink aria-[current=page]:border-ink aria-[current=page]:font-[650] aria-[current=page]:text-ink"
          onClick={() => onTab(name)}
        >
          {LABELS[name]}
          {counts[name] === undefined ? null : <span className="ml-[5px] font-normal text-[11.5px] text-ink3">{counts[name]}</span>}
        </button>
      ))}
    </nav>
  );
}
