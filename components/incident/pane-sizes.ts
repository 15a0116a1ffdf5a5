/** Width of each pane in percent, by id of its view. */
export type PaneLayout = Record<string, number>;

export interface PaneSizes {
  layout: PaneLayout;
  /** Panes as tall as the window instead of leaving room for the first finding. */
  tall: boolean;
}

const KEY = 'residue.panes';

/** Reads what was kept; null where it is missing, damaged, or of other panes than these. */
export function parseSizes(text: string | null, ids: readonly string[]): PaneSizes | null {
  let value: unknown;
  try {
    value = JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || !('layout' in value)) return null;
  const kept: unknown = value.layout;
  if (typeof kept !== 'object' || kept === null) return null;
  const widths = new Map<string, unknown>(Object.entries(kept));
  const layout: PaneLayout = {};
  let sum = 0;
  for (const id of ids) {
    const width = widths.get(id);
    if (typeof width !== 'number' || !(width >= 0 && width <= 100)) return null;
    layout[id] = width;
    sum += width;
  }
  if (widths.size !== ids.length || Math.abs(sum - 100) > 0.5) return null;
  return { layout, tall: 'tall' in value && value.tall === true };
}

export function readSizes(ids: readonly string[]): PaneSizes | null {
  try {
    return parseSizes(localStorage.getItem(KEY), ids);
  } catch {
    return null;
  }
}

/** null forgets them. */
export function keepSizes(sizes: PaneSizes | null): void {
  try {
    if (sizes) localStorage.setItem(KEY, JSON.stringify(sizes));
    else localStorage.removeItem(KEY);
  } catch {
    // Storage is blocked or full: the sizes hold until the page is left.
  }
}
