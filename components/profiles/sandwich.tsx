'use client';
import { useState } from 'react';
import { Flame } from '@/components/charts/flame';
import type { CallColumns } from '@/lib/model/call-columns';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import { useSandwich } from './desk/use-tree';
import { describeNode, type Tint } from './select';

/** Callers of a function above it, callees below, both of its total weight; recursion counted once. */
export function SandwichPanel({
  tree,
  frame,
  profile,
  tint,
  edges,
  onSelect,
}: {
  tree: CallColumns;
  /** Name of the selected frame. */
  frame: string | null;
  profile: ProfileSummary;
  tint: Tint;
  edges: ReadonlySet<string>;
  onSelect(name: string): void;
}) {
  const answer = useSandwich(tree, frame);
  if (frame === null)
    return (
      <p role="status" className="p-3 text-ink2">
        Select a frame, in the flame graph or under Hot frames: here stand its callers, and what it calls.
      </p>
    );
  // Of another frame, or of the tree before: not what is asked for.
  if (!answer || answer.isPending) return null;
  const sandwich = answer.value;
  const total = sandwich.callees.total[0] ?? 0;
  if (total <= 0)
    return (
      <p role="status" className="p-3 text-ink2">
        <b className="font-semibold text-ink [overflow-wrap:anywhere]">{frame}</b> is in no stack of this profile, as it is shown now.
      </p>
    );
  const facts = describeNode(sandwich.callees, 0, profile, tree.total[0] ?? 0);
  const halves = [
    { label: `Callers of ${frame}`, title: 'Callers', half: sandwich.callers, rootOnTop: false },
    { label: `Callees of ${frame}`, title: 'Callees', half: sandwich.callees, rootOnTop: true },
  ];
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <p className="flex-none border-line border-b px-3 py-[5px] [overflow-wrap:anywhere]">
        <b className="font-semibold">{frame}</b>{' '}
        <span className="text-ink2">
          {facts.total}, {facts.totalShare} of the whole
        </span>
      </p>
      {halves.map(({ label, title, half, rootOnTop }) => (
        <Half
          key={title}
          label={label}
          title={title}
          tree={half}
          rootOnTop={rootOnTop}
          frame={frame}
          profile={profile}
          whole={tree.total[0] ?? 0}
          tint={tint}
          edges={edges}
          onSelect={onSelect}
        />
      ))}
    </div>
  );
}

function Half({
  label,
  title,
  tree,
  rootOnTop,
  frame,
  profile,
  whole,
  tint,
  edges,
  onSelect,
}: {
  label: string;
  title: string;
  tree: CallColumns;
  rootOnTop: boolean;
  frame: string;
  profile: ProfileSummary;
  whole: number;
  tint: Tint;
  edges: ReadonlySet<string>;
  onSelect(name: string): void;
}) {
  const [at, setAt] = useState<{ tree: CallColumns; zoom: number; focus: number | null; hovered: number | null }>({
    tree,
    zoom: 0,
    focus: null,
    hovered: null,
  });
  const now = at.tree === tree ? at : { tree, zoom: 0, focus: null, hovered: null };
  const shown = now.hovered ?? now.focus;
  const facts = shown === null ? null : describeNode(tree, shown, profile, whole);
  return (
    <section aria-label={label} className="flex min-h-0 flex-1 flex-col border-line [&+&]:border-t">
      <p className="flex-none truncate px-3 py-[3px] text-[12px] text-ink3">
        <b className="font-semibold text-ink2">{title}</b>
        {facts ? ` ${facts.name}, ${facts.total}, ${facts.totalShare}` : ''}
      </p>
      <Flame
        tree={tree}
        label={label}
        tell={(node) => {
          const { name, type, total, totalShare } = describeNode(tree, node, profile, whole);
          return `${name}, ${type}, ${total}, ${totalShare}`;
        }}
        rootOnTop={rootOnTop}
        zoom={now.zoom}
        focus={now.focus}
        selected={frame}
        found={null}
        edges={edges}
        tint={tint}
        onFocus={(focus) => setAt({ ...now, focus })}
        onHover={(box) => {
          const hovered = box === null || box.kind === 'run' ? null : box.node;
          if (hovered !== now.hovered) setAt({ ...now, hovered });
        }}
        onSelect={(node) => onSelect(tree.frames.names[tree.frame[node] ?? 0] ?? '')}
        onZoom={(zoom) => setAt({ ...now, zoom })}
        onKey={() => false}
      />
    </section>
  );
}
