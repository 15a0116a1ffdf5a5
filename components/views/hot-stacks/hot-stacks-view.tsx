'use client';
import { useMemo, useState } from 'react';
import { Icicle } from '@/components/charts/icicle';
import { Pane } from '@/components/ui/pane';
import { Segmented } from '@/components/ui/segmented';
import { formatShare } from '@/lib/base/bytes';
import type { HotFrame } from '@/lib/model/hot-stacks';
import type { ViewProps } from '../define';
import { formatWeight } from '../words';
import { CallTreeTable } from './call-tree-table';
import { FrameTable } from './frame-table';
import { baseWeight, caveat, describeNode, profileLabel, selectFrames } from './select';
import type { hotStacksFields } from './state';

/** Who was running, or allocating, in machine code, and which Java frame led there. */
export function HotStacksPane({ data, state, onState, onLines }: ViewProps<typeof hotStacksFields>) {
  const profile = data.profiles.find((candidate) => candidate.id === state.profile) ?? data.profiles[0];
  const [marked, setMarked] = useState<number | null>(null);
  const [frame, setFrame] = useState<HotFrame | null>(null);
  const frames = useMemo(() => (profile ? selectFrames(profile, state.frames) : []), [profile, state.frames]);
  if (!profile) return null;
  const zoom = state.zoom !== null && state.zoom < profile.tree.frame.length ? state.zoom : 0;
  const node = marked === null || marked >= profile.tree.frame.length ? null : describeNode(profile, marked);
  const { bold, rest } = caveat(profile);
  return (
    <Pane
      title="Hot native stacks"
      meta={data.profiles.length > 1 ? '' : profileLabel(profile)}
      controls={
        <>
          {zoom !== 0 && !state.table ? (
            <button type="button" className="btn btn-small" onClick={() => onState({ zoom: null }, 'push')}>
              Reset zoom
            </button>
          ) : null}
          <Segmented
            label="Frames listed"
            value={state.frames}
            options={[
              { value: 'native', label: 'Native' },
              { value: 'all', label: 'All' },
            ]}
            onChange={(which) => onState({ frames: which })}
          />
          <button type="button" className="btn btn-small" aria-pressed={state.table} onClick={() => onState({ table: !state.table })}>
            {state.table ? 'As icicle' : 'As table'}
          </button>
        </>
      }
      foot={
        node ? (
          <span className="block [overflow-wrap:anywhere]">
            <b>{node.name}</b> {node.type}, total {node.total} ({node.totalShare}), self {node.self}
          </span>
        ) : frame ? (
          <span className="block [overflow-wrap:anywhere]">
            <b>{frame.name}</b> self {formatWeight(frame.selfWeight, profile.unit)} ({formatShare(frame.selfWeight, baseWeight(profile))})
            {frame.javaCaller ? `, entered from ${frame.javaCaller}` : ''}
          </span>
        ) : (
          <>
            <b>{bold}</b>
            {rest}
          </>
        )
      }
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
      <div className="max-h-[38%] flex-none overflow-auto border-line border-b [scrollbar-width:thin]">
        {frames.length > 0 ? (
          <FrameTable frames={frames} base={baseWeight(profile)} onFrame={setFrame} onLines={onLines} />
        ) : (
          <p className="px-3 py-2 text-ink2">No machine code among the hottest frames. “All” lists the Java frames.</p>
        )}
      </div>
      {state.table ? (
        <CallTreeTable profile={profile} />
      ) : (
        <Icicle
          key={profile.id}
          tree={profile.tree}
          label={`Icicle of the profile ${profileLabel(profile)}`}
          tell={(index) => {
            const figures = describeNode(profile, index);
            return `${figures.name}, ${figures.type}, total ${figures.total}, ${figures.totalShare}, self ${figures.self}`;
          }}
          zoom={zoom}
          onZoom={(index) => onState({ zoom: index === 0 ? null : index }, 'push')}
          onMark={setMarked}
        />
      )}
    </Pane>
  );
}
