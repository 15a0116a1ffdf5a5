import { flag, index, oneOf, sortBy, text, word } from '@/lib/view-state/field';
import { transforms } from '@/lib/view-state/transforms';
import { HOT_GROUPS } from './tree/hot-table';

export const PROFILE_VIEWS = ['flame', 'entries', 'allocators', 'frames', 'sandwich', 'tree'] as const;
export type ProfileView = (typeof PROFILE_VIEWS)[number];

/** What the Profiles tab keeps in the address. The selected frame is everybody's: `frame` of the incident. */
export const profileFields = {
  /** Id of the profile shown; the first one otherwise. */
  profile: word('profile.id'),
  as: oneOf('profile.as', PROFILE_VIEWS),
  /** Root on top, or at the bottom. */
  way: oneOf('profile.way', ['icicle', 'flame']),
  inverted: flag('profile.inverted'),
  /** Each thread by itself; otherwise what threads have in common stands together. */
  threads: flag('profile.threads'),
  colour: oneOf('profile.colour', ['type', 'library']),
  /** Node that fills the width, of the tree after all steps. */
  zoom: index('profile.zoom'),
  find: text('profile.find', 200),
  steps: transforms('profile.steps'),
  by: oneOf('profile.by', HOT_GROUPS),
  sort: sortBy('profile.sort', ['self', 'total', 'name'], { column: 'self', descending: true }),
};
