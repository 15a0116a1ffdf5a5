import { sortBy } from '@/lib/view-state/field';

export const COLUMNS = ['start', 'rss', 'size', 'share', 'kind'] as const;
export type Column = (typeof COLUMNS)[number];

export const unmatchedRegionsFields = {
  sort: sortBy('regions.sort', COLUMNS, { column: 'rss', descending: true }),
};
