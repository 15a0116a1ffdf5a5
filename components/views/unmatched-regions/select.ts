import type { RegionView } from '@/lib/model/region';
import type { Sort } from '@/lib/view-state/field';
import { KIND_WORDS } from '../words';
import type { Column } from './state';

/** Resident share of a region, 0..1; 0 for an empty one. */
export const residentShare = (region: RegionView): number => (region.sizeBytes > 0 ? region.residentBytes.best / region.sizeBytes : 0);

const byStart = (a: RegionView, b: RegionView): number => {
  const [x, y] = [BigInt(a.start), BigInt(b.start)];
  return x < y ? -1 : x > y ? 1 : 0;
};

const COMPARE: Record<Column, (a: RegionView, b: RegionView) => number> = {
  start: byStart,
  rss: (a, b) => a.residentBytes.best - b.residentBytes.best,
  size: (a, b) => a.sizeBytes - b.sizeBytes,
  share: (a, b) => residentShare(a) - residentShare(b),
  kind: (a, b) => KIND_WORDS[a.kind].localeCompare(KIND_WORDS[b.kind], 'en'),
};

/** Rows in the order asked for; ties keep ascending addresses, whichever way the column runs. */
export function selectRows(regions: readonly RegionView[], sort: Sort<Column>): RegionView[] {
  const compare = COMPARE[sort.column];
  const sign = sort.descending ? -1 : 1;
  return regions.toSorted((a, b) => sign * compare(a, b) || byStart(a, b));
}

/** What a click on a column's head asks for: figures largest first, names and addresses ascending; a second click turns it round. */
export function nextSort(current: Sort<Column>, column: Column): Sort<Column> {
  if (current.column === column) return { column, descending: !current.descending };
  return { column, descending: column !== 'start' && column !== 'kind' };
}

export const ariaSort = (current: Sort<Column>, column: Column): 'ascending' | 'descending' | 'none' =>
  current.column !== column ? 'none' : current.descending ? 'descending' : 'ascending';
