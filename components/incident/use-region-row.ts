'use client';
import { useEffect, useState } from 'react';
import type { SnapshotAnalysis } from '@/lib/model/incident';
import type { MemoryNode } from '@/lib/model/memory-tree';
import type { RegionView } from '@/lib/model/region';
import { loadRegion } from './requests';

/** A region that the page's own data does not hold, fetched: the table and the treemap can reach beyond them. */
export function useRegionRow(incidentId: string, analysis: SnapshotAnalysis | null, start: string | null): RegionView | null {
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
  return fetched !== null && fetched.key === key ? fetched.row : null;
}

function isListed(analysis: SnapshotAnalysis, start: string): boolean {
  return analysis.unmatched.regions.some((region) => region.start === start) || (analysis.tree !== null && inTree(analysis.tree, start));
}

const inTree = (node: MemoryNode, start: string): boolean => node.region === start || node.children.some((child) => inTree(child, start));
