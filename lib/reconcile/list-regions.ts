import type { Region } from '@/lib/model/region';

export const REGION_SORTS = ['-rss', 'rss', '-size', 'size', 'start', '-start'] as const;
export type RegionSort = (typeof REGION_SORTS)[number];

/** As it comes from a URL, checked by the border: an owner or kind that no region has finds nothing. */
export interface RegionQuery {
  owner?: string;
  kind?: string;
  /** Of this piece, best figure. */
  minRssBytes?: number;
  /** Found in name, kind, category or start address, without regard to case. */
  text?: string;
  /** One of REGION_SORTS; anything else is "-rss". */
  sort?: string;
  limit?: number;
  offset?: number;
}

export interface RegionPage {
  /** Regions that fit, before paging. */
  total: number;
  /** Over all that fit: sizes, and the sum of best residency. */
  totals: { sizeBytes: number; rssBytes: number };
  regions: Region[];
  /** null on the last page. */
  nextOffset: number | null;
}

/** Filters, sorts and pages regions for `GET …/regions`. Residency is that of the piece, not of the whole row. Equal ones keep the order of their addresses. */
export function listRegions(regions: readonly Region[], query: RegionQuery = {}): RegionPage {
  const { sort = '-rss' satisfies RegionSort, limit = 200, offset = 0 } = query;
  const found = regions.filter((region) => fits(region, query)).sort(comparison(sort));
  const totals = { sizeBytes: 0, rssBytes: 0 };
  for (const region of found) {
    totals.sizeBytes += region.sizeBytes;
    totals.rssBytes += region.residentBytes.best;
  }
  const end = offset + Math.max(0, limit);
  return { total: found.length, totals, regions: found.slice(offset, end), nextOffset: end < found.length ? end : null };
}

function fits(region: Region, { owner, kind, minRssBytes, text }: RegionQuery): boolean {
  if (owner !== undefined && region.owner !== owner) return false;
  if (kind !== undefined && region.kind !== kind) return false;
  if (minRssBytes !== undefined && region.residentBytes.best < minRssBytes) return false;
  if (text === undefined || text === '') return true;
  const wanted = text.toLowerCase();
  return [region.name, region.kind, region.category ?? '', `0x${region.start.toString(16)}`].some((word) =>
    word.toLowerCase().includes(wanted),
  );
}

const byStart = (a: Region, b: Region) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0);

function comparison(sort: string): (a: Region, b: Region) => number {
  switch (sort) {
    case 'rss':
      return (a, b) => a.residentBytes.best - b.residentBytes.best || byStart(a, b);
    case '-size':
      return (a, b) => b.sizeBytes - a.sizeBytes || byStart(a, b);
    case 'size':
      return (a, b) => a.sizeBytes - b.sizeBytes || byStart(a, b);
    case 'start':
      return byStart;
    case '-start':
      return (a, b) => byStart(b, a);
    default:
      return (a, b) => b.residentBytes.best - a.residentBytes.best || byStart(a, b);
  }
}
