import type { Address } from '@/lib/base/address';
import type { Grade, Owner, RegionKind, RegionView } from './region';
import { GRADES, KIND_WORDS, OWNER_WORDS } from './region-words';

// What can be asked of a list of regions. The server asks it of 100,000, the browser of those it holds: the same answer from the same code.

/** A region inside the house (bigint addresses) or outside of it (hex text). */
export type ListedRegion = Omit<RegionView, 'start' | 'end'> & { start: Address | string; end: Address | string };

export const REGION_COLUMNS = ['start', 'rss', 'size', 'share', 'kind', 'owner', 'category', 'grade', 'mode', 'name', 'line'] as const;
export type RegionColumn = (typeof REGION_COLUMNS)[number];
export const REGION_GROUPS = ['kind', 'owner'] as const;
export type RegionGrouping = (typeof REGION_GROUPS)[number];

/** As it comes from a URL, checked by the border: an owner, kind or grade that no region has finds nothing. */
export interface RegionQuery {
  owner?: string | undefined;
  kind?: string | undefined;
  grade?: string | undefined;
  /** Of this piece, best figure. */
  minRssBytes?: number | undefined;
  minSizeBytes?: number | undefined;
  /** Found in name, kind, category, mode or start address, without regard to case; an address also finds the region it lies in. */
  text?: string | undefined;
  /** Keys in order of weight, "-" for descending: "-rss,start". What is no REGION_COLUMNS is passed over; nothing left is "-rss". */
  sort?: string | undefined;
  /** Rows of one kind or owner together, the group with the largest residency first. */
  group?: RegionGrouping | undefined;
}

export interface RegionTotals {
  sizeBytes: number;
  /** Σ of the best residency. */
  rssBytes: number;
}

export interface RegionGroup extends RegionTotals {
  /** A kind or an owner. */
  key: string;
  count: number;
}

export interface FoundRegions<R> {
  rows: R[];
  totals: RegionTotals;
  /** In the order of the rows; empty where no grouping was asked for. */
  groups: RegionGroup[];
}

/** Filters, groups and sorts. Residency is that of the piece, not of the whole row. Equal ones keep the order of their addresses, both ways. */
export function queryRegions<R extends ListedRegion>(regions: readonly R[], query: RegionQuery): FoundRegions<R> {
  const rows = inAddressOrder(regions).filter(matcher(query));
  const compare = comparison(query.sort);
  const totals: RegionTotals = { sizeBytes: 0, rssBytes: 0 };
  for (const region of rows) add(totals, region);
  const { group } = query;
  if (group === undefined) return { rows: rows.sort(compare), totals, groups: [] };
  const groups = sumGroups(rows, group);
  const rank = new Map(groups.map(({ key }, i) => [key, i]));
  const rankOf = (region: R) => rank.get(region[group]) ?? 0;
  return { rows: rows.sort((a, b) => rankOf(a) - rankOf(b) || compare(a, b)), totals, groups };
}

/** The place of the region that starts there, in rows as asked for; null where it is not among them. */
export function findRegion(rows: readonly ListedRegion[], start: string): number | null {
  const wanted = toAddress(start);
  const at = rows.findIndex((region) => toAddress(region.start) === wanted);
  return at < 0 ? null : at;
}

const toAddress = (address: Address | string): Address => (typeof address === 'bigint' ? address : BigInt(address));

function add(totals: RegionTotals, region: ListedRegion): void {
  totals.sizeBytes += region.sizeBytes;
  totals.rssBytes += region.residentBytes.best;
}

function sumGroups(rows: readonly ListedRegion[], group: RegionGrouping): RegionGroup[] {
  const groups = new Map<string, RegionGroup>();
  for (const region of rows) {
    const key = region[group];
    const known = groups.get(key) ?? { key, count: 0, sizeBytes: 0, rssBytes: 0 };
    known.count++;
    add(known, region);
    groups.set(key, known);
  }
  return [...groups.values()].sort((a, b) => b.rssBytes - a.rssBytes || b.sizeBytes - a.sizeBytes || (a.key < b.key ? -1 : 1));
}

const ADDRESS = /^0x[0-9a-f]{5,16}$/;

function matcher({ owner, kind, grade, minRssBytes = 0, minSizeBytes = 0, text = '' }: RegionQuery): (region: ListedRegion) => boolean {
  const wanted = text.trim().toLowerCase();
  const inside = ADDRESS.test(wanted) ? BigInt(wanted) : null;
  return (region) => {
    if (owner !== undefined && region.owner !== owner) return false;
    if (kind !== undefined && region.kind !== kind) return false;
    if (grade !== undefined && region.grade !== grade) return false;
    if (region.residentBytes.best < minRssBytes || region.sizeBytes < minSizeBytes) return false;
    if (wanted === '') return true;
    if (inside !== null && toAddress(region.start) <= inside && inside < toAddress(region.end)) return true;
    const start = typeof region.start === 'string' ? region.start : `0x${region.start.toString(16)}`;
    return [start, region.name, KIND_WORDS[region.kind], region.kind, region.category ?? '', region.mode].some((words) =>
      words.toLowerCase().includes(wanted),
    );
  };
}

/** Hex text without leading zeros: the longer one is larger. */
function compareStart(a: ListedRegion, b: ListedRegion): number {
  const [x, y] = [a.start, b.start];
  if (typeof x === 'string' && typeof y === 'string') return x.length - y.length || (x < y ? -1 : x > y ? 1 : 0);
  const [m, n] = [toAddress(x), toAddress(y)];
  return m < n ? -1 : m > n ? 1 : 0;
}

/** Regions mostly come in this order already: then nothing is compared twice. */
function inAddressOrder<R extends ListedRegion>(regions: readonly R[]): readonly R[] {
  const isOrdered = regions.every((region, i) => {
    const before = regions[i - 1];
    return before === undefined || compareStart(before, region) <= 0;
  });
  return isOrdered ? regions : regions.toSorted(compareStart);
}

/** Words → their place in the alphabet, so that rows compare as numbers. */
function alphabet<K extends string>(words: Record<K, string>): (key: K) => number {
  const keys = (Object.keys(words) as K[]).sort((a, b) => words[a].localeCompare(words[b], 'en')); // keys of the record itself
  const place = new Map(keys.map((key, i) => [key, i]));
  return (key) => place.get(key) ?? keys.length;
}

const kindPlace = alphabet<RegionKind>(KIND_WORDS);
const ownerPlace = alphabet<Owner>(OWNER_WORDS);
const gradePlace = (grade: Grade) => GRADES.indexOf(grade);

const share = (region: ListedRegion) => (region.sizeBytes > 0 ? region.residentBytes.best / region.sizeBytes : 0);
const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

type Compare = (a: ListedRegion, b: ListedRegion) => number;

const COMPARE: Record<RegionColumn, Compare> = {
  start: compareStart,
  rss: (a, b) => a.residentBytes.best - b.residentBytes.best,
  size: (a, b) => a.sizeBytes - b.sizeBytes,
  share: (a, b) => share(a) - share(b),
  kind: (a, b) => kindPlace(a.kind) - kindPlace(b.kind),
  owner: (a, b) => ownerPlace(a.owner) - ownerPlace(b.owner),
  category: (a, b) => byText(a.category ?? '', b.category ?? ''),
  grade: (a, b) => gradePlace(a.grade) - gradePlace(b.grade),
  mode: (a, b) => byText(a.mode, b.mode),
  name: (a, b) => byText(a.name, b.name),
  line: (a, b) => a.line - b.line,
};

function comparison(sort = ''): Compare {
  const keys = sort.split(',').flatMap((key): Compare[] => {
    const column = REGION_COLUMNS.find((name) => name === key.replace(/^-/, ''));
    if (!column) return [];
    const compare = COMPARE[column];
    return [key.startsWith('-') ? (a, b) => compare(b, a) : compare];
  });
  const [first = (a: ListedRegion, b: ListedRegion) => COMPARE.rss(b, a), ...others] = keys;
  if (others.length === 0) return first;
  return (a, b) => {
    let order = first(a, b);
    for (let i = 0; order === 0 && i < others.length; i++) order = others[i]?.(a, b) ?? 0;
    return order;
  };
}
