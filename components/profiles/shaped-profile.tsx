'use client';
import { type ComponentProps, useState } from 'react';
import type { CallColumns } from '@/lib/model/call-columns';
import { useShapedTree, useTreeAnswer } from './desk/use-tree';
import { ProfileBody } from './profile-body';

type Props = Omit<ComponentProps<typeof ProfileBody>, 'tree' | 'isInverted' | 'zoom' | 'overview' | 'isPending'> & {
  /** The whole tree of the profile. */
  original: CallColumns;
};

/**
 * Gives a profile the shape that the address asks for: threads joined, steps done, turned round. Small trees are there at once; of
 * large ones the picture before stays, with its zoom, until the worker has the next.
 */
export function ShapedProfile(props: Props) {
  const { original, profile, state } = props;
  const { samples, kind, recordedWeight } = profile;
  const overview = useTreeAnswer(original, { ask: 'overview', profile: { samples, kind, recordedWeight } });
  // Tables are made of stacks as they were called, whichever way the flame graph stands.
  const isInverted = state.inverted && (state.as === 'flame' || state.as === 'tree');
  const shaped = useShapedTree(original, { threads: state.threads, steps: state.steps, inverted: isInverted });
  const [settled, setSettled] = useState({ zoom: state.zoom, isInverted });
  const isSettled = shaped !== null && !shaped.isPending;
  if (isSettled && (settled.zoom !== state.zoom || settled.isInverted !== isInverted)) setSettled({ zoom: state.zoom, isInverted });
  if (!overview || !shaped) {
    return (
      <p role="status" className="panel px-3 py-[5px] text-ink2">
        The call tree is on its way.
      </p>
    );
  }
  const shown = isSettled ? { zoom: state.zoom, isInverted } : settled;
  return <ProfileBody {...props} {...shown} tree={shaped.value} overview={overview.value} isPending={shaped.isPending} />;
}
