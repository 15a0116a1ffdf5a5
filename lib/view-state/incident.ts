import { address, lineRange, oneOf, text, word } from './field';

export const TABS = ['overview', 'map', 'nmt', 'profiles', 'compare', 'sources'] as const;
export type Tab = (typeof TABS)[number];

/** How tables print sizes. */
export const UNITS = ['kib', 'mib', 'bytes'] as const;
export type Units = (typeof UNITS)[number];

/** What all parts of an incident share. Only one of `region`, `frame` is set at a time: the page sees to it. */
export const incidentFields = {
  tab: oneOf('tab', TABS),
  /** Id of the snapshot looked at; the one of the verdict otherwise. */
  snapshot: word('snapshot'),
  /** Start address of the selected region. */
  region: address('region'),
  /** Name of the selected frame, as the profile prints it. */
  frame: text('frame'),
  /** Part of the ledger that is open: a colour role, which may hold several buckets. */
  bucket: word('ledger'),
  units: oneOf('units', UNITS),
  /** Sources tab: the document shown, and the lines a link led to: "214-250". */
  document: word('document'),
  lines: lineRange('lines'),
};
