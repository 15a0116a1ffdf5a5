import { KEY_MAP } from '@/components/keys/key-map';
import type { PaletteEntry } from '@/components/keys/palette-select';
import { actionsOf } from '@/components/keys/pane-actions';
import type { Actions } from '@/components/keys/use-keys';
import { views } from '@/components/views/registry';
import { KIND_WORDS } from '@/components/views/words';
import { formatBytes } from '@/lib/base/bytes';
import type { IncidentView, SnapshotAnalysis } from '@/lib/model/incident';
import { UNITS, type Units } from '@/lib/view-state/incident';

export const UNIT_WORDS: Record<Units, string> = { kib: 'KiB', mib: 'MiB', bytes: 'bytes' };

export const nextUnits = (units: Units): Units => UNITS[(UNITS.indexOf(units) + 1) % UNITS.length] ?? 'kib';

const paneOf = (viewId: string): HTMLElement | null => document.querySelector<HTMLElement>(`[data-pane="${CSS.escape(viewId)}"]`);

/** Puts the focus into a pane: by its own way, else on the first thing in its body that takes the focus. */
export function focusPane(number: number): void {
  const view = views[number - 1];
  const pane = view && paneOf(view.id);
  if (!view || !pane) return;
  const own = actionsOf(view.id).focus;
  if (own) own();
  else pane.querySelector<HTMLElement>('.pane-body [tabindex="0"], .pane-body button, .pane-body[tabindex], button')?.focus();
  pane.scrollIntoView({ block: 'nearest' });
}

/** The filter of the unmatched regions, or the search of the source: the first search field in sight. */
export function focusFilter(): void {
  const own = actionsOf('unmatched-regions').filter;
  if (own && paneOf('unmatched-regions')) own();
  else document.querySelector<HTMLElement>('main input[type="search"]')?.focus();
}

/** The next or previous unmatched region: in the order its pane shows, else by residency. */
export function stepRegion(by: 1 | -1, analysis: SnapshotAnalysis | null, region: string | null, onRegion: (start: string) => void): void {
  const own = actionsOf('unmatched-regions').step;
  if (own) {
    own(by);
    return;
  }
  const rows = analysis?.unmatched.regions.toSorted((a, b) => b.residentBytes.best - a.residentBytes.best) ?? [];
  const at = rows.findIndex((row) => row.start === region);
  const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : (at + by + rows.length) % rows.length];
  if (next) onRegion(next.start);
}

/** Regions named in the palette: any other is found by its address in the table's filter. */
const REGIONS_LISTED = 200;

/** Everything the palette offers: the actions of the key map that do something now, and what the data of the page gives. */
export function paletteEntries(
  actions: Actions,
  view: IncidentView,
  analysis: SnapshotAnalysis | null,
  go: { snapshot(id: string): void; region(start: string): void; document(id: string): void; units(units: Units): void },
): PaletteEntry[] {
  const mapped = KEY_MAP.flatMap(({ id, keys, title, group }): PaletteEntry[] => {
    const run = actions[id];
    return run && id !== 'palette' ? [{ id, title, group, keys: keys[0] ?? '', run }] : [];
  });
  const entry = (group: string, id: string, title: string, run: () => void): PaletteEntry => ({
    id: `${group} ${id}`,
    group,
    title,
    keys: '',
    run,
  });
  return [
    ...mapped,
    ...view.snapshots.map(({ id, label }) => entry('Snapshot', id, label, () => go.snapshot(id))),
    ...UNITS.map((units) => entry('Units', units, UNIT_WORDS[units], () => go.units(units))),
    ...view.documents.map(({ id, filename }) => entry('Source', id, filename, () => go.document(id))),
    ...(analysis?.unmatched.regions ?? [])
      .slice(0, REGIONS_LISTED)
      .map(({ start, kind, residentBytes }) =>
        entry('Region', start, `${start} ${KIND_WORDS[kind]}, ${formatBytes(residentBytes.best)}`, () => go.region(start)),
      ),
  ];
}
