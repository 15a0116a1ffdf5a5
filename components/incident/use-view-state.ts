'use client';
import { useCallback, useMemo } from 'react';
import { type Fields, readState, type StateOf, writeState } from '@/lib/view-state/query';
import { useQuery, writeQuery } from './use-address';

export type ChangeState<F extends Fields> = (patch: Partial<StateOf<F>>, history?: 'push' | 'replace') => void;

/**
 * Some fields of the address as state. "push" makes a step that Back undoes (zoom, snapshot); "replace", the default, does
 * not (selection, sort).
 */
export function useViewState<F extends Fields>(fields: F): [StateOf<F>, ChangeState<F>] {
  const search = useQuery();
  const state = useMemo(() => readState(fields, search), [fields, search]);
  const change = useCallback<ChangeState<F>>(
    (patch, history = 'replace') => {
      // The address itself, not the render's copy: two views may write in one turn.
      const { search: current } = window.location;
      const next = writeState(fields, current, patch);
      if (next !== current) writeQuery(next, history);
    },
    [fields],
  );
  return [state, change];
}
