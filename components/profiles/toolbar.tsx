'use client';
import type { ReactNode } from 'react';
import { Segmented } from '@/components/ui/segmented';
import { useTyped } from '@/components/ui/use-typed';
import { formatWeight } from '@/components/views/words';
import { formatCount, formatShare } from '@/lib/base/bytes';
import { type CallColumns, nameOf, pathTo } from '@/lib/model/call-columns';
import type { Transform } from '@/lib/view-state/transforms';
import { tellStep } from './select';
import type { ProfileView } from './state';
import type { Found } from './tree/search';

const VIEWS: readonly { value: ProfileView; label: string }[] = [
  { value: 'flame', label: 'Flame graph' },
  { value: 'entries', label: 'Native entries' },
  { value: 'allocators', label: 'Allocator paths' },
  { value: 'frames', label: 'Hot frames' },
  { value: 'sandwich', label: 'Sandwich' },
  { value: 'tree', label: 'Text tree' },
];

/** Which way the profile is looked at. */
export function ViewSwitch({ value, onChange }: { value: ProfileView; onChange(view: ProfileView): void }) {
  return (
    <div className="max-w-full overflow-x-auto [scrollbar-width:none]">
      <Segmented label="View of the profile" value={value} options={VIEWS} onChange={onChange} />
    </div>
  );
}

/** The search, with what it finds: how often, how much of the weight; Enter goes on, Shift+Enter back. */
export function SearchField({
  value,
  found,
  whole,
  unit,
  isPattern = false,
  onPattern,
  onChange,
  onStep,
}: {
  value: string;
  /** What is typed is a regular expression. */
  isPattern?: boolean;
  /** Absent: only words are sought. */
  onPattern?(isPattern: boolean): void;
  found: Found | null;
  whole: number;
  /** Of the weights; absent: only shares are told. */
  unit?: string;
  onChange(value: string): void;
  onStep(by: 1 | -1): void;
}) {
  const [typed, onType] = useTyped(value, onChange);
  return (
    <span className="flex min-w-0 items-center gap-1">
      <input
        type="search"
        aria-label="Search frames"
        placeholder={isPattern ? '^java.*Deflater' : 'Search frames'}
        aria-invalid={found?.trouble ? true : undefined}
        className="field h-[24px] w-[190px] max-sm:h-[36px] max-sm:w-[150px]"
        value={typed}
        maxLength={200}
        onChange={(event) => onType(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
          event.preventDefault();
          onStep(event.shiftKey ? -1 : 1);
        }}
      />
      {onPattern ? (
        <button
          type="button"
          className="btn btn-small aria-pressed:border-ink aria-pressed:bg-ink aria-pressed:text-surface"
          aria-label="Regular expression"
          aria-pressed={isPattern}
          title="Read what is typed as a regular expression, of names and libraries, in any case"
          onClick={() => onPattern(!isPattern)}
        >
          .*
        </button>
      ) : null}
      {found?.trouble ? (
        <span role="status" className="max-w-[420px] text-[12px] text-ink2">
          {found.trouble.text}
        </span>
      ) : found ? (
        <>
          <span role="status" className="whitespace-nowrap text-[12px] text-ink2">
            {found.nodes.length === 0 ? 'nothing' : tellFound(found, whole, unit)}
          </span>
          <button
            type="button"
            className="btn btn-small"
            aria-label="Previous match"
            disabled={found.nodes.length === 0}
            onClick={() => onStep(-1)}
          >
            ‹
          </button>
          <button
            type="button"
            className="btn btn-small"
            aria-label="Next match"
            disabled={found.nodes.length === 0}
            onClick={() => onStep(1)}
          >
            ›
          </button>
        </>
      ) : null}
    </span>
  );
}

/** "12 ×, 1.20 s, 84 %" */
function tellFound({ nodes, weight }: Found, whole: number, unit: string | undefined): string {
  const share = formatShare(weight, whole);
  return `${formatCount(nodes.length)} ×, ${unit === undefined ? share : `${formatWeight(weight, unit)}, ${share}`}`;
}

/** What was done to the tree, in order; each step can be taken back by itself. */
export function StepPath({ steps, onSteps }: { steps: readonly Transform[]; onSteps(steps: readonly Transform[]): void }) {
  if (steps.length === 0) return null;
  return (
    <section aria-label="Transforms" className="flex flex-none flex-wrap items-center gap-1 border-line border-b px-3 py-[5px]">
      <span className="text-[12px] text-ink3">Shown</span>
      {steps.map((step, i) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: the same step may be done twice; its place is what it is
          key={`${i} ${step.letter} ${step.name}`}
          type="button"
          className="chip"
          title={`Take back: ${tellStep(step)}`}
          onClick={() => onSteps(steps.filter((_, j) => j !== i))}
        >
          <span className="max-w-[360px] truncate">{tellStep(step)}</span>
          <span aria-hidden="true">×</span>
        </button>
      ))}
      <button type="button" className="btn btn-small btn-ghost" onClick={() => onSteps([])}>
        All back
      </button>
    </section>
  );
}

const CRUMBS = 4;

/** From the root to the zoomed frame; the middle of a long path is left out. */
export function ZoomCrumbs({ tree, zoom, onZoom }: { tree: CallColumns; zoom: number; onZoom(node: number): void }) {
  if (zoom === 0) return null;
  const path = pathTo(tree, zoom);
  const hidden = path.length - CRUMBS;
  const shown: (number | null)[] = hidden > 1 ? [0, null, ...path.slice(-CRUMBS + 1)] : path;
  const crumb = (node: number): ReactNode =>
    node === zoom ? (
      <b aria-current="true" className="font-semibold">
        {nameOf(tree, node)}
      </b>
    ) : (
      <button type="button" className="link" onClick={() => onZoom(node)}>
        {nameOf(tree, node)}
      </button>
    );
  return (
    <nav
      aria-label="Zoomed to"
      className="flex flex-none items-center gap-1 overflow-x-auto whitespace-nowrap border-line border-b px-3 py-[4px] text-[12px] [scrollbar-width:none]"
    >
      {shown.map((node, i) => (
        <span key={node ?? 'gap'} className="flex items-center gap-1">
          {i > 0 ? (
            <span aria-hidden="true" className="text-ink3">
              ›
            </span>
          ) : null}
          {node === null ? <span className="text-ink3">{hidden + 0} more</span> : crumb(node)}
        </span>
      ))}
      <button type="button" className="btn btn-small ml-auto" onClick={() => onZoom(0)}>
        Reset zoom
      </button>
    </nav>
  );
}

/** Another shape of a large tree is being made; what is seen is the one before. Takes no room, and shows only where it lasts. */
export function AtWork() {
  return (
    <p role="status" className="at-work">
      Working…
    </p>
  );
}
