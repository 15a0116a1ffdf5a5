'use client';
import { useCallback, useMemo } from 'react';
import type { ViewData } from '@/components/views/define';
import { relateFrame } from '@/components/views/relate-frame';
import { relateRegion } from '@/components/views/relate-region';
import type { Relation } from '@/components/views/relation';
import type { RegionView } from '@/lib/model/region';
import { useRegionRow } from './use-region-row';

/** What is selected on the page, and what that has to do with everything else. */
export interface Selection {
  region: string | null;
  frame: string | null;
  related: Relation | null;
  /** The selected region, where it had to be fetched. */
  row: RegionView | null;
  /** It is on its way. */
  isRowPending: boolean;
  onRegion(region: string | null): void;
  onFrame(name: string | null): void;
}

/** One thing is selected at a time: to choose a region lets go of the frame, and the other way round. */
export function useSelection(
  incidentId: string,
  data: ViewData,
  { region, frame }: { region: string | null; frame: string | null },
  onState: (patch: { region: string | null; frame: string | null }) => void,
): Selection {
  const onRegion = useCallback((start: string | null) => onState({ region: start, frame: null }), [onState]);
  const onFrame = useCallback((name: string | null) => onState({ region: null, frame: name }), [onState]);
  const { row, isPending } = useRegionRow(incidentId, data.analysis, region);
  const related = useMemo(
    () => (region !== null ? relateRegion(data, region, row) : frame !== null ? relateFrame(data, frame) : null),
    [data, region, frame, row],
  );
  return useMemo(
    () => ({ region, frame: region === null ? frame : null, related, row, isRowPending: isPending, onRegion, onFrame }),
    [region, frame, related, row, isPending, onRegion, onFrame],
  );
}
