'use client';
import { useEffect, useState } from 'react';
import type { SnapshotAnalysis } from '@/lib/model/incident';
import type { RegionView } from '@/lib/model/region';
import { loadRegion } from './requests';

/** `row` null: the page holds it, it is on its way (`isPending`), or the snapshot has no such region. */
export interface FetchedRegion {
  row: RegionView | null;
  isPending: boolean;
}

/** A region whose row the page's own data does not hold, fetched: the table and the treemap can reach beyond them. */
export function useRegionRow(incidentId: string, analysis: SnapshotAnalysis | null, start: string | null): FetchedRegion {
  const [fetched, setFetched] = useState<{ key: string; row: RegionView | null } | null>(null);
  const snapshotId = analysis?.snapshotId ?? null;
  const missing = start !== null && analysis !== null && !isListed(analysis, start);
  const key = missing ? `${snapshotId} ${start}` : null;
  useEffect(() => {
    if (key === null || snapshotId === null || start === null) return;
    let current = true;
    loadRegion(incidentId, snapshotId, start).then(
      (row) => current && setFetched({ key, row }),
      () => current && setFetched({ key, row: null }),
    );
    return () => {
      current = false;
    };
  }, [incidentId, snapshotId, start, key]);
  const answered = fetched !== null && fetched.key === key;
  return { row: answered ? fetched.row : null, isPending: key !== null && !answered };
}

const isListed = (analysis: SnapshotAnalysis, start: string): boolean =>
  analysis.unmatched.regions.some((region) => region.start === start);
