import { index, oneOf, word } from '@/lib/view-state/field';

export const hotStacksFields = {
  /** Id of the profile shown; the first one otherwise. */
  profile: word('stacks.profile'),
  /** Which frames the table lists; "candidates" are those that may own the selected region, and the native ones while there is none. */
  frames: oneOf('stacks.frames', ['native', 'all', 'candidates']),
  /** Node of the call tree that fills the icicle. */
  zoom: index('stacks.zoom'),
  /** How the call tree is shown. */
  as: oneOf('stacks.as', ['icicle', 'table']),
};
