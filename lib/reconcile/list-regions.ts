import type { Region } from '@/lib/model/region';
import {
  type FoundRegions,
  findRegion,
  queryRegions,
  type RegionGroup,
  type RegionQuery,
  type RegionTotals,
} from '@/lib/model/region-query';

export interface RegionPageQuery extends RegionQuery {
  limit?: number | undefined;
  offset?: number | undefined;
  /** Start address of a region whose place is asked for. */
  find?: string | undefined;
}

export interface RegionPage<R = Region> {
  /** Regions that fit, before paging. */
  total: number;
  /** Over all that fit. */
  totals: RegionTotals;
  /** Over all that fit, in the order of the rows; empty without grouping. */
  groups: RegionGroup[];
  regions: R[];
  /** null on the last page. */
  nextOffset: number | null;
  /** Place of the region asked for with `find` among all that fit, from 0; null where it is not among them. */
  foundAt: number | null;
}

/** Filters, groups and sorts regions, and cuts a page out of them. */
export function listRegions(regions: readonly Region[], query: RegionPageQuery = {}): RegionPage {
  return cutPage(queryRegions(regions, query), query);
}

/** A page of regions that are filtered and sorted already. */
export function cutPage<R extends Region>(found: FoundRegions<R>, { limit = 200, offset = 0, find }: RegionPageQuery): RegionPage<R> {
  const { rows, totals, groups } = found;
  const end = offset + Math.max(0, limit);
  return {
    total: rows.length,
    totals,
    groups,
    regions: rows.slice(offset, end),
    nextOffset: end < rows.length ? end : null,
    foundAt: find === undefined ? null : findRegion(rows, find),
  };
}
