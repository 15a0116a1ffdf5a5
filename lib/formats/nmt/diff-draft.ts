import type { NmtAmountChange, NmtCategoryChange, NmtCountedChange, NmtDiff } from '@/lib/model/nmt-diff';
import type { Amount } from './amount';
import type { Change, DiffLineOf, DiffSiteValue, PairChange } from './diff-line';
import { ANY, categoryReleases, narrow, pickFamily, type Releases } from './release';

const toAmountChange = ({ reserved, committed }: PairChange, line: number): NmtAmountChange => ({
  line,
  reservedBytes: reserved.amount.bytes,
  deltaReservedBytes: reserved.deltaBytes,
  committedBytes: committed.amount.bytes,
  deltaCommittedBytes: committed.deltaBytes,
});

const toCountedChange = (
  { change, count, deltaCount }: { change: Change; count: number | null; deltaCount: number | null },
  line: number,
): NmtCountedChange => ({ line, bytes: change.amount.bytes, deltaBytes: change.deltaBytes, count, deltaCount });

/** One difference report while its lines arrive. */
export class DiffDraft {
  readonly diff: NmtDiff = {
    pid: null,
    level: 'summary',
    unitBytes: 1,
    total: null,
    totalMalloc: null,
    totalMmap: null,
    categories: [],
    sites: [],
    jdkFamily: null,
  };
  category: NmtCategoryChange | null = null;
  /** Call sites follow the categories. */
  sitesReached = false;
  private releases = ANY;
  private instancesSeen = false;
  private readonly names = new Set<string>();

  get isEmpty(): boolean {
    const { total, totalMalloc, totalMmap, categories, sites } = this.diff;
    return !total && !totalMalloc && !totalMmap && categories.length + sites.length === 0;
  }

  hasCategory(name: string): boolean {
    return this.names.has(name);
  }

  tell(releases: Releases): void {
    this.releases = narrow(this.releases, releases);
  }

  /** Notes the unit of an amount; false where it has none although those before it have one. */
  seeUnit({ bytes, unitBytes }: Amount): boolean {
    const { diff } = this;
    if (unitBytes !== null && unitBytes > diff.unitBytes) diff.unitBytes = unitBytes;
    return unitBytes !== null || bytes === 0 || diff.unitBytes === 1;
  }

  /** False where the report has such a total already. */
  addTotal(line: DiffLineOf<'total'> | DiffLineOf<'total-malloc'>, at: number): boolean {
    const { diff } = this;
    if (line.kind === 'total-malloc') {
      if (diff.totalMalloc) return false;
      diff.totalMalloc = toCountedChange(line, at);
      return true;
    }
    const key = line.of === 'all' ? 'total' : 'totalMmap';
    if (diff[key]) return false;
    diff[key] = toAmountChange(line.pair, at);
    return true;
  }

  addCategory({ name, pair }: DiffLineOf<'category'>, at: number): void {
    this.tell(categoryReleases(name));
    this.names.add(name);
    this.category = {
      name,
      ...toAmountChange(pair, at),
      lastLine: at,
      malloc: null,
      mmap: null,
      arena: null,
      stack: null,
      trackingOverhead: null,
      classCount: null,
      threadCount: null,
    };
    this.diff.categories.push(this.category);
  }

  /** A line below a category; false where the category has such a line already. */
  addToCategory(line: DiffSiteValue | DiffLineOf<'count'>, at: number): boolean {
    const { category } = this;
    if (!category) return false;
    if (line.kind === 'count') {
      const key = line.what === 'classes' ? 'classCount' : 'threadCount';
      if (category[key]) return false;
      category[key] = { line: at, value: line.count, delta: line.delta };
    } else if (line.kind === 'counted') {
      const key = line.what === 'overhead' ? 'trackingOverhead' : line.what;
      if (category[key]) return false;
      category[key] = toCountedChange(line, at);
    } else {
      const key = line.what === 'stack' ? 'stack' : 'mmap';
      if (category[key]) return false;
      category[key] = toAmountChange(line.pair, at);
    }
    category.lastLine = at;
    return true;
  }

  addKnown(instances: boolean, at: number): void {
    if (instances) this.instancesSeen = true;
    if (this.category) this.category.lastLine = at;
  }

  /** True where an amount is a call site's and not a line of the current category. */
  isSite(line: DiffSiteValue, framesAbove: boolean): boolean {
    const ofSite = line.kind === 'counted' ? line.what === 'malloc' : line.what === 'mmap';
    return ofSite && (framesAbove || this.sitesReached || line.type !== null);
  }

  addSite(line: DiffSiteValue, frames: string[], firstLine: number, at: number): void {
    this.category = null;
    this.sitesReached = true;
    if (line.type !== null) this.tell(categoryReleases(line.type));
    this.diff.sites.push({
      line: firstLine,
      lastLine: at,
      category: line.type,
      malloc: line.kind === 'counted' ? toCountedChange(line, at) : null,
      mmap: line.kind === 'pair' ? toAmountChange(line.pair, at) : null,
      frames,
    });
  }

  /** The report, and whether all of it is there; `cut`: its text is known to break off. */
  finish(cut: boolean): { diff: NmtDiff; complete: boolean } {
    const { diff } = this;
    diff.level = diff.sites.length > 0 ? 'detail' : 'summary';
    const classes = diff.categories.find((category) => category.classCount !== null);
    if (classes && !this.instancesSeen && (classes.malloc || classes.mmap)) this.tell({ since: 8, until: 8 });
    diff.jdkFamily = pickFamily(this.releases);
    return { diff, complete: !cut && sumsMatch(diff) };
  }
}

/** Σ categories = Total within one unit per category and one for the total, now and in the change. */
function sumsMatch({ total, categories, unitBytes }: NmtDiff): boolean {
  if (!total) return false;
  const tolerance = unitBytes * (categories.length + 1);
  const keys = ['reservedBytes', 'committedBytes', 'deltaReservedBytes', 'deltaCommittedBytes'] as const;
  return keys.every((key) => Math.abs(categories.reduce((sum, category) => sum + category[key], 0) - total[key]) <= tolerance);
}
