'use client';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { PagedRows } from '@/components/table/paged-rows';
import type { SnapshotAnalysis } from '@/lib/model/incident';
import type { RegionView } from '@/lib/model/region';
import { findRegion, queryRegions, type RegionGroup, type RegionQuery, type RegionTotals } from '@/lib/model/region-query';
import { useAnswer } from '../use-answer';
import { loadRegions, MOST_ROWS, type SnapshotAddress } from './load-regions';
import { countScope, type RegionsState, regionsAtHand } from './select';

/** Rows in the order asked for, wherever they are kept. */
export interface Regions {
  total: number;
  totals: RegionTotals;
  groups: readonly RegionGroup[];
  /** undefined: on its way. */
  rowAt(row: number): RegionView | undefined;
  want(first: number, last: number): void;
  /** A row, fetched where it is not here. */
  rowFrom(row: number): Promise<RegionView | undefined>;
  /** Place of the region that starts there; null where it is not among them. */
  place(start: string): Promise<number | null>;
  /** The first rows, at most MOST_ROWS, for the clipboard. */
  firstRows(): Promise<readonly RegionView[]>;
  failure: unknown;
  retry(): void;
}

const nothing = () => {};

function fromList(regions: readonly RegionView[], query: RegionQuery): Regions {
  const { rows, totals, groups } = queryRegions(regions, query);
  return {
    total: rows.length,
    totals,
    groups,
    rowAt: (row) => rows[row],
    want: nothing,
    rowFrom: async (row) => rows[row],
    place: async (start) => findRegion(rows, start),
    firstRows: async () => rows.slice(0, MOST_ROWS),
    failure: null,
    retry: nothing,
  };
}

interface Paged {
  total: number;
  totals: RegionTotals;
  groups: RegionGroup[];
  pages: PagedRows<RegionView>;
  query: RegionQuery;
}

const PAGE = 500;

/**
 * The regions of a snapshot as the state asks for them. A small set is sorted and filtered here: the page holds it, or it
 * comes in one request. A large one is sorted and filtered by the server and comes in pages where it is looked at.
 * null: nothing yet. `busy`: what is shown still answers the question before.
 */
export function useRegions(
  incidentId: string,
  analysis: SnapshotAnalysis,
  scope: RegionsState['scope'],
  query: RegionQuery,
): { regions: Regions | null; busy: boolean; failure: unknown; retry(): void } {
  const { snapshotId } = analysis;
  const address = useMemo<SnapshotAddress>(() => ({ incidentId, snapshotId }), [incidentId, snapshotId]);
  const held = useMemo(() => regionsAtHand(analysis, scope), [analysis, scope]);
  const isSmall = countScope(analysis, scope) <= MOST_ROWS;

  const listKey = held === null && isSmall ? `${incidentId}/${snapshotId}/${scope}` : null;
  const list = useAnswer(listKey, async (signal) => {
    const asked: RegionQuery = scope === 'unmatched' ? { owner: 'unmatched' } : {};
    return (await loadRegions(address, asked, { limit: MOST_ROWS, signal })).regions;
  });
  const small = held ?? (list.key === listKey ? list.value : null);
  const local = useMemo(() => (small ? fromList(small, query) : null), [small, query]);

  const pagedKey = held === null && !isSmall ? `${incidentId}/${snapshotId}/${JSON.stringify(query)}` : null;
  const paged = useAnswer(pagedKey, async (signal): Promise<Paged> => {
    const { total, totals, groups, regions } = await loadRegions(address, query, { limit: PAGE, signal });
    const pages = new PagedRows<RegionView>(
      async (offset, limit, stopped) => (await loadRegions(address, query, { offset, limit, signal: stopped })).regions,
      { pageSize: PAGE },
    );
    pages.put(0, regions);
    return { total, totals, groups, pages, query };
  });
  const remote = usePaged(pagedKey === null ? null : paged.value, address);
  useEffect(() => () => paged.value?.pages.close(), [paged.value]);

  const isRemote = held === null && !isSmall;
  return {
    regions: isRemote ? remote : local,
    busy: isRemote ? paged.key !== pagedKey : local === null,
    failure: isRemote ? paged.failure : held ? null : list.failure,
    retry: isRemote ? paged.retry : list.retry,
  };
}

const never = () => nothing;
const zero = () => 0;

function usePaged(paged: Paged | null, address: SnapshotAddress): Regions | null {
  const version = useSyncExternalStore(paged?.pages.subscribe ?? never, paged?.pages.version ?? zero, zero);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version is another set of rows at hand
  return useMemo(() => {
    if (!paged) return null;
    const { total, totals, groups, pages, query } = paged;
    return {
      total,
      totals,
      groups,
      rowAt: (row) => pages.rowAt(row),
      want: (first, last) => pages.want(first, last),
      rowFrom: (row) => pages.rowFrom(row),
      async place(start) {
        for (const [page, rows] of pages.pages()) {
          const at = findRegion(rows, start);
          if (at !== null) return page * pages.pageSize + at;
        }
        return (await loadRegions(address, query, { limit: 1, find: start })).foundAt;
      },
      firstRows: async () => (await loadRegions(address, query, { limit: MOST_ROWS })).regions,
      failure: pages.failure,
      retry: () => pages.retry(),
    };
  }, [paged, address, version]);
}
