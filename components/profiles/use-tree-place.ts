'use client';
import { useCallback, useMemo, useState } from 'react';
import type { Selection } from '@/components/incident/use-selection';
import type { ChangeState } from '@/components/incident/use-view-state';
import { type CallColumns, nameOf } from '@/lib/model/call-columns';
import type { StateOf } from '@/lib/view-state/query';
import { TRANSFORM_LETTERS, type TransformLetter } from '@/lib/view-state/transforms';
import { heaviestOf } from './desk/tree-index';
import type { profileFields } from './state';
import { type Found, stepFound } from './tree/search';
import { stepOf } from './tree/step-of';

/**
 * Where one stands in a tree, and how one goes on from there: zoom, keyboard focus, selection, steps, matches and the keys of all of
 * them. The same for a profile and for two profiles as one tree.
 */
export function useTreePlace({
  tree,
  zoom: asked,
  isInverted,
  found,
  selection,
  state,
  onState,
}: {
  /** As it is shown. */
  tree: CallColumns;
  /** The node that fills the width; null: the root. */
  zoom: number | null;
  isInverted: boolean;
  /** What the search found in this tree; null: nothing is sought, or the answer is on its way. */
  found: Found | null;
  selection: Selection;
  state: StateOf<typeof profileFields>;
  onState: ChangeState<typeof profileFields>;
}) {
  const [focused, setFocused] = useState<{ tree: CallColumns; node: number } | null>(null);
  const { frame: selected, onFrame } = selection;
  const zoom = asked !== null && asked < tree.frame.length ? asked : 0;
  // A node of the tree before may be in no place of this one.
  const focus = focused?.tree === tree && focused.node < tree.frame.length ? focused.node : null;
  const selectedNode = useMemo(() => (selected === null ? null : heaviestOf(tree, selected)), [tree, selected]);

  const setZoom = useCallback((node: number) => onState({ zoom: node === 0 ? null : node }, 'push'), [onState]);
  const setFocus = useCallback((node: number | null) => setFocused(node === null ? null : { tree, node }), [tree]);
  const selectNode = (node: number) => {
    setFocused({ tree, node });
    if (node !== 0) onFrame(nameOf(tree, node));
  };
  const addStep = (letter: TransformLetter, node: number): boolean => {
    const step = stepOf(tree, node, letter, isInverted);
    if (!step) return false;
    onState({ steps: [...state.steps, step], zoom: null }, 'push');
    return true;
  };
  const stepMatch = (by: 1 | -1) => {
    const next = found && stepFound(found, focus, by);
    if (next === null) return;
    // What is found outside the zoomed part would not be seen.
    if (next < zoom || next >= (tree.end[zoom] ?? 0)) setZoom(0);
    setFocused({ tree, node: next });
  };
  const onKey = (key: string, node: number): boolean => {
    const letter = TRANSFORM_LETTERS.find((known) => known === key);
    if (letter) return addStep(letter, node);
    if (key === '0') setZoom(0);
    else if (key === 'i') onState({ inverted: !state.inverted, zoom: null }, 'push');
    else if ((key === 'n' || key === 'N') && found) stepMatch(key === 'n' ? 1 : -1);
    else return false;
    return true;
  };

  return {
    zoom,
    focus,
    /** The node that the card tells of while nothing is under the pointer. */
    cardNode: focus ?? selectedNode ?? zoom,
    setZoom,
    setFocus,
    selectNode,
    addStep,
    stepMatch,
    onKey,
  };
}
