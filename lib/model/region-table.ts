import type { Table } from '@/lib/base/table-text';
import type { RegionView } from './region';

const HEAD = [
  'start',
  'end',
  'size_bytes',
  'row_rss_bytes',
  'resident_min_bytes',
  'resident_best_bytes',
  'resident_max_bytes',
  'mode',
  'owner',
  'category',
  'kind',
  'grade',
  'name',
  'line',
  'reasons',
];

/** Regions as rows of exact bytes, for files that leave the house. */
export const toRegionTable = (regions: readonly RegionView[]): Table => [
  HEAD,
  ...regions.map((r) => [
    r.start,
    r.end,
    r.sizeBytes,
    r.rssBytes,
    r.residentBytes.min,
    r.residentBytes.best,
    r.residentBytes.max,
    r.mode,
    r.owner,
    r.category,
    r.kind,
    r.grade,
    r.name,
    r.line,
    r.reasons.join('; '),
  ]),
];
