import { formatAddress } from '@/lib/base/address';
import type { Bounds } from '@/lib/base/bounds';
import type { SnapshotFacts, Sourced } from '@/lib/model/facts';
import type { CallTree } from '@/lib/model/hot-stacks';
import type { Ledger, Reconciliation } from '@/lib/model/ledger';
import type { NmtCategory, NmtReport, NmtSite } from '@/lib/model/nmt';
import type { NmtDiff } from '@/lib/model/nmt-diff';
import { nmtMeaning } from '@/lib/model/nmt-meaning';
import {
  MOST_RANGES,
  MOST_SITES,
  type NmtSheet,
  type NmtSheetCategory,
  type NmtSheetChange,
  type NmtSheetDiff,
  type NmtSheetRange,
} from '@/lib/model/nmt-sheet';
import type { Frame, ProfileStack } from '@/lib/model/profile';
import type { Region } from '@/lib/model/region';
import { buildCallTree } from './call-tree';
import { mergeNmt } from './merge-nmt';
import { bucketOfCategory, mallocBounds, summaryCategory } from './nmt-amounts';
import { regionsBetween } from './regions-between';

const EMPTY: NmtSheet = {
  artifactId: null,
  level: null,
  jdkFamily: null,
  unitBytes: 1,
  total: null,
  categories: [],
  sites: [],
  siteCount: 0,
  siteBytes: 0,
  tree: null,
  ranges: [],
  rangeCount: 0,
  diffs: [],
};

/** What the NMT view shows of a snapshot: the report its ledger rests on, beside what the map shows of it, and every diff. null without either. */
export function makeNmtSheet(facts: SnapshotFacts, reconciliation: Reconciliation, regions: readonly Region[]): NmtSheet | null {
  const diffs = facts['nmt-diff'].map(toDiff);
  const report = findReport(facts['nmt-report'], reconciliation);
  if (!report) return diffs.length > 0 ? { ...EMPTY, diffs } : null;
  // Ranges and sites may have been pasted apart from the summary: the whole of what the snapshot holds.
  const own = facts['nmt-report'].filter(({ value }) => value.pid === null || report.value.pid === null || value.pid === report.value.pid);
  const sited = own.find((other) => other === report && other.value.sites.length > 0) ?? own.find(({ value }) => value.sites.length > 0);
  const ranged = own.find((other) => other === report && other.value.ranges.length > 0) ?? own.find(({ value }) => value.ranges.length > 0);
  const placed = reconciliation.matching === 'address';
  return {
    artifactId: report.artifactId,
    level: report.value.level,
    jdkFamily: report.value.jdkFamily,
    unitBytes: report.value.unitBytes,
    total: toTotal(report),
    categories: report.value.categories
      .map((category) => toCategory(category, report, reconciliation))
      .sort((a, b) => b.committedBytes - a.committedBytes || (a.name < b.name ? -1 : 1)),
    ...toSites(sited),
    ...toRanges(ranged, placed ? regions : null),
    diffs,
  };
}

function findReport(reports: readonly Sourced<NmtReport>[], reconciliation: Reconciliation): Sourced<NmtReport> | undefined {
  const id = reconciliation.nmt?.artifactId ?? mergeNmt(reports, null)?.artifactId;
  return reports.find(({ artifactId }) => artifactId === id);
}

const lineRef = (artifactId: string, { line, lastLine = line }: { line: number; lastLine?: number }) => ({
  artifactId,
  firstLine: line,
  lastLine,
});

function toTotal({ artifactId, value }: Sourced<NmtReport>): NmtSheet['total'] {
  const { total } = value;
  if (!total) return null;
  const mallocBytes = mallocBounds(value).bytes.best;
  return { reservedBytes: total.reservedBytes, committedBytes: total.committedBytes, mallocBytes, lines: lineRef(artifactId, total) };
}

function toCategory(category: NmtCategory, report: Sourced<NmtReport>, { ledger, matching }: Reconciliation): NmtSheetCategory {
  const key = bucketOfCategory(category.name);
  const parts = [category.mmap, category.stack].filter((part) => part !== null);
  const mmap =
    parts.length === 0
      ? null
      : {
          reservedBytes: parts.reduce((sum, part) => sum + part.reservedBytes, 0),
          committedBytes: parts.reduce((sum, part) => sum + part.committedBytes, 0),
        };
  return {
    key,
    name: category.name,
    lines: lineRef(report.artifactId, category),
    reservedBytes: category.reservedBytes,
    committedBytes: category.committedBytes,
    mmap,
    residentBytes: mmap && ledger && matching !== 'none' ? residentOf(ledger, key) : null,
    mallocBytes: (category.malloc?.bytes ?? 0) + (category.trackingOverhead?.bytes ?? 0),
    mallocCount: category.malloc?.count ?? null,
    arenaBytes: category.arena?.bytes ?? 0,
    arenaCount: category.arena?.count ?? null,
    threadCount: category.threadCount,
    classCount: category.classCount,
    meaning: nmtMeaning(category.name, report.value.jdkFamily),
  };
}

const residentOf = (ledger: Ledger, key: string): Bounds | null =>
  ledger.buckets.find((bucket) => bucket.key === key)?.residentBytes ?? null;

const siteBytes = (site: NmtSite) => Math.max(site.mallocBytes, site.committedBytes);

function toSites(report: Sourced<NmtReport> | undefined): Pick<NmtSheet, 'sites' | 'siteCount' | 'siteBytes' | 'tree'> {
  if (!report) return { sites: [], siteCount: 0, siteBytes: 0, tree: null };
  const { sites } = report.value;
  const largest = sites.toSorted((a, b) => siteBytes(b) - siteBytes(a) || a.line - b.line).slice(0, MOST_SITES);
  return {
    siteCount: sites.length,
    siteBytes: sites.reduce((sum, site) => sum + siteBytes(site), 0),
    tree: treeOfSites(sites),
    sites: largest.map(({ line, lastLine, category, frames, mallocBytes, mallocCount, reservedBytes, committedBytes }) => ({
      lines: lineRef(report.artifactId, { line, lastLine }),
      category,
      frames,
      mallocBytes,
      mallocCount,
      reservedBytes,
      committedBytes,
    })),
  };
}

/** "os::malloc(unsigned long)+0x1a2" → its function: sites of one caller share it whatever the offset. */
const functionOf = (frame: string) => frame.replace(/\+0x[0-9a-f]+$/, '');

/** Sites as stacks: category first, then outermost to innermost. */
function treeOfSites(sites: readonly NmtSite[]): CallTree | null {
  const frames: Frame[] = [];
  const ids = new Map<string, number>();
  const idOf = (name: string, type: Frame['type']): number => {
    const key = `${type} ${name}`;
    const known = ids.get(key);
    if (known !== undefined) return known;
    ids.set(key, frames.length);
    return frames.push({ name, type }) - 1;
  };
  const stacks: ProfileStack[] = sites
    .filter((site) => siteBytes(site) > 0)
    .map((site) => ({
      frames: [
        idOf(site.category ?? 'no category named', 'thread'),
        ...site.frames.toReversed().map((frame) => idOf(functionOf(frame), 'vm')),
      ],
      weight: siteBytes(site),
      samples: null,
      firstLine: site.line,
      lastLine: site.lastLine,
      cut: false,
    }));
  return stacks.length === 0 ? null : buildCallTree({ frames, stacks }, 5_000);
}

function toRanges(report: Sourced<NmtReport> | undefined, regions: readonly Region[] | null): Pick<NmtSheet, 'ranges' | 'rangeCount'> {
  if (!report) return { ranges: [], rangeCount: 0 };
  const { ranges } = report.value;
  const largest = ranges
    .toSorted((a, b) => b.committedBytes - a.committedBytes || b.sizeBytes - a.sizeBytes || a.line - b.line)
    .slice(0, MOST_RANGES);
  return {
    rangeCount: ranges.length,
    ranges: largest.map((range): NmtSheetRange => {
      const inside = regions && regionsBetween(regions, range.start, range.end);
      return {
        lines: lineRef(report.artifactId, range),
        start: formatAddress(range.start),
        end: formatAddress(range.end),
        category: summaryCategory(range.category),
        sizeBytes: range.sizeBytes,
        committedBytes: range.committedBytes,
        residentBytes: inside && sumBounds(inside),
        region: inside ? largestStart(inside) : null,
      };
    }),
  };
}

function sumBounds(regions: readonly Region[]): Bounds {
  const sum = { min: 0, best: 0, max: 0 };
  for (const { residentBytes } of regions) {
    sum.min += residentBytes.min;
    sum.best += residentBytes.best;
    sum.max += residentBytes.max;
  }
  return sum;
}

function largestStart(regions: readonly Region[]): string | null {
  const [largest] = regions.toSorted((a, b) => b.residentBytes.best - a.residentBytes.best || (a.start < b.start ? -1 : 1));
  return largest ? formatAddress(largest.start) : null;
}

function toDiff({ artifactId, value }: Sourced<NmtDiff>): NmtSheetDiff {
  const changed = (change: NmtSheetChange) => change.deltaBytes !== 0 || (change.deltaCount ?? 0) !== 0;
  const categories = value.categories.map(
    (category): NmtSheetChange => ({
      lines: lineRef(artifactId, category),
      category: category.name,
      frames: [],
      committedBytes: category.committedBytes,
      deltaBytes: category.deltaCommittedBytes,
      count: category.malloc?.count ?? null,
      deltaCount: category.malloc?.deltaCount ?? null,
    }),
  );
  const sites = value.sites.map(
    (site): NmtSheetChange => ({
      lines: lineRef(artifactId, site),
      category: site.category,
      frames: site.frames,
      committedBytes: site.malloc?.bytes ?? site.mmap?.committedBytes ?? 0,
      deltaBytes: site.malloc?.deltaBytes ?? site.mmap?.deltaCommittedBytes ?? 0,
      count: site.malloc?.count ?? null,
      deltaCount: site.malloc?.deltaCount ?? null,
    }),
  );
  return {
    artifactId,
    level: value.level,
    deltaCommittedBytes: value.total?.deltaCommittedBytes ?? null,
    categories: categories.filter(changed).sort((a, b) => Math.abs(b.deltaBytes) - Math.abs(a.deltaBytes)),
    siteCount: sites.length,
    sites: sites
      .filter(changed)
      .sort((a, b) => b.deltaBytes - a.deltaBytes)
      .slice(0, MOST_SITES),
  };
}
