import { flag, index, oneOf, word } from '@/lib/view-state/field';

export const hotStacksFields = {
  /** Id of the profile shown; the first one otherwise. */
  profile: word('stacks.profile'),
  /** Which frames the table lists. */
  frames: oneOf('stacks.frames', ['native', 'all']),
  /** Node of the call tree that fills the icicle. */
  zoom: index('stacks.zoom'),
  /** The call tree as a table instead of the icicle. */
  table: flag('stacks.table'),
};
