import { highBits, lowBits } from '@/lib/base/address';
import type { NmtCategory, NmtReport } from '@/lib/model/nmt';
import { toNmtReport } from '@/lib/model/nmt-columns';
import { NmtTable, type SiteValues, type Span } from '@/lib/model/nmt-table';
import type { Amount, AmountPair } from './amount';
import type { Line, SiteValue } from './line';
import { ANY, categoryReleases, narrow, pickFamily, type Releases } from './release';

const toAmount = (pair: AmountPair, line: number) => ({
  line,
  reservedBytes: pair.reserved.bytes,
  committedBytes: pair.committed.bytes,
});

const toSpan = ({ start, end }: Line<'range'>): Span => ({
  startHigh: highBits(start),
  startLow: lowBits(start),
  endHigh: highBits(end),
  endLow: lowBits(end),
});

/** One report while its lines arrive. Knows what a line means, not how it is accounted for. */
export class ReportDraft {
  readonly report: Omit<NmtReport, 'ranges' | 'sites'> = {
    pid: null,
    level: 'summary',
    unitBytes: 1,
    total: null,
    totalMalloc: null,
    totalMmap: null,
    categories: [],
    jdkFamily: null,
  };
  readonly table = new NmtTable();
  category: NmtCategory | null = null;
  /** A range is open: parts and frames may follow. */
  inRange = false;
  /** Call sites follow the map: with its heading, or (where it is lost) at the first call site. */
  sitesReached = false;
  private releases = ANY;
  private instancesSeen = false;
  private readonly names = new Set<string>();
  private wholeRange = false;

  get isEmpty(): boolean {
    const { total, totalMalloc, totalMmap, categories } = this.report;
    return !total && !totalMalloc && !totalMmap && categories.length + this.table.rangeCount + this.table.siteCount === 0;
  }

  hasCategory(name: string): boolean {
    return this.names.has(name);
  }

  /** Notes what a line tells of the release that printed it. */
  tell(releases: Releases): void {
    this.releases = narrow(this.releases, releases);
  }

  /** Notes the unit of an amount (the coarsest counts); false where it has none although the amounts before it have one. */
  seeUnit({ bytes, unitBytes }: Amount): boolean {
    const { report } = this;
    if (unitBytes !== null && unitBytes > report.unitBytes) report.unitBytes = unitBytes;
    return unitBytes !== null || bytes === 0 || report.unitBytes === 1;
  }

  /** False where the report has such a total already. */
  addTotal(line: Line<'total'> | Line<'total-malloc'>, at: number): boolean {
    const { report } = this;
    const key = line.kind === 'total-malloc' ? 'totalMalloc' : line.of === 'all' ? 'total' : 'totalMmap';
    if (report[key]) return false;
    if (line.kind === 'total-malloc') report.totalMalloc = { line: at, bytes: line.amount.bytes, count: line.count };
    else if (line.of === 'all') report.total = toAmount(line.pair, at);
    else report.totalMmap = toAmount(line.pair, at);
    return true;
  }

  beginSection(section: 'map' | 'files' | 'sites'): void {
    this.closeRange();
    this.category = null;
    if (section === 'sites') this.sitesReached = true;
  }

  addCategory({ name, pair }: Line<'category'>, at: number): 'used' {
    this.closeRange();
    this.tell(categoryReleases(name));
    this.names.add(name);
    this.category = {
      name,
      ...toAmount(pair, at),
      lastLine: at,
      malloc: null,
      mmap: null,
      arena: null,
      stack: null,
      trackingOverhead: null,
      classCount: null,
      threadCount: null,
    };
    this.report.categories.push(this.category);
    return 'used';
  }

  /** A line below a category; false where the category has such a line already. */
  addToCategory(line: Line<'counted'> | Line<'pair'> | Line<'count'>, at: number): boolean {
    const { category } = this;
    if (!category) return false;
    if (line.kind === 'count') {
      const key = line.what === 'classes' ? 'classCount' : 'threadCount';
      if (category[key] !== null) return false;
      category[key] = line.count;
    } else if (line.kind === 'counted') {
      const key = line.what === 'overhead' ? 'trackingOverhead' : line.what;
      if (category[key]) return false;
      category[key] = { line: at, bytes: line.amount.bytes, count: line.count };
    } else {
      const key = line.what === 'stack' ? 'stack' : 'mmap';
      if (category[key]) return false;
      category[key] = toAmount(line.pair, at);
    }
    category.lastLine = at;
    return true;
  }

  /** A line without a value of its own; `instances`: "(  instance classes #…)". */
  addKnown(instances: boolean, at: number): void {
    if (instances) this.instancesSeen = true;
    if (this.category) this.category.lastLine = at;
  }

  addRange(line: Line<'range'>, at: number): 'used' {
    const category = line.category ?? '';
    this.tell(categoryReleases(category));
    this.beginRange(toSpan(line), category, line.state === 'reserved and committed', at);
    return 'used';
  }

  /** The same, told by its bytes; `whole`: all of it is committed. */
  beginRange(span: Span, category: string, whole: boolean, at: number): void {
    this.closeRange();
    this.category = null;
    this.wholeRange = whole;
    this.inRange = true;
    this.table.addRange(span, category, at);
  }

  /** A committed part of the last range; false where it lies outside of it. */
  addChild(line: Line<'range'>, at: number): boolean {
    return this.inRange && this.table.addPart(toSpan(line), at);
  }

  /** True where an amount is a call site's and not a line of the current category: by its print, or by what stands above it. */
  isSite(line: SiteValue, framesAbove: boolean): boolean {
    const ofSite = line.kind === 'counted' ? line.what === 'malloc' : line.what !== 'stack';
    if (!ofSite) return false;
    if (framesAbove || this.sitesReached || this.inRange) return true;
    if (line.kind === 'pair') return line.type !== null;
    // In 24 and later, categories carry a tag too, but only call sites are doubled.
    return line.doubled || (line.type !== null && line.releases.since < 25 && !this.category);
  }

  /** A call site; its frames follow it into the table. */
  addSite(line: SiteValue, firstLine: number, at: number): void {
    if (line.type !== null) this.tell(categoryReleases(line.type));
    this.beginSite({
      firstLine,
      lastLine: at,
      category: line.type,
      mallocBytes: line.kind === 'counted' ? line.amount.bytes : 0,
      mallocCount: line.kind === 'counted' ? line.count : null,
      reservedBytes: line.kind === 'pair' ? line.pair.reserved.bytes : 0,
      committedBytes: line.kind === 'pair' ? line.pair.committed.bytes : 0,
    });
  }

  beginSite(site: SiteValues): void {
    this.closeRange();
    this.category = null;
    this.sitesReached = true;
    this.table.addSite(site);
  }

  /** Ends the current range. `reserved and committed` is all committed, also where scale=MB hides some of its children. */
  closeRange(): void {
    if (!this.inRange) return;
    this.table.closeRange(this.wholeRange);
    this.inRange = false;
  }

  /** The report, and whether all of it is there; `cut`: its text is known to break off. */
  finish(cut: boolean): { report: NmtReport; complete: boolean } {
    this.closeRange();
    const { report, table } = this;
    report.level = table.rangeCount + table.siteCount > 0 ? 'detail' : 'summary';
    report.jdkFamily = this.family();
    const mapCut = table.rangeCount > 0 && !this.sitesReached;
    return { report: toNmtReport(report, table.finish()), complete: !cut && !mapCut && sumsMatch(report) };
  }

  private family(): number | null {
    // From 9 on, "(  instance classes #…)" follows "(classes #…)" at once; something else following it tells 8.
    const classes = this.report.categories.find((category) => category.classCount !== null);
    if (classes && !this.instancesSeen && (classes.malloc || classes.mmap)) this.tell({ since: 8, until: 8 });
    return pickFamily(this.releases);
  }
}

/** Σ categories = Total within one unit per category (each is rounded on its own) and one for the total. */
function sumsMatch({ total, categories, unitBytes }: Pick<NmtReport, 'total' | 'categories' | 'unitBytes'>): boolean {
  if (!total) return false;
  let reserved = 0;
  let committed = 0;
  for (const category of categories) {
    reserved += category.reservedBytes;
    committed += category.committedBytes;
  }
  const tolerance = unitBytes * (categories.length + 1);
  return Math.abs(reserved - total.reservedBytes) <= tolerance && Math.abs(committed - total.committedBytes) <= tolerance;
}
