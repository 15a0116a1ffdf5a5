import type { LineRef } from '@/lib/model/artifact';
import type { CategoryChange, Change, SiteChange } from '@/lib/model/comparison';
import type { NmtCategory, NmtSite } from '@/lib/model/nmt';
import type { NmtCategoryChange, NmtCountedChange, NmtDiff, NmtSiteChange } from '@/lib/model/nmt-diff';
import type { NmtFigures, SnapshotDigest } from '@/lib/model/snapshot-digest';
import { change, changeIfKnown } from './difference';

/** Call sites listed. */
const MOST_SITES = 100;

const biggest = (...changes: Change[]) => Math.max(...changes.map(({ delta }) => Math.abs(delta)));
const weightOf = ({ committedBytes, mallocBytes, reservedBytes }: CategoryChange) => [
  biggest(committedBytes, mallocBytes),
  Math.abs(reservedBytes.delta),
  Math.max(committedBytes.from, committedBytes.to),
];
const mallocOf = (category: NmtCategory | undefined) => (category?.malloc?.bytes ?? 0) + (category?.arena?.bytes ?? 0);
const lineOf = (artifactId: string, part: { line: number; lastLine: number } | undefined): LineRef | null =>
  part ? { artifactId, firstLine: part.line, lastLine: part.lastLine } : null;

/** Categories of two snapshots; where one has no report, those of a diff report in the later one, held against its baseline. */
export function compareCategories(
  from: SnapshotDigest,
  to: SnapshotDigest,
): { categories: CategoryChange[]; categoriesSince: 'snapshot' | 'baseline' | null } {
  if (hasCategories(from.nmt) && hasCategories(to.nmt))
    return { categories: sortCategories(betweenReports(from.nmt, to.nmt)), categoriesSince: 'snapshot' };
  const { nmtDiff } = to;
  if (!nmtDiff || nmtDiff.diff.categories.length === 0) return { categories: [], categoriesSince: null };
  return { categories: sortCategories(nmtDiff.diff.categories.map((one) => ofDiff(one, nmtDiff.artifactId))), categoriesSince: 'baseline' };
}

const hasCategories = (sheet: NmtFigures | null): sheet is NmtFigures => sheet !== null && sheet.categories.length > 0;

function sortCategories(categories: CategoryChange[]): CategoryChange[] {
  return categories.sort((a, b) => {
    const left = weightOf(a);
    const right = weightOf(b);
    const at = left.findIndex((weight, i) => weight !== right[i]);
    return at < 0 ? (a.name < b.name ? -1 : 1) : (right[at] ?? 0) - (left[at] ?? 0);
  });
}

function betweenReports(from: NmtFigures, to: NmtFigures): CategoryChange[] {
  const before = new Map(from.categories.map((category) => [category.name, category]));
  const after = new Map(to.categories.map((category) => [category.name, category]));
  return [...new Set([...after.keys(), ...before.keys()])].map((name) => {
    const was = before.get(name);
    const is = after.get(name);
    return {
      name,
      reservedBytes: change(was?.reservedBytes ?? 0, is?.reservedBytes ?? 0),
      committedBytes: change(was?.committedBytes ?? 0, is?.committedBytes ?? 0),
      mallocBytes: change(mallocOf(was), mallocOf(is)),
      mallocCount: changeIfKnown(countOf(was, is), countOf(is, was)),
      counted: countedOf(was, is),
      from: lineOf(from.artifactId, was),
      to: lineOf(to.artifactId, is),
    };
  });
}

/** Blocks of malloc. A report without the category has none of it; one whose figure lacks a count leaves it open. */
function countOf(category: NmtCategory | undefined, other: NmtCategory | undefined): number | null {
  if (!category?.malloc) return other?.malloc?.count == null ? null : 0;
  return category.malloc.count;
}

function countedOf(was: NmtCategory | undefined, is: NmtCategory | undefined): CategoryChange['counted'] {
  const threads = changeIfKnown(was?.threadCount, is?.threadCount);
  if (threads) return { what: 'threads', count: threads };
  const classes = changeIfKnown(was?.classCount, is?.classCount);
  return classes && { what: 'classes', count: classes };
}

const since = (value: number, delta: number) => change(value - delta, value);
const sinceCounted = (part: NmtCountedChange | null) => since(part?.bytes ?? 0, part?.deltaBytes ?? 0);
const sum = (a: Change, b: Change) => change(a.from + b.from, a.to + b.to);

function ofDiff(category: NmtCategoryChange, artifactId: string): CategoryChange {
  const { malloc, arena, threadCount, classCount } = category;
  const counted = threadCount ?? classCount;
  return {
    name: category.name,
    reservedBytes: since(category.reservedBytes, category.deltaReservedBytes),
    committedBytes: since(category.committedBytes, category.deltaCommittedBytes),
    mallocBytes: sum(sinceCounted(malloc), sinceCounted(arena)),
    mallocCount: malloc?.count == null ? null : since(malloc.count, malloc.deltaCount ?? 0),
    counted: counted && { what: threadCount ? 'threads' : 'classes', count: since(counted.value, counted.delta) },
    from: null,
    to: lineOf(artifactId, category),
  };
}

/** Call sites by growth. Reports leave out sites below one unit: a site that only one of two reports lists counts 0 in the other. */
export function compareSites(
  from: SnapshotDigest,
  to: SnapshotDigest,
): { sites: SiteChange[]; sitesSince: 'snapshot' | 'baseline' | null } {
  const before = from.nmt?.sites;
  const after = to.nmt?.sites;
  if (before && after) return { sites: chooseSites(joinSites(before, after)), sitesSince: 'snapshot' };
  const { nmtDiff } = to;
  if (!nmtDiff || nmtDiff.diff.sites.length === 0) return { sites: [], sitesSince: null };
  return { sites: chooseSites(sitesOfDiff(nmtDiff.diff, nmtDiff.artifactId)), sitesSince: 'baseline' };
}

const chooseSites = (sites: SiteChange[]) =>
  sites
    .filter(({ bytes }) => bytes.delta !== 0)
    .sort((a, b) => Math.abs(b.bytes.delta) - Math.abs(a.bytes.delta) || (keyOfChange(a) < keyOfChange(b) ? -1 : 1))
    .slice(0, MOST_SITES);

const keyOfChange = ({ what, category, frames }: SiteChange) => `${what} ${category} ${frames.join(' ')}`;

/** Compiled code has no name, only an address, and is compiled anew: what called the JVM from there is one caller. */
const BARE_ADDRESS = /^(?:\[)?0x[0-9a-f]{1,16}\]?$/i;
const nameOf = (frame: string) => (BARE_ADDRESS.test(frame) ? '0x' : frame);

interface SiteSum {
  what: 'malloc' | 'mmap';
  category: string | null;
  frames: string[];
  bytes: number;
  count: number | null;
  lines: LineRef;
}

/** One stack may be printed several times (once per category, or of two sizes): their sums are compared. */
function sumSites(sites: readonly NmtSite[], artifactId: string): Map<string, SiteSum> {
  const sums = new Map<string, SiteSum>();
  for (const { category, frames, mallocBytes, mallocCount, committedBytes, reservedBytes, line, lastLine } of sites) {
    const what = reservedBytes > 0 || committedBytes > 0 ? 'mmap' : 'malloc';
    const bytes = what === 'mmap' ? committedBytes : mallocBytes;
    const key = `${what} ${category} ${frames.map(nameOf).join('\n')}`;
    const sum = sums.get(key);
    if (!sum) {
      const lines = { artifactId, firstLine: line, lastLine };
      sums.set(key, { what, category, frames, bytes, count: what === 'malloc' ? mallocCount : null, lines });
    } else {
      sum.bytes += bytes;
      sum.count = sum.count === null || mallocCount === null ? null : sum.count + mallocCount;
    }
  }
  return sums;
}

function joinSites(from: NonNullable<NmtFigures['sites']>, to: NonNullable<NmtFigures['sites']>): SiteChange[] {
  const before = sumSites(from.sites, from.artifactId);
  const after = sumSites(to.sites, to.artifactId);
  return [...new Set([...after.keys(), ...before.keys()])].flatMap((key) => {
    const was = before.get(key);
    const is = after.get(key);
    const known = is ?? was;
    if (!known) return [];
    return {
      category: known.category,
      what: known.what,
      frames: known.frames,
      bytes: change(was?.bytes ?? 0, is?.bytes ?? 0),
      count: was && is ? changeIfKnown(was.count, is.count) : known.count === null ? null : change(was?.count ?? 0, is?.count ?? 0),
      from: was?.lines ?? null,
      to: is?.lines ?? null,
    };
  });
}

function sitesOfDiff({ sites }: NmtDiff, artifactId: string): SiteChange[] {
  return sites.map((site: NmtSiteChange) => {
    const { malloc, mmap, category, frames } = site;
    return {
      category,
      what: mmap ? ('mmap' as const) : ('malloc' as const),
      frames,
      bytes: mmap ? since(mmap.committedBytes, mmap.deltaCommittedBytes) : sinceCounted(malloc),
      count: malloc?.count == null ? null : since(malloc.count, malloc.deltaCount ?? 0),
      from: null,
      to: lineOf(artifactId, site),
    };
  });
}
