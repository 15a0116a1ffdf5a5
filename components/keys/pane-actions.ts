import type { PaneActions } from '@/components/views/define';

/** What the panes on the page offer to its keys, by id of the view. */
const offered = new Map<string, PaneActions>();

/** Takes a pane's offer; the answer takes it back, unless a newer one has replaced it. */
export function offerActions(viewId: string, actions: PaneActions): () => void {
  offered.set(viewId, actions);
  return () => {
    if (offered.get(viewId) === actions) offered.delete(viewId);
  };
}

export const actionsOf = (viewId: string): PaneActions => offered.get(viewId) ?? {};
