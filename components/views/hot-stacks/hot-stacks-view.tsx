'use client';
import { useMemo, useState } from 'react';
import { Icicle } from '@/components/charts/icicle';
import { Pane } from '@/components/ui/pane';
import { Segmented } from '@/components/ui/segmented';
import { formatShare } from '@/lib/base/bytes';
import type { HotFrame, ProfileSummary } from '@/lib/model/hot-stacks';
import type { ViewProps } from '../define';
import type { Relation } from '../relation';
import { formatWeight } from '../words';
import { CallTreeTable } from './call-tree-table';
import { FrameTable } from './frame-table';
import { baseWeight, caveat, describeNode, profileLabel, selectFrames, tellCandidates } from './select';
import type { hotStacksFields } from './state';

/** Who was running, or allocating, in machine code, and which Java frame led there; which of them may own the selected region. */
export function HotStacksPane({ data, state, onState, selection, related, onFrame }: ViewProps<typeof hotStacksFields>) {
  const profile = data.profiles.find((candidate) => candidate.id === state.profile) ?? data.profiles[0];
  const [marked, setMarked] = useState<number | null>(null);
  const [frame, setFrame] = useState<HotFrame | null>(null);
  const candidates = selection.region !== null && related ? related.frames : null;
  const frames = useMemo(() => (profile ? selectFrames(profile, state.frames, candidates) : []), [profile, state.frames, candidates]);
  const edges = useMemo(
    () => new Set([...(candidates ?? [])].flatMap(([name, { countedBy }]) => (countedBy === null ? name : []))),
    [candidates],
  );
  if (!profile) return null;
  const zoom = state.zoom !== null && state.zoom < profile.tree.frame.length ? state.zoom : 0;
  const node = marked === null || marked >= profile.tree.frame.length ? null : describeNode(profile, marked);
  const only = state.frames === 'candidates';
  const table = state.as === 'table';
  const setZoom = (index: number) => onState({ zoom: index === 0 ? null : index }, 'push');
  // A first click or Enter selects a frame, the next one zooms to it.
  const choose = (index: number) => {
    const name = profile.tree.names[profile.tree.frame[index] ?? 0] ?? '';
    if (index === 0 || name === selection.frame) setZoom(index === zoom ? 0 : index);
    else onFrame(name);
  };
  return (
    <Pane
      title="Hot native stacks"
      meta={data.profiles.length > 1 ? '' : profileLabel(profile)}
      controls={
        <>
          {zoom !== 0 && !table ? (
            <button type="button" className="btn btn-small" onClick={() => setZoom(0)}>
              Reset zoom
            </button>
          ) : null}
          <Segmented
            label="Frames listed"
            value={only && candidates === null ? 'native' : state.frames}
            options={[
              { value: 'native', label: 'Native' },
              { value: 'all', label: 'All' },
            ]}
            onChange={(which) => onState({ frames: which }, 'push')}
          />
          <button type="button" className="btn btn-small" aria-pressed={table} onClick={() => onState({ as: table ? 'icicle' : 'table' })}>
            {table ? 'As icicle' : 'As table'}
          </button>
        </>
      }
      foot={node ? <NodeLine {...node} /> : frame ? <FrameLine frame={frame} profile={profile} /> : <Caveat profile={profile} />}
    >
      {data.profiles.length > 1 ? (
        <div className="flex-none overflow-x-auto border-line border-b px-[6px] py-[5px] [scrollbar-width:none]">
          <Segmented
            label="Profile"
            value={profile.id}
            options={data.profiles.map((candidate) => ({
              value: candidate.id,
              label: profileLabel(candidate),
              title: profileLabel(candidate),
            }))}
            onChange={(id) => onState({ profile: id, zoom: null }, 'push')}
          />
        </div>
      ) : null}
      {candidates && related ? (
        <CandidateBar
          profile={profile}
          related={related}
          only={only}
          onOnly={(next) => onState({ frames: next ? 'candidates' : 'native' }, 'push')}
        />
      ) : null}
      <div className="max-h-[38%] min-h-[53px] flex-none overflow-auto border-line border-b [scrollbar-width:thin]">
        {frames.length > 0 ? (
          <FrameTable
            frames={frames}
            base={baseWeight(profile)}
            tell={(weight) => `${formatWeight(weight, profile.unit)} of ${formatWeight(baseWeight(profile), profile.unit)}`}
            candidates={candidates}
            selected={selection.frame}
            onSelect={onFrame}
            onMark={setFrame}
          />
        ) : (
          <p className="px-3 py-2 text-ink2">
            {only ? 'None of the hottest frames may own it.' : 'No machine code among the hottest frames. “All” lists the Java frames.'}
          </p>
        )}
      </div>
      {table ? (
        <CallTreeTable profile={profile} edges={edges} selected={selection.frame} onSelect={onFrame} />
      ) : (
        <Icicle
          key={profile.id}
          tree={profile.tree}
          label={`Icicle of the profile ${profileLabel(profile)}`}
          tell={(index) => {
            const figures = describeNode(profile, index);
            const own = edges.has(figures.name) ? ', may own the selected region' : '';
            return `${figures.name}, ${figures.type}, total ${figures.total}, ${figures.totalShare}, self ${figures.self}${own}`;
          }}
          zoom={zoom}
          edges={edges}
          selected={selection.frame}
          onZoom={setZoom}
          onChoose={choose}
          onMark={setMarked}
        />
      )}
    </Pane>
  );
}

/** How many frames may own the selected region, and a switch that leaves only them. */
function CandidateBar({
  profile,
  related,
  only,
  onOnly,
}: {
  profile: ProfileSummary;
  related: Relation;
  only: boolean;
  onOnly(only: boolean): void;
}) {
  const { count, text } = tellCandidates(profile, related);
  return (
    <div role="status" className="flex flex-none items-center gap-2 border-line border-b bg-select py-[4px] pr-[6px] pl-3">
      <span className="min-w-0 flex-1 leading-[1.3]">
        {count > 0 ? (
          <span aria-hidden="true" className="mr-[7px] inline-block h-[11px] w-[3px] translate-y-px bg-role-unexplained" />
        ) : null}
        {text}
      </span>
      {count > 0 ? (
        <button type="button" className="btn btn-small" aria-pressed={only} onClick={() => onOnly(!only)}>
          {only ? 'Show the others' : 'Only these'}
        </button>
      ) : null}
    </div>
  );
}

function Caveat({ profile }: { profile: ProfileSummary }) {
  const { bold, rest } = caveat(profile);
  return (
    <>
      <b>{bold}</b>
      {rest}
    </>
  );
}

function NodeLine({ name, type, total, totalShare, self }: ReturnType<typeof describeNode>) {
  return (
    <span className="block [overflow-wrap:anywhere]">
      <b>{name}</b> {type}, total {total} ({totalShare}), self {self}
    </span>
  );
}

function FrameLine({ frame, profile }: { frame: HotFrame; profile: ProfileSummary }) {
  return (
    <span className="block [overflow-wrap:anywhere]">
      <b>{frame.name}</b> self {formatWeight(frame.selfWeight, profile.unit)} ({formatShare(frame.selfWeight, baseWeight(profile))})
      {frame.javaCaller ? `, entered from ${frame.javaCaller}` : ''}
    </span>
  );
}
