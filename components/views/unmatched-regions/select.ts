import { KIB, MIB } from '@/lib/base/bytes';
import type { SnapshotAnalysis } from '@/lib/model/incident';
import type { RegionView } from '@/lib/model/region';
import type { RegionQuery } from '@/lib/model/region-query';
import { KIND_WORDS, OWNER_WORDS } from '@/lib/model/region-words';
import type { Units } from '@/lib/view-state/incident';
import { writeSorts } from '@/lib/view-state/list-field';
import type { StateOf } from '@/lib/view-state/query';
import type { Relation } from '../relation';
import { GRADE_WORDS } from '../words';
import type { unmatchedRegionsFields } from './state';

export type RegionsState = StateOf<typeof unmatchedRegionsFields>;

/** What the state asks for, in the words of the API and of `queryRegions` alike. */
export function toQuery(state: RegionsState): RegionQuery {
  return {
    owner: state.scope === 'unmatched' ? 'unmatched' : (state.owner ?? undefined),
    kind: state.kind ?? undefined,
    grade: state.grade ?? undefined,
    minRssBytes: state.minRss || undefined,
    minSizeBytes: state.minSize || undefined,
    text: state.text ?? undefined,
    sort: writeSorts(state.sort),
    group: state.group === 'none' ? undefined : state.group,
  };
}

/** The same as a query string; `more` for pages, files and places. */
export function toSearch(query: RegionQuery, more: Record<string, string | number | undefined> = {}): string {
  const { minRssBytes: minRss, minSizeBytes: minSize, ...rest } = query;
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...rest, minRss, minSize, ...more }))
    if (value !== undefined) search.set(name, String(value));
  return search.toString();
}

/** Regions of the scope, whatever the filters. */
export function countScope(analysis: SnapshotAnalysis, scope: RegionsState['scope']): number {
  return scope === 'all' ? analysis.regionCount : analysis.unmatched.total;
}

/** The page holds the whole scope already; null where the server has to be asked. */
export function regionsAtHand(analysis: SnapshotAnalysis, scope: RegionsState['scope']): readonly RegionView[] | null {
  const { regions, total } = analysis.unmatched;
  const held = total === regions.length && (scope === 'unmatched' || total === analysis.regionCount);
  return held ? regions : null;
}

/** Filters in force besides the free text and the scope. */
export function countFilters({ owner, kind, grade, minRss, minSize, scope }: RegionsState): number {
  return [scope === 'all' && owner, kind, grade, minRss > 0, minSize > 0].filter(Boolean).length;
}

export const NO_FILTERS = { text: null, owner: null, kind: null, grade: null, minRss: 0, minSize: 0 } as const;

export const nameGroup = (group: RegionsState['group'], key: string): string =>
  (group === 'owner' ? OWNER_WORDS[key as keyof typeof OWNER_WORDS] : KIND_WORDS[key as keyof typeof KIND_WORDS]) ?? key; // keys come from the same lists

const UNIT_BYTES: Record<Units, number> = { bytes: 1, kib: KIB, mib: MIB };

/** "1,024" or "0.5" in the unit of the page → bytes; null for what is no size. "" is none: 0. */
export function readSize(text: string, units: Units): number | null {
  const plain = text.replaceAll(/[,\s]/g, '');
  if (plain === '') return 0;
  const value = /^\d{1,16}(\.\d{1,6})?$/.test(plain) ? Math.round(Number(plain) * UNIT_BYTES[units]) : Number.NaN;
  return Number.isSafeInteger(value) ? value : null;
}

/** Bytes as `readSize` reads them back: 65536 → "64" in KiB; "" for 0. */
export const writeSize = (bytes: number, units: Units): string =>
  bytes === 0 ? '' : String(Number((bytes / UNIT_BYTES[units]).toFixed(6)));

/** What a row is and why, in one sentence; with a frame selected, also whether it can explain the row. */
export function tellRow(
  region: RegionView,
  related: Relation | null,
  selected: boolean,
): { emphasis: 'related' | 'unrelated' | null; note: string } {
  const what = `${KIND_WORDS[region.kind]}, ${GRADE_WORDS[region.grade].word}${region.reasons.length > 0 ? `: ${region.reasons.join('; ')}` : ''}.`;
  const judged = related && (related.regions.get(region.start) ?? related.judge(region));
  if (!judged || selected) return { emphasis: null, note: what };
  return { emphasis: judged.can === 'may' ? 'related' : 'unrelated', note: `${what} ${judged.why}` };
}
