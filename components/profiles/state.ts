import { DIFF_SCALES } from '@/lib/model/call-diff';
import { flag, index, oneOf, sortBy, text, word } from '@/lib/view-state/field';
import { choice, listOf } from '@/lib/view-state/list-field';
import { nameList, timeRange } from '@/lib/view-state/profile-filter';
import { transforms } from '@/lib/view-state/transforms';
import { FRAME_KINDS } from './tree/filter';
import { HOT_GROUPS } from './tree/hot-table';

export const PROFILE_VIEWS = ['flame', 'entries', 'allocators', 'frames', 'sandwich', 'tree'] as const;
export type ProfileView = (typeof PROFILE_VIEWS)[number];

/** Ways to look at two profiles. */
export const DIFF_VIEWS = ['overlay', 'sides', 'functions', 'tree'] as const;
export type DiffView = (typeof DIFF_VIEWS)[number];

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
  colour: oneOf('profile.colour', ['type', 'library', 'package']),
  /** Node that fills the width, of the tree after all steps. */
  zoom: index('profile.zoom'),
  find: text('profile.find', 200),
  /** What is sought is a pattern (lib/base/linear-pattern). */
  regex: flag('profile.regex'),
  /** Heaviest first, or one thread in the order of time. */
  order: oneOf('profile.order', ['heavy', 'time']),
  /** Key of the thread that is drawn in the order of time; the heaviest otherwise. */
  line: text('profile.line', 200),
  /** What of the profile is shown: threads by key or name, a part of the time, kinds of frames. */
  thread: nameList('profile.thread'),
  time: timeRange('profile.time'),
  kinds: listOf('profile.kinds', FRAME_KINDS, []),
  steps: transforms('profile.steps'),
  by: oneOf('profile.by', HOT_GROUPS),
  /** Id of the profile that it is held against: the one before. null: it is looked at alone. */
  against: word('profile.against'),
  diff: oneOf('profile.diff', DIFF_VIEWS),
  scale: oneOf('profile.scale', DIFF_SCALES),
  /** Of the functions of a diff, only those that one side has not. */
  only: choice('profile.only', ['new', 'gone']),
  changed: sortBy('profile.changed', ['self', 'total', 'name'], { column: 'self', descending: true }),
  sort: sortBy('profile.sort', ['self', 'total', 'name'], { column: 'self', descending: true }),
};
