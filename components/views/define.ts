import type { ReactNode } from 'react';
import type { LineRef } from '@/lib/model/artifact';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import type { SnapshotAnalysis } from '@/lib/model/incident';
import type { Units } from '@/lib/view-state/incident';
import type { Fields, StateOf } from '@/lib/view-state/query';
import type { Relation } from './relation';

/** What a view must have to draw anything. */
export type ViewNeed = 'memory-map' | 'profile';

/** What every view is given: the snapshot looked at, and the profiles of the incident, those of the snapshot first. */
export interface ViewData {
  /** For what a view asks the API itself: rows that the page does not hold. */
  incidentId: string;
  analysis: SnapshotAnalysis | null;
  profiles: ProfileSummary[];
  /** "107870", or "PID" where unknown. */
  pid: string;
}

export interface ViewProps<F extends Fields = Fields> {
  data: ViewData;
  state: StateOf<F>;
  onState(patch: Partial<StateOf<F>>, history?: 'push' | 'replace'): void;
  /** Start address of the selected region; the same in every view. */
  region: string | null;
  onRegion(region: string | null): void;
  /** What is selected, in whichever view: a region, a frame, or nothing; never both. */
  selection: { region: string | null; frame: string | null };
  /** Selects a frame by its name as the profile prints it, and with it lets go of the region. */
  onFrame(name: string | null): void;
  /** What the selection has to do with the rest: candidate frames of a region, regions that a frame can explain. null: nothing is selected. */
  related: Relation | null;
  /** How tables print sizes; the same everywhere on the page. */
  units: Units;
  onUnits(units: Units): void;
  /** Tells the page what this pane can do for its keys; call it in an effect, it gives the clean-up: `useEffect(() => offer({ step }), [offer, step])`. */
  offer(actions: PaneActions): () => void;
  /** Opens the lines that a figure came from. */
  onLines(lines: LineRef, text: string): void;
}

/** What the keys of the page ask of a pane. Each is optional: without it the page does what it can from outside. */
export interface PaneActions {
  /** `]` and `[`: selects the next or previous row in the order shown, and brings it into sight. */
  step?(by: 1 | -1): void;
  /** `/`: puts the focus into the pane's filter. Without it: the first search field of the pane. */
  filter?(): void;
  /** `1` `2` `3`: puts the focus into the pane. Without it: the first element of its body that takes the focus. */
  focus?(): void;
}

/** What a pane says when it has nothing to show: what is missing, why it matters, how to get it and what that costs. */
export interface Emptiness {
  missing: string;
  why: string;
  /** `PID` is replaced. */
  command: string;
  risk: string;
}

/** A view: a pane of the workspace. It draws what it is given and owns neither data nor URL. */
export interface View<F extends Fields> {
  id: string;
  title: string;
  needs: readonly ViewNeed[];
  empty: Emptiness;
  fields: F;
  Pane(props: ViewProps<F>): ReactNode;
}

// biome-ignore lint/suspicious/noExplicitAny: the registry holds views of any fields; each Pane gets the state of its own
export type AnyView = View<any>;

export const defineView = <F extends Fields>(view: View<F>): View<F> => view;

export function hasNeed(data: ViewData, need: ViewNeed): boolean {
  return need === 'memory-map' ? data.analysis?.tree != null : data.profiles.length > 0;
}
