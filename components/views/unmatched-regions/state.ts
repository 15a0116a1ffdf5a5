import { OWNERS, REGION_KINDS } from '@/lib/model/region';
import { REGION_COLUMNS } from '@/lib/model/region-query';
import { GRADES } from '@/lib/model/region-words';
import { oneOf, text } from '@/lib/view-state/field';
import { bytes, choice, listOf, sortsBy } from '@/lib/view-state/list-field';

/** Columns that can be seen; all but "reasons" can sort. */
export const COLUMNS = [...REGION_COLUMNS, 'reasons'] as const;
export type Column = (typeof COLUMNS)[number];

export const unmatchedRegionsFields = {
  /** Only what no NMT range covers, or everything. */
  scope: oneOf('regions.scope', ['unmatched', 'all']),
  sort: sortsBy('regions.sort', REGION_COLUMNS, [{ column: 'rss', descending: true }]),
  text: text('regions.q', 200),
  owner: choice('regions.owner', OWNERS),
  kind: choice('regions.kind', REGION_KINDS),
  grade: choice('regions.grade', GRADES),
  minRss: bytes('regions.minRss'),
  minSize: bytes('regions.minSize'),
  group: oneOf('regions.group', ['none', 'kind', 'owner']),
  /** Groups that are closed. */
  closed: listOf('regions.closed', [...REGION_KINDS, ...OWNERS, 'none'], ['none']),
  columns: listOf('regions.columns', COLUMNS, ['start', 'rss', 'size', 'share', 'kind', 'grade']),
};
