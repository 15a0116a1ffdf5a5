import { BLANK_LINE, type ByteLines, type LinesTold, STRONG_LINE, WEAK_LINE } from '@/lib/base/byte-lines';
import { ByteNames } from '@/lib/base/byte-names';
import { KIB } from '@/lib/base/bytes';
import { type LineAccount, NOISE, USED } from '@/lib/base/line-runs';
import { LF, skipBlankBytes } from '@/lib/base/scan-bytes';
import { type SiteValues, spanOf } from '@/lib/model/nmt-table';
import type { Line, NmtLine } from './line';
import { emptyFrame, emptyRange, emptySite, findFrameBytes, readRangeBytes, readSiteBytes } from './line-bytes';
import { ANY, BEFORE_TAGS, categoryReleases, NEW_FRAME, OLD_FRAME } from './release';
import type { ReportDraft } from './report';

// NMT_TrackingStackDepth of nmtCommon.hpp: no stack is deeper.
export const STACK_DEPTH = 4;

/** Whose the next frames are: the last range's, or of something that no fact holds (committed parts, memory files). */
export interface Stack {
  isRange: boolean;
  depth: number;
  from: boolean;
  blankSince: boolean;
}

/** How things stand behind the lines that were taken. */
export interface Taken {
  stack: Stack | null;
  /** What the last line was that is not blank, as far as it matters where the text ends there; null where none was taken. */
  last: NmtLine | null;
  lastLine: number;
}

const SITE: NmtLine = { kind: 'title' };
const FRAME: NmtLine = { kind: 'frame', text: '', value: null, releases: ANY };
const RANGE: Line<'range'> = {
  kind: 'range',
  state: 'reserved',
  start: 0n,
  end: 0n,
  amount: { bytes: 0, unitBytes: KIB },
  category: null,
  from: true,
};

const BRACKET = 0x5b;
/** A name of more words is cut by the reader of text. */
const MOST_WORDS = 7;

/**
 * Takes ranges with their stacks and parts, and call sites with all of their frames; only what is whole, in KB, and contradicts
 * nothing. Everything else is left to the reader of text, which does the same with lines of these kinds.
 */
export class NmtTaker {
  private readonly frame = emptyFrame();
  private readonly range = emptyRange();
  private readonly site = emptySite();
  /** Numbers of the frames that stand above a call site. */
  private readonly above = new Uint32Array(STACK_DEPTH);
  /** Where the lines of these frames end. */
  private readonly ends = new Uint32Array(STACK_DEPTH);
  private told: LinesTold | null = null;
  /** Where a blank line begins that was taken last: it is given back where nothing is taken behind it. */
  private blankAt = -1;
  private stackBeforeBlank = false;
  /** Of the call site at hand; the table takes the values out of it. Nothing of these sites is mapped. */
  private readonly siteValues: SiteValues = {
    firstLine: 0,
    lastLine: 0,
    category: '',
    mallocBytes: 0,
    mallocCount: 0,
    reservedBytes: 0,
    committedBytes: 0,
  };
  private readonly names = new ByteNames();
  /** By the number of a name; null: it has to be read as text. */
  private readonly categories: (string | null)[] = [];
  /** What this draft knows: told again, it would say nothing new. */
  private draft: ReportDraft | null = null;
  private known = { old: false, new: false, sites: false, categories: new Set<string>() };

  constructor(private readonly account: LineAccount) {}

  /** Where it has to tell of the lines, it takes a blank one only together with the one behind it. */
  take(lines: ByteLines, draft: ReportDraft, stackBefore: Stack | null, told: LinesTold | null = null): Taken {
    this.told = told;
    if (draft !== this.draft) {
      this.draft = draft;
      this.known = { old: false, new: false, sites: false, categories: new Set() };
    }
    const { bytes, to } = lines;
    const taken: Taken = { stack: stackBefore, last: null, lastLine: 0 };
    while (lines.at < to && lines.line <= lines.lastLine) {
      const begin = skipBlankBytes(bytes, lines.at);
      if (bytes[begin] === LF) {
        if (this.blankAt >= 0) break;
        this.takeBlank(lines, begin, taken);
      } else if (bytes[begin] !== BRACKET) break;
      else if (findFrameBytes(bytes, begin, to, this.frame)) {
        if (!(taken.stack ? this.takeFrame(lines, draft, taken) : this.takeSite(lines, draft, taken))) break;
      } else if (!this.takeRange(lines, begin, draft, taken)) break;
    }
    this.giveBack(lines, taken);
    return taken;
  }

  private takeBlank(lines: ByteLines, end: number, { stack }: Taken): void {
    if (this.told) {
      this.tell(end, BLANK_LINE);
      this.blankAt = lines.at;
      this.stackBeforeBlank = stack?.blankSince ?? false;
    }
    if (stack) stack.blankSince = true;
    this.account.addLines(lines.line, lines.line, NOISE);
    lines.at = end + 1;
    lines.line++;
  }

  /** The blank line, where nothing was taken behind it. */
  private giveBack(lines: ByteLines, { stack }: Taken): void {
    if (this.blankAt < 0) return;
    this.account.takeBack(--lines.line);
    if (this.told) this.told.count--;
    lines.at = this.blankAt;
    this.blankAt = -1;
    if (stack) stack.blankSince = this.stackBeforeBlank;
  }

  private tell(end: number, what: number): void {
    const { told } = this;
    if (told) told.ends[told.count++] = end * 4 + what;
    this.blankAt = -1;
  }

  private takeFrame(lines: ByteLines, draft: ReportDraft, taken: Taken): boolean {
    const { frame } = this;
    const { stack } = taken;
    // Directly below its range, or behind one blank line where the range said "from".
    if (!stack || stack.depth >= STACK_DEPTH || (stack.blankSince && !(stack.from && stack.depth === 0))) return false;
    this.tellFrame(draft);
    stack.depth++;
    if (draft.inRange) draft.table.setLastLine(lines.line);
    const isUsed = stack.isRange && draft.inRange;
    if (isUsed) draft.table.addRangeFrame(draft.table.frames.find(lines.bytes, frame.symbol, frame.symbolEnd));
    this.account.addLines(lines.line, lines.line, isUsed ? USED : NOISE);
    taken.last = FRAME;
    taken.lastLine = lines.line;
    this.tell(frame.end, WEAK_LINE);
    lines.at = frame.end + 1;
    lines.line++;
    return true;
  }

  private takeRange(lines: ByteLines, begin: number, draft: ReportDraft, taken: Taken): boolean {
    const { range } = this;
    const { bytes, line } = lines;
    if (!readRangeBytes(bytes, begin, lines.to, range)) return false;
    const span = spanOf(range);
    if (span <= 0 || Math.abs(span - range.bytes) >= KIB) return false;
    const isRange = range.state !== 'committed';
    if (isRange) {
      const category = this.categoryOf(bytes, range.name, range.nameEnd);
      if (category === null) return false;
      this.tellCategory(draft, category);
      draft.beginRange(range, category, range.state === 'reserved and committed', line);
    } else if (!draft.inRange || !draft.table.addPart(range, line)) return false;
    this.seeKilobytes(draft);
    taken.stack = { isRange, depth: 0, from: true, blankSince: false };
    taken.last = RANGE;
    taken.lastLine = line;
    this.account.addLines(line, line, USED);
    this.tell(range.end, STRONG_LINE);
    lines.at = range.end + 1;
    lines.line++;
    return true;
  }

  /** One to four frames, of which `this.frame` is the first, and their amount; all of it or nothing. */
  private takeSite(lines: ByteLines, draft: ReportDraft, taken: Taken): boolean {
    const { frame, site, above, ends, siteValues } = this;
    const { bytes, to, line } = lines;
    const { frames } = draft.table;
    let depth = 0;
    let at = 0;
    for (let more = true; more; ) {
      if (depth === STACK_DEPTH) return false;
      this.tellFrame(draft);
      ends[depth] = frame.end;
      above[depth++] = frames.find(bytes, frame.symbol, frame.symbolEnd);
      at = frame.end + 1;
      if (at >= to) return false;
      at = skipBlankBytes(bytes, at);
      more = findFrameBytes(bytes, at, to, frame);
    }
    const lastLine = line + depth;
    if (lastLine > lines.lastLine || !readSiteBytes(bytes, at, to, site)) return false;
    const category = this.categoryOf(bytes, site.name, site.nameEnd);
    if (category === null) return false;
    this.tellCategory(draft, category);
    this.tellSites(draft);
    this.seeKilobytes(draft);
    siteValues.firstLine = line;
    siteValues.lastLine = lastLine;
    siteValues.category = category;
    siteValues.mallocBytes = site.bytes;
    siteValues.mallocCount = site.count;
    draft.beginSite(siteValues);
    for (let i = 0; i < depth; i++) draft.table.addSiteFrame(above[i] as number);
    this.account.addLines(line, lastLine, USED);
    for (let i = 0; i < depth; i++) this.tell(ends[i] as number, WEAK_LINE);
    this.tell(site.end, STRONG_LINE);
    taken.last = SITE;
    taken.lastLine = lastLine;
    lines.at = site.end + 1;
    lines.line = lastLine + 1;
    return true;
  }

  private categoryOf(bytes: Uint8Array, from: number, to: number): string | null {
    const found = this.names.find(bytes, from, to);
    if (found === this.categories.length) {
      const name = this.names.text(found);
      this.categories.push(name.split(' ').length > MOST_WORDS ? null : name);
    }
    return this.categories[found] ?? null;
  }

  private tellFrame(draft: ReportDraft): void {
    const { known, frame } = this;
    if (frame.spaced ? known.old : known.new) return;
    draft.tell(frame.spaced ? OLD_FRAME : NEW_FRAME);
    if (frame.spaced) known.old = true;
    else known.new = true;
  }

  private tellCategory(draft: ReportDraft, category: string): void {
    if (this.known.categories.has(category)) return;
    draft.tell(categoryReleases(category));
    this.known.categories.add(category);
  }

  private tellSites(draft: ReportDraft): void {
    if (this.known.sites) return;
    draft.tell(BEFORE_TAGS);
    this.known.sites = true;
  }

  private seeKilobytes({ report }: ReportDraft): void {
    if (report.unitBytes < KIB) report.unitBytes = KIB;
  }
}
